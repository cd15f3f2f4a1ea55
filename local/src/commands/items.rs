//! `roundup items`.

use super::reader::Reader;
use crate::Failure;
use crate::cli::ReadArgs;
use crate::terminal::{Color, has_color, paint, plain, print, print_line};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use roundup_domain::{Item, Kind, State};
use tabled::builder::Builder;
use tabled::settings::{Padding, Style};
use unicode_segmentation::UnicodeSegmentation;

/// Lists all items, newest first.
pub(super) async fn run(args: &ReadArgs) -> Result<(), Failure> {
    let reader = Reader::open(args).await?;
    let items = reader.items().await?;
    if args.json {
        print_line(&serde_json::to_string_pretty(&items).unwrap_or_default());
    } else if items.is_empty() {
        print_line("Nobody has written yet.");
    } else {
        print(&table(&items, &reader.zone().await?, has_color()));
    }
    Ok(())
}

/// Longest title shown, in characters as people count them.
const TITLE: usize = 60;

fn table(items: &[Item], zone: &TimeZone, color: bool) -> String {
    let mut table = Builder::default();
    table.push_record(["ITEM", "STATE", "KIND", "WHO", "DUE", "TITLE"].map(|name| paint(name, Color::Bold, color)));
    for item in items {
        table.push_record([
            paint(item.id.as_str(), Color::Cyan, color),
            state(item, color),
            item.kind.map_or("–", Kind::name).to_owned(),
            plain(&item.requester.name),
            item.due_at.map(|due| local(due, zone)).unwrap_or_default(),
            cut(&plain(&item.title)),
        ]);
    }
    let table = table.build().with(Style::empty()).with(Padding::new(0, 2, 0, 0)).to_string();
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}

fn state(item: &Item, color: bool) -> String {
    let (name, shade) = match item.state {
        State::Waiting => ("waiting", Color::Yellow),
        State::Answered => ("answered", Color::Green),
        State::Snoozed => ("snoozed", Color::Dim),
        State::Closed => ("closed", Color::Dim),
    };
    let late = if item.breaches > 0 { paint(" late", Color::Red, color) } else { String::new() };
    format!("{}{late}", paint(name, shade, color))
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
}

fn cut(title: &str) -> String {
    match title.grapheme_indices(true).nth(TITLE) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}
