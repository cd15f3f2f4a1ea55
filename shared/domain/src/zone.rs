//! From the wall clock to the instant.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// The instant at which the wall clock of `zone` shows `wall`: in the autumn overlap the first of the two, in the spring
/// gap the first instant after it.
///
/// So whatever happens daily or weekly happens once on those days too (CONTRACT 7). Beyond the years that a [`Timestamp`]
/// holds, the first or the last one.
#[must_use]
pub fn instant(zone: &TimeZone, wall: DateTime) -> Timestamp {
    match zone.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => at_offset(offset, wall),
        AmbiguousOffset::Gap { before, after } => end_of_gap(zone, at_offset(after, wall), at_offset(before, wall)),
    }
}

/// The instant at which a clock that is `offset` ahead of UTC shows `wall`; the first or the last one that a
/// [`Timestamp`] holds where it would lie beyond.
pub(crate) fn at_offset(offset: Offset, wall: DateTime) -> Timestamp {
    offset.to_timestamp(wall).unwrap_or(if wall.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// When the clocks went forward, between `earliest` (excluded), where a wall time in the gap would lie by the later offset,
/// and `latest`, where it would lie by the earlier one.
fn end_of_gap(zone: &TimeZone, earliest: Timestamp, latest: Timestamp) -> Timestamp {
    // Some transitions change the name of the zone only.
    let before = zone.to_offset(earliest);
    zone.following(earliest)
        .take_while(|transition| transition.timestamp() <= latest)
        .find(|transition| transition.offset() > before)
        .map_or(latest, |transition| transition.timestamp())
}

#[cfg(test)]
mod tests;
