//! `roundup why ITEM`.

use super::reader::Reader;
use crate::Failure;
use crate::cli::ReadArgs;
use crate::terminal::{Color, has_color, paint, plain, print, print_line};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use roundup_app::ItemWithTrace;
use roundup_domain::Item;
use roundup_views::command::{ItemRef, item_ref};

/// Says what happened to an item, and what that did to its clock.
pub(super) async fn run(named: &str, args: &ReadArgs) -> Result<(), Failure> {
    let reader = Reader::open(args).await?;
    let found = find(&reader, named).await?;
    let item = found.ok_or_else(|| Failure::new(format!("there is no item {named}"), "`roundup items` lists them"))?;
    if args.json {
        print_line(&serde_json::to_string_pretty(&item).unwrap_or_default());
    } else {
        print(&story(&item, &reader.zone().await?, has_color()));
    }
    Ok(())
}

/// The item of that name, in any case, or behind that link.
async fn find(reader: &Reader, named: &str) -> Result<Option<ItemWithTrace>, Failure> {
    let (id, end) = match item_ref(named) {
        Some(ItemRef::Id(id)) => (id.as_str().to_owned(), None),
        Some(ItemRef::Slack { channel, root }) => (named.to_owned(), Some(format!(":{channel}:{root}"))),
        None => (named.to_owned(), None),
    };
    if let Some(found) = reader.item(&id).await? {
        return Ok(Some(found));
    }
    // Which workspace a thread is filed under, its link does not say; nor how the tracker writes its own name.
    let is_meant = |item: &Item| {
        let known = item.id.as_str();
        known.eq_ignore_ascii_case(&id) || end.as_ref().is_some_and(|end| known.ends_with(end.as_str()))
    };
    match reader.items().await?.iter().find(|item| is_meant(item)) {
        Some(item) => reader.item(item.id.as_str()).await,
        None => Ok(None),
    }
}

/// The item's history, a line for each fact that counted.
fn story(found: &ItemWithTrace, zone: &TimeZone, color: bool) -> String {
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
        let at = local(entry.at, zone);
        let by: String = plain(&entry.by).chars().take(24).collect();
        text.push_str(&format!("{}  {by:widest$}  {}\n", paint(&at, Color::Dim, color), plain(&in_zone(&entry.effect, zone))));
    }
    let verdict = match (item.due_at, item.first_response_seconds) {
        (Some(due), _) => format!("waits for an answer, due {}", local(due, zone)),
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

/// The instants in an effect, as the team's wall clock shows them.
fn in_zone(effect: &str, zone: &TimeZone) -> String {
    let shown = |word: &str| word.parse::<Timestamp>().map_or_else(|_| word.to_owned(), |at| local(at, zone));
    effect.split(' ').map(shown).collect::<Vec<_>>().join(" ")
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M:%S %:z").to_string()
}

fn hours_and_minutes(seconds: i64) -> String {
    let minutes = seconds / 60;
    if minutes < 60 { format!("{minutes}m") } else { format!("{}h {}m", minutes / 60, minutes % 60) }
}
