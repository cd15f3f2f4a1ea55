//! The agenda's own words: what every rendering says alike.

use crate::agenda::{Agenda, Entry, Untriaged};
use crate::breach::Breach;
use crate::escape::shorten;
use crate::thanks::Thanks;
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

/// `24 Feb 2026`.
pub(crate) fn date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `Acme Roundup`.
pub(crate) fn title(team: &str) -> String {
    if team.is_empty() { "Roundup".to_owned() } else { format!("{team} Roundup") }
}

/// A few sentences on what the agenda holds.
pub(crate) fn overview(agenda: &Agenda) -> String {
    if agenda.entries.is_empty() {
        return nothing(agenda);
    }
    let kinds: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| (agenda.of_kind(kind).count(), noun(kind)))
        .filter(|(n, _)| *n > 0)
        .map(|(n, (one, many))| count(n, one, many))
        .collect();
    let mut text = match agenda.entries.len() {
        1 => format!("One item is ready: {}.", enumerate(&kinds)),
        n => format!("{} are ready: {}.", count(n, "item", "items"), enumerate(&kinds)),
    };
    match agenda.incomplete() {
        0 => {}
        1 => text.push_str(" One form is incomplete."),
        n => text.push_str(&format!(" {} are incomplete.", count(n, "form", "forms"))),
    }
    match agenda.entries.iter().filter(|entry| entry.carried_since.is_some()).count() {
        0 => {}
        1 => text.push_str(" One item is carried over."),
        n => text.push_str(&format!(" {} are carried over.", count(n, "item", "items"))),
    }
    text
}

fn nothing(agenda: &Agenda) -> String {
    let quiet = agenda.week.total.comments == 0 && agenda.breaches.is_empty() && agenda.untriaged.is_empty();
    if quiet {
        "Nothing is on the agenda: nobody wrote this week, and nobody waits. Enjoy the quiet.".to_owned()
    } else {
        "Nothing is ready for this Roundup: no pull request, bug, feature request or question to decide on.".to_owned()
    }
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

/// What is to be known of an entry beside its form; sentences without full stops.
pub(crate) fn notes(entry: &Entry, zone: &TimeZone) -> Vec<String> {
    let mut notes = Vec::new();
    match entry.due_at.map(|due| moment(due, zone)) {
        Some(due) if entry.overdue => notes.push(format!("Late: an answer was due {due}")),
        Some(due) => notes.push(format!("Waits for an answer until {due}")),
        None => {}
    }
    if entry.breached && !entry.overdue {
        notes.push("An answer came late".to_owned());
    }
    if let Some(since) = entry.carried_since {
        notes.push(format!("Carried over since {}", date(since)));
    }
    if !entry.asked_by.is_empty() {
        const SHOWN: usize = 5;
        const NAME_LIMIT: usize = 60;
        let mut others: Vec<String> = entry.asked_by.iter().take(SHOWN).map(|who| shorten(who, NAME_LIMIT)).collect();
        if entry.asked_by.len() > SHOWN {
            others.push(count(entry.asked_by.len() - SHOWN, "other", "others"));
        }
        notes.push(format!("Also asked for by {}", enumerate(&others)));
    }
    notes
}

/// `no kind yet`, `bug, not ready yet; an answer is due …`.
pub(crate) fn triage_state(item: &Untriaged, zone: &TimeZone) -> String {
    let state = match (item.kind, item.ready) {
        (None, true) => "marked as ready, but of no kind yet".to_owned(),
        (None, false) => "no kind yet".to_owned(),
        (Some(kind), _) => format!("{}, not ready yet", noun(kind).0),
    };
    match item.due_at {
        Some(due) => format!("{state}; waits for an answer, due {}", moment(due, zone)),
        None => state,
    }
}

/// `asked …, due …, answered …`.
pub(crate) fn breach_times(breach: &Breach, zone: &TimeZone) -> String {
    let mut text = format!("asked {}, due {}", moment(breach.since, zone), moment(breach.due, zone));
    if let Some(answered) = breach.answered_at {
        text.push_str(&format!(", answered {}", moment(answered, zone)));
    }
    text
}

/// How many of the late ones the week's numbers do not count, because they were asked before it.
pub(crate) fn from_before(agenda: &Agenda) -> Option<String> {
    match agenda.breaches.iter().filter(|breach| breach.since <= agenda.week.from).count() {
        0 => None,
        1 => Some("One of these was asked before this week, so the numbers above do not count it.".to_owned()),
        n => Some(format!("{} of these were asked before this week, so the numbers above do not count them.", number(n))),
    }
}

/// `2 pull requests and a bug report`.
pub(crate) fn contribution(thanks: &Thanks) -> String {
    let mut parts = Vec::new();
    match thanks.pull_requests {
        0 => {}
        1 => parts.push("a pull request".to_owned()),
        n => parts.push(count(n, "pull request", "pull requests")),
    }
    match thanks.bugs {
        0 => {}
        1 => parts.push("a bug report".to_owned()),
        n => parts.push(count(n, "bug report", "bug reports")),
    }
    enumerate(&parts)
}

/// The week's four numbers with what each means, the most telling ones first; withdrawn comments only where there are some.
pub(crate) fn tallies(agenda: &Agenda) -> Vec<(&'static str, usize, &'static str)> {
    let total = &agenda.week.total;
    let mut tallies = vec![
        ("Came in", total.comments, "comments from outside that started the clock"),
        ("In time", total.in_time, "answered by the time they were due"),
        ("Late", total.late, "past their deadline, answered since or not"),
        ("Waiting", total.waiting, "not answered yet, not due yet"),
    ];
    if total.withdrawn > 0 {
        tallies.push(("Taken back", total.withdrawn, "by whoever asked, before they were due"));
    }
    tallies
}

/// What the response times mean, or that there are none.
pub(crate) fn response_times(agenda: &Agenda) -> &'static str {
    match (agenda.week.total.first_response_seconds.max, agenda.week.total.comments) {
        (Some(_), _) => {
            "Times run from a comment to our answer, over all answers given in the week: half, nine of ten, and all of them took no longer than shown."
        }
        (None, 0) => "Nobody wrote, so there was nothing to answer.",
        (None, _) => "No answer was given in the week.",
    }
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
