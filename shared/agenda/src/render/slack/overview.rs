//! The first message: what the week was like, whom to thank, and what is in the thread.

use super::SlackMessage;
use super::block::{NAME, context, fields, fit, header, link, name, person, section};
use crate::render::list::left_out;
use crate::words;
use crate::{Agenda, Tally, Thanks};
use serde_json::Value;

/// Contributions shown of one person.
const LINKS: usize = 3;

pub(super) fn message(agenda: &Agenda, has_thread: bool) -> SlackMessage {
    let when = words::moment_in_full(agenda.meeting, &agenda.zone);
    let title = words::title(&name(&agenda.team, NAME));
    let overview = words::overview(agenda);
    let mut blocks = vec![header(&words::title(&agenda.team)), context(&when), section(&overview)];
    if has_thread {
        blocks.push(context("Everything is in the thread."));
    }
    blocks.extend(week(agenda));
    blocks.extend(thanks(agenda));
    if !agenda.untriaged.is_empty() {
        blocks.push(context(&format!("Not triaged yet: {}", words::number(agenda.untriaged.len()))));
    }
    SlackMessage { text: format!("{title}, {when}: {overview}"), blocks, thread: false }
}

fn week(agenda: &Agenda) -> Vec<Value> {
    let week = &agenda.week;
    let range = format!("{} to {}", words::moment(week.from, &agenda.zone), words::moment(week.to, &agenda.zone));
    let tallies = words::tallies(agenda);
    let pairs: Vec<String> =
        tallies.iter().map(|(name, n, meaning)| format!("*{name}: {}*\n{meaning}", words::number(*n))).collect();
    let mut blocks = vec![section(&format!("*The week*\n{range}")), fields(&pairs)];
    let mut lines: Vec<String> =
        week.by_source.iter().map(|(source, tally)| source_line(&format!("*{}*", name(source, NAME)), tally)).collect();
    if lines.len() > 1 {
        lines.insert(0, source_line("*All sources*", &week.total));
    }
    if !lines.is_empty() {
        let (text, rest) = fit(&lines);
        blocks.push(section(&text));
        blocks.extend(left_out(rest, "source", "sources").map(|rest| context(&rest)));
    }
    blocks.push(context(words::response_times(agenda)));
    blocks.extend(words::busiest(agenda).map(|busiest| context(&busiest)));
    blocks
}

fn source_line(name: &str, tally: &Tally) -> String {
    let times = &tally.first_response_seconds;
    let mut line = format!("{name}: {} came in, {} late", words::number(tally.comments), words::number(tally.late));
    if let (Some(median), Some(p90), Some(max)) = (times.median, times.p90, times.max) {
        let [median, p90, max] = [median, p90, max].map(words::lapse);
        line.push_str(&format!("; half answered within {median}, 9 of 10 within {p90}, all within {max}"));
    }
    line
}

fn thanks(agenda: &Agenda) -> Vec<Value> {
    if agenda.thanks.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["*Thank you*".to_owned()];
    lines.extend(agenda.thanks.iter().map(thanks_line));
    let (text, rest) = fit(&lines);
    let mut blocks = vec![section(&text)];
    blocks.extend(left_out(rest, "contributor", "contributors").map(|rest| context(&rest)));
    blocks
}

fn thanks_line(thanks: &Thanks) -> String {
    let first = if thanks.first_time { " _(first time)_" } else { "" };
    let told = thanks.deeds.iter().take(LINKS);
    let mut deeds: Vec<String> =
        told.map(|deed| format!("{}: {}", words::deed(deed.what), link(&deed.title, &deed.url, NAME))).collect();
    if thanks.deeds.len() > LINKS {
        deeds.push(format!("{} more", words::number(thanks.deeds.len() - LINKS)));
    }
    let who = person(&thanks.who, thanks.company.as_deref());
    format!("• *{who}*{first}: {}", deeds.join("; "))
}
