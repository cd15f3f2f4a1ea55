//! Words on the week's numbers. Each number comes with its definition; docs/metrics.md has them at length.

use super::enumerate;
use crate::agenda::Agenda;
use crate::hours::{BusyHour, weekday};

/// The week's numbers with what each means, the most telling ones first; the last ones only where there are some.
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
    if total.dismissed > 0 {
        tallies.push(("Set aside", total.dismissed, "no response needed, said staff in time"));
    }
    if agenda.week.recovered > 0 {
        tallies.push(("Recovered", agenda.week.recovered, "events whose webhook never arrived, found by looking"));
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

/// The busiest hours, by the wall clock of the team; none where nobody wrote.
pub(crate) fn busiest(agenda: &Agenda) -> Option<String> {
    const SHOWN: usize = 3;
    let hours = agenda.week.busiest_hours.busiest();
    if hours.is_empty() {
        return None;
    }
    let busy: Vec<&BusyHour> = hours.iter().filter(|hour| hour.comments > 1).take(SHOWN).collect();
    if busy.is_empty() {
        return Some("No hour was busier than others: never more than one comment came in.".to_owned());
    }
    let named: Vec<String> =
        busy.iter().map(|busy| format!("{} at {} ({})", weekday(busy.weekday), hour(busy.hour), busy.comments)).collect();
    Some(format!("Busiest hours, by when comments that started the clock were written: {}.", enumerate(&named)))
}

/// `14:00`.
pub(crate) fn hour(hour: usize) -> String {
    format!("{hour:02}:00")
}

/// What the numbers of the weeks before are.
pub(crate) fn trend_meaning(agenda: &Agenda) -> Option<&'static str> {
    (agenda.trend.len() > 1)
        .then_some("Each week as its agenda had it: what still waited at its meeting is neither in time nor late there.")
}
