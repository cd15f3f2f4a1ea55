//! `roundup replay --config NEW.toml`.

use super::{check, opening, reader, serve};
use crate::Failure;
use crate::cli::StoredArgs;
use crate::terminal::{Color, has_color, paint, plain, print, print_line};
use roundup_app::replay::{Beside, Replay, Tally};
use std::path::Path;
use tabled::builder::Builder;
use tabled::settings::{Padding, Style};

/// Says what would have been on time or late under the rules of a file.
pub(super) async fn run(config: &Path, from: &StoredArgs, json: bool) -> Result<(), Failure> {
    let text = check::read(config)?;
    let rules =
        roundup_config::parse(&text).map_err(|problems| serve::invalid(&problems.lines(&config.display().to_string())))?;
    let now = roundup_runtime::environment::now();
    let replay = opening::app_to_read(from, now).await?.replay(rules, now).await.map_err(reader::unreadable)?;
    if json {
        print_line(&serde_json::to_string_pretty(&replay).unwrap_or_default());
    } else if replay.sources.is_empty() {
        print_line("Nobody has written yet.");
    } else {
        print(&table(&replay, has_color()));
    }
    Ok(())
}

fn table(replay: &Replay, color: bool) -> String {
    let mut table = Builder::default();
    table.push_record(["", "IN TIME", "LATE", "OPEN", "MEDIAN ANSWER"].map(|name| paint(name, Color::Bold, color)));
    for (source, went) in &replay.sources {
        table.push_record(record(&plain(source), went, color));
    }
    table.push_record(record("All", &replay.total, color));
    let mut text = aligned(table);
    if replay.changed.is_empty() {
        text.push_str("\nNo item would have gone otherwise.\n");
        return text;
    }
    let mut table = Builder::default();
    table.push_record(["ITEM", "IN TIME", "LATE", "OPEN", "TITLE"].map(|name| paint(name, Color::Bold, color)));
    for changed in &replay.changed {
        let [in_time, late, open] = numbers(&changed.went, color);
        let title: String = plain(&changed.title).chars().take(60).collect();
        table.push_record([paint(changed.id.as_str(), Color::Cyan, color), in_time, late, open, title]);
    }
    format!("{text}\n{}", aligned(table))
}

fn record(name: &str, went: &Beside, color: bool) -> [String; 5] {
    let [in_time, late, open] = numbers(went, color);
    [name.to_owned(), in_time, late, open, beside(&median(&went.old), &median(&went.new))]
}

/// Old beside new; what becomes better is green, what becomes worse red.
fn numbers(went: &Beside, color: bool) -> [String; 3] {
    let (old, new) = (&went.old, &went.new);
    let late = beside(&old.late.to_string(), &new.late.to_string());
    let late = match new.late.cmp(&old.late) {
        std::cmp::Ordering::Less => paint(&late, Color::Green, color),
        std::cmp::Ordering::Equal => late,
        std::cmp::Ordering::Greater => paint(&late, Color::Red, color),
    };
    [beside(&old.in_time.to_string(), &new.in_time.to_string()), late, beside(&old.open.to_string(), &new.open.to_string())]
}

fn beside(old: &str, new: &str) -> String {
    if old == new { old.to_owned() } else { format!("{old} → {new}") }
}

fn median(tally: &Tally) -> String {
    let minutes = tally.median_seconds().map(|seconds| seconds / 60);
    minutes.map_or_else(|| "–".to_owned(), |minutes| format!("{}h {:02}m", minutes / 60, minutes % 60))
}

fn aligned(table: Builder) -> String {
    let table = table.build().with(Style::empty()).with(Padding::new(0, 2, 0, 0)).to_string();
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
