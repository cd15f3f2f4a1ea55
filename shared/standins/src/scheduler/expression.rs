//! Names and expressions of schedules (EventBridge Scheduler, "Schedule types" and "CreateSchedule").

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// 1 to 64 of `[0-9a-zA-Z-_.]`.
pub(super) fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// When `at(yyyy-mm-ddThh:mm:ss)` is in a zone (UTC where none is named).
pub(super) fn at(expression: &str, zone: Option<&str>) -> Option<Timestamp> {
    let wall = expression.strip_prefix("at(")?.strip_suffix(')')?;
    let shape = wall.len() == 19
        && wall.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            10 => b == b'T',
            13 | 16 => b == b':',
            _ => b.is_ascii_digit(),
        });
    let wall: DateTime = if shape { wall.parse().ok()? } else { return None };
    let zone = match zone {
        None | Some("UTC") => TimeZone::UTC,
        Some(name) => TimeZone::get(name).ok()?,
    };
    zone.to_ambiguous_timestamp(wall).compatible().ok()
}
