//! Times and names in words.

use jiff::Timestamp;
use roundup_domain::Rules;

/// An instant as the team's wall clock shows it: `Mon 2 Mar 09:00 EST`.
pub fn local(rules: &Rules, at: Timestamp) -> String {
    at.to_zoned(rules.team.zone.clone()).strftime("%a %-d %b %H:%M %Z").to_string()
}

/// An instant as the team's wall clock shows it, with the offset: `Mon 2026-03-02 09:00 -05:00`.
#[must_use]
pub fn clock_text(rules: &Rules, at: Timestamp) -> String {
    at.to_zoned(rules.team.zone.clone()).strftime("%a %Y-%m-%d %H:%M %:z").to_string()
}

/// How long it is from one instant to the other, in its two largest units; empty below a minute.
pub fn span_words(from: Timestamp, to: Timestamp) -> String {
    // Rounded to the minute, so that a message sent seconds after its time says what it means.
    let minutes = ((to.as_second() - from.as_second() + 30) / 60).max(0);
    match (minutes / 1_440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) => String::new(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// How long something took; never empty.
pub fn lasted(from: Timestamp, to: Timestamp) -> String {
    let words = span_words(from, to);
    if words.is_empty() { "less than a minute".to_owned() } else { words }
}
