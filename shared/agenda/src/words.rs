//! The agenda's own words: what every rendering says alike.

mod items;
mod week;

pub(crate) use items::{
    breach_times, contribution, decided_heading, decided_state, deed, from_before, notes, outcome, overview, place, triage_state,
};
pub(crate) use week::{busiest, response_times, tallies, trend_meaning};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use roundup_domain::Kind;

/// `1 bug`, `2,000 bugs`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// With a comma between thousands.
pub(crate) fn number(n: usize) -> String {
    let digits = n.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    groups.iter().map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(",")
}

/// `pull request`, `pull requests`.
pub(crate) fn noun(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::PullRequest => ("pull request", "pull requests"),
        Kind::Bug => ("bug", "bugs"),
        Kind::FeatureRequest => ("feature request", "feature requests"),
        Kind::Question => ("question", "questions"),
    }
}

/// The heading over all entries of a kind: `Pull requests`.
pub(crate) fn plural_heading(kind: Kind) -> &'static str {
    match kind {
        Kind::PullRequest => "Pull requests",
        Kind::Bug => "Bugs",
        Kind::FeatureRequest => "Feature requests",
        Kind::Question => "Questions",
    }
}

/// A length of time in seconds: `40 s`, `5 min`, `31 h 2 min`, `4 d 3 h`. Hours go on to three days because promises are made in them.
pub(crate) fn lapse(seconds: i64) -> String {
    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;
    let two = |big: i64, unit: &str, small: i64, part: &str| match small {
        0 => format!("{big} {unit}"),
        _ => format!("{big} {unit} {small} {part}"),
    };
    match seconds.max(0) {
        s @ 0..60 => format!("{s} s"),
        s @ 60..HOUR => format!("{} min", s / 60),
        s if s < 3 * DAY => two(s / HOUR, "h", s % HOUR / 60, "min"),
        s => two(s / DAY, "d", s % DAY / HOUR, "h"),
    }
}

/// The same, or a dash where there is none.
pub(crate) fn lapse_or_dash(seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), lapse)
}

/// `Tue 3 Mar, 13:00 EST`.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %-d %b, %H:%M %Z").to_string()
}

/// `Tuesday 3 March 2026, 13:00 EST (-05:00)`.
pub(crate) fn moment_in_full(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    // Zones without an abbreviation have the offset in its place.
    let abbreviated = at.strftime("%Z").to_string().starts_with(|first: char| first.is_ascii_alphabetic());
    let format = if abbreviated { "%A %-d %B %Y, %H:%M %Z (%:z)" } else { "%A %-d %B %Y, %H:%M (%:z)" };
    at.strftime(format).to_string()
}

/// `24 Feb`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %b").to_string()
}

/// `24 Feb 2026`.
pub(crate) fn date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `Acme Roundup`.
pub(crate) fn title(team: &str) -> String {
    if team.is_empty() { "Roundup".to_owned() } else { format!("{team} Roundup") }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn enumerate(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `Jo Park, Initech`.
pub(crate) fn person(who: &str, company: Option<&str>) -> String {
    company.map_or_else(|| who.to_owned(), |company| format!("{who}, {company}"))
}

/// `Jo Park (Initech)`: for lists of people.
pub(crate) fn name_and_company(who: &str, company: Option<&str>) -> String {
    company.map_or_else(|| who.to_owned(), |company| format!("{who} ({company})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_have_two_units_at_most() {
        let cases = [
            (-5, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3_599, "59 min"),
            (3_600, "1 h"),
            (111_720, "31 h 2 min"),
            (259_199, "71 h 59 min"),
            (259_200, "3 d"),
            (360_000, "4 d 4 h"),
        ];
        for (seconds, text) in cases {
            assert_eq!(lapse(seconds), text, "{seconds}");
        }
    }

    #[test]
    fn thousands_have_commas() {
        for (n, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(n), text);
        }
    }

    #[test]
    fn zones_without_an_abbreviation_show_the_offset_once() {
        let at: Timestamp = "2026-03-03T18:00:00Z".parse().unwrap_or_default();
        let zone = |name| TimeZone::get(name).unwrap_or(TimeZone::UTC);
        assert_eq!(moment_in_full(at, &zone("America/New_York")), "Tuesday 3 March 2026, 13:00 EST (-05:00)");
        assert_eq!(moment_in_full(at, &zone("America/Sao_Paulo")), "Tuesday 3 March 2026, 15:00 (-03:00)");
        assert_eq!(moment(at, &zone("America/Sao_Paulo")), "Tue 3 Mar, 15:00 -03");
    }
}
