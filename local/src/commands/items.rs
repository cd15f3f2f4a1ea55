//! `roundup items`.

use super::reader::Reader;
use crate::Failure;
use crate::cli::ReadArgs;
use crate::terminal::{Color, has_color, paint, plain, print, print_line};
use comfy_table::{Cell, ContentArrangement, Table, presets};
use jiff::Timestamp;
use roundup_domain::{Item, State};

/// Lists all items, newest first.
pub(super) async fn run(args: &ReadArgs) -> Result<(), Failure> {
    let items = Reader::open(args).await?.items().await?;
    if args.json {
        print_line(&serde_json::to_string_pretty(&items).unwrap_or_default());
    } else if items.is_empty() {
        print_line("Nobody has written yet.");
    } else {
        print(&table(&items, has_color()));
    }
    Ok(())
}

fn table(items: &[Item], color: bool) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["ITEM", "STATE", "KIND", "WHO", "DUE (UTC)", "TITLE"].map(|name| Cell::new(paint(name, Color::Bold, color))));
    for item in items {
        let kind = item.kind.map_or("–", |kind| kind.name());
        let due = item.due_at.map(utc).unwrap_or_default();
        table.add_row([
            Cell::new(paint(item.id.as_str(), Color::Cyan, color)),
            Cell::new(state(item, color)),
            Cell::new(kind),
            Cell::new(plain(&item.requester.name)),
            Cell::new(due),
            Cell::new(plain(&item.title)),
        ]);
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
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

fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%MZ").to_string()
}
