//! From the wall clock to the instant.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The instant at which the wall clock of `zone` shows `wall`: in the autumn overlap the first of the two, in the spring
/// gap the first instant after it.
#[must_use]
pub fn instant(_zone: &TimeZone, _wall: DateTime) -> Timestamp {
    unimplemented!()
}
