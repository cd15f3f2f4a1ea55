//! The weeks before this one.

use super::SlackMessage;
use super::block::{context, header, section};
use crate::words;
use crate::{Agenda, WeekPoint};

/// Nothing where this is the first week.
pub(super) fn weeks(agenda: &Agenda) -> Option<SlackMessage> {
    let meaning = words::trend_meaning(agenda)?;
    let text = format!("The last {}", words::count(agenda.trend.len(), "week", "weeks"));
    // Twelve lines of numbers at most: they fit a section.
    let lines: Vec<String> = agenda.trend.iter().rev().map(line).collect();
    let blocks = vec![header(&text), section(&lines.join("\n")), context(meaning)];
    Some(SlackMessage { text, blocks, thread: true })
}

fn line(week: &WeekPoint) -> String {
    let [comments, in_time, late] = [week.comments, week.in_time, week.late].map(words::number);
    let mut line = format!("*{}*: {comments} came in, {in_time} in time, {late} late", words::date(week.date));
    if let (Some(median), Some(p90)) = (week.median, week.p90) {
        line.push_str(&format!("; half answered within {}, 9 of 10 within {}", words::lapse(median), words::lapse(p90)));
    }
    line
}
