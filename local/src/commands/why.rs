//! `roundup why ITEM`.

use super::reader::Reader;
use crate::Failure;
use crate::cli::ReadArgs;
use crate::terminal::{Color, has_color, paint, plain, print, print_line};
use roundup_app::ItemWithTrace;

/// Says what happened to an item, and what that did to its clock.
pub(super) async fn run(id: &str, args: &ReadArgs) -> Result<(), Failure> {
    let found = Reader::open(args).await?.item(id).await?;
    let item = found.ok_or_else(|| Failure::new(format!("there is no item {id}"), "`roundup items` lists them"))?;
    if args.json {
        print_line(&serde_json::to_string_pretty(&item).unwrap_or_default());
    } else {
        print(&story(&item, has_color()));
    }
    Ok(())
}

/// The item's history, a line for each fact that counted.
pub(crate) fn story(found: &ItemWithTrace, color: bool) -> String {
    let item = &found.item;
    let mut text = format!(
        "{}\n{} · {} · {}\n\n",
        paint(&plain(&item.title), Color::Bold, color),
        paint(item.id.as_str(), Color::Cyan, color),
        plain(&item.source),
        plain(&item.requester.name),
    );
    let widest = found.trace.iter().map(|entry| plain(&entry.by).chars().count()).max().unwrap_or(0).min(24);
    for entry in &found.trace {
        let at = entry.at.strftime("%a %Y-%m-%d %H:%M:%SZ").to_string();
        let by: String = plain(&entry.by).chars().take(24).collect();
        text.push_str(&format!("{}  {by:widest$}  {}\n", paint(&at, Color::Dim, color), plain(&entry.effect)));
    }
    let verdict = match (item.due_at, item.first_response_seconds) {
        (Some(due), _) => format!("waits for an answer, due {due}"),
        (None, Some(seconds)) => format!("first answered after {}", hours_and_minutes(seconds)),
        (None, None) => "nobody waits, and nobody answered".to_owned(),
    };
    let late = match item.breaches {
        0 => paint("never late", Color::Green, color),
        1 => paint("late once", Color::Red, color),
        times => paint(&format!("late {times} times"), Color::Red, color),
    };
    text.push_str(&format!("\n{verdict}; {late}\n"));
    text
}

fn hours_and_minutes(seconds: i64) -> String {
    let minutes = seconds / 60;
    if minutes < 60 { format!("{minutes}m") } else { format!("{}h {}m", minutes / 60, minutes % 60) }
}
