//! The week, and the eleven before it.

use super::name;
use crate::words;
use crate::{Agenda, Tally};

pub(super) fn week(agenda: &Agenda) -> Vec<String> {
    let week = &agenda.week;
    let mut parts = vec!["## The week".to_owned()];
    parts.push(format!("{} to {}", words::moment(week.from, &agenda.zone), words::moment(week.to, &agenda.zone)));
    let tallies = words::tallies(agenda);
    let rows = tallies.iter().map(|(name, n, meaning)| format!("- **{name}: {}** ({meaning})", words::number(*n)));
    parts.push(rows.collect::<Vec<_>>().join("\n"));
    if !week.by_source.is_empty() {
        let mut table = vec![
            "| | came in | in time | late | waiting | half within | 9 of 10 | longest |".to_owned(),
            "|---|--:|--:|--:|--:|--:|--:|--:|".to_owned(),
        ];
        table.extend(week.by_source.iter().map(|(source, tally)| row(&name(source), tally)));
        if week.by_source.len() > 1 {
            table.push(row("**All**", &week.total));
        }
        parts.push(table.join("\n"));
    }
    parts.push(words::response_times(agenda).to_owned());
    parts.extend(words::busiest(agenda));
    parts.extend(weeks(agenda));
    parts
}

/// Nothing where this is the first week.
fn weeks(agenda: &Agenda) -> Vec<String> {
    let Some(meaning) = words::trend_meaning(agenda) else { return Vec::new() };
    let mut table =
        vec!["| | came in | in time | late | half within | 9 of 10 |".to_owned(), "|---|--:|--:|--:|--:|--:|".to_owned()];
    table.extend(agenda.trend.iter().rev().map(|week| {
        let numbers = [week.comments, week.in_time, week.late].map(words::number);
        let lapses = [week.median, week.p90].map(words::lapse_or_dash);
        format!("| {} | {} | {} |", words::date(week.date), numbers.join(" | "), lapses.join(" | "))
    }));
    let heading = format!("## The last {}", words::count(agenda.trend.len(), "week", "weeks"));
    vec![heading, table.join("\n"), meaning.to_owned()]
}

fn row(name: &str, tally: &Tally) -> String {
    let times = &tally.first_response_seconds;
    let numbers = [tally.comments, tally.in_time, tally.late, tally.waiting].map(words::number);
    let lapses = [times.median, times.p90, times.max].map(words::lapse_or_dash);
    format!("| {name} | {} | {} |", numbers.join(" | "), lapses.join(" | "))
}
