//! `roundup cost`: what a month on AWS costs, from what items take when they are played and measured.

mod bill;
mod prices;
mod sample;

use crate::Failure;
use crate::cli::CostArgs;
use crate::terminal::{Color, has_color, paint, print, print_line};
use bill::{Line, Load, Usage, bill, every, monthly, total};
use roundup_embedded::Units;
use sample::{ITEMS, Measured, measure};
use serde_json::json;
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Padding, Style};

/// Webhooks for a comment: beside it come edits, labels, reactions and pushes, most of which are nothing to us.
const WEBHOOKS_PER_COMMENT: f64 = 2.0;
/// Buttons, forms and views for an item.
const INTERACTIONS_PER_ITEM: f64 = 3.0;
/// Bytes of log for an invocation: ours, and what Lambda writes about each.
const LOGGED: f64 = 800.0;
/// Metrics that have a value in every hour: heartbeat, open past the deadline, owed, facts by door, lag.
const METRICS: f64 = 8.0;
/// What is deployed, of which the alarms are counted.
const TEMPLATE: &str = include_str!("../../../infra/template.yaml");
/// The comments a month that are priced beside what was asked for.
const SIZES: [f64; 3] = [100.0, 10_000.0, 1_000_000.0];
/// Comments that one person answers in a month, to say how many seats a team would buy instead.
const COMMENTS_PER_SEAT: f64 = 500.0;

/// Plays a sample, and prints what a month costs.
pub(super) async fn run(args: &CostArgs) -> Result<(), Failure> {
    let measured = measure(args.comments_per_item).await?;
    let comments = f64::from(args.comments_per_item);
    let asked = month(&measured, monthly(f64::from(args.items_per_week)), comments);
    let idle = month(&measured, 0.0, comments);
    let sizes = SIZES.map(|size| (size, total(&bill(&month(&measured, size / comments, comments)))));
    if args.json {
        let by_size: Vec<_> = sizes
            .iter()
            .map(|(size, dollars)| json!({"comments": size, "dollars": dollars, "instead": instead(*size)}))
            .collect();
        let asked = bill(&asked);
        let document = json!({"dollars": total(&asked), "services": asked, "idle": total(&bill(&idle)), "by_size": by_size});
        print_line(&serde_json::to_string_pretty(&document).unwrap_or_default());
        return Ok(());
    }
    let color = has_color();
    print_line(&format!(
        "{} items a week with {} comments each, a month in us-east-1 at list prices, without free tiers:\n",
        args.items_per_week, args.comments_per_item
    ));
    print(&by_service(&bill(&asked), color));
    print_line("\nMeasured now, by playing a week at the table's protocol:\n");
    print(&by_action(&measured, args.comments_per_item, color));
    print_line("\nOther sizes, beside a help desk's seats:\n");
    print(&by_size(&sizes, total(&bill(&idle)), color));
    Ok(())
}

/// What a month with so many items takes.
fn month(measured: &Measured, items: f64, comments_per_item: f64) -> Usage {
    let comments = items * comments_per_item;
    let sample = f64::from(ITEMS);
    let share = items / sample;
    let sweeps = every(5.0);
    // On average somebody waits in each item for a few hours of its month.
    let waiting = items * 4.0 / 730.0;
    let a_sweep = (measured.sweep_waiting.read - measured.sweep_idle.read) / sample * waiting + measured.sweep_idle.read;
    let of_sample = |units: Units| Units { read: units.read * share, write: units.write * share };
    let units = of_sample(measured.webhooks) + of_sample(measured.reactor) + Units { read: a_sweep * sweeps, write: 0.0 };
    let fired = count(measured.fired) * share;
    let webhooks = comments * WEBHOOKS_PER_COMMENT;
    let interactions = items * INTERACTIONS_PER_ITEM;
    let loads = vec![
        Load { invocations: webhooks, seconds: 0.006, memory: 0.125 },
        Load { invocations: interactions, seconds: 0.5, memory: 0.5 },
        Load { invocations: comments + fired + interactions, seconds: 0.25, memory: 0.5 },
        Load { invocations: fired, seconds: 0.02, memory: 0.125 },
        Load { invocations: sweeps + every(60.0), seconds: 0.2, memory: 0.5 },
        Load { invocations: monthly(4.0), seconds: 3.0, memory: 0.5 },
    ];
    Usage {
        units,
        // What a year leaves behind.
        kept: measured.kept as f64 * share * 12.0 / 1e9,
        loads,
        requests: webhooks + interactions,
        fired: fired + sweeps + every(60.0) + monthly(4.0),
        logged_each: LOGGED,
        metrics: METRICS,
        alarms: count(TEMPLATE.matches("Type: AWS::CloudWatch::Alarm").count()),
        mails: monthly(1.0),
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// What the seats of a help desk cost for so many comments a month.
fn instead(comments: f64) -> f64 {
    (comments / COMMENTS_PER_SEAT).ceil().max(1.0) * prices::SEAT
}

fn dollars(amount: f64) -> String {
    match amount {
        0.0 => "0.00".to_owned(),
        small if small < 0.01 => "< 0.01".to_owned(),
        _ => grouped(&format!("{amount:.2}")),
    }
}

/// `1,234,567.89`.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let digits = whole.chars().enumerate();
    let is_group = |position: usize| position > 0 && (whole.len() - position).is_multiple_of(3);
    let whole: String = digits.flat_map(|(at, digit)| is_group(at).then_some(',').into_iter().chain([digit])).collect();
    whole + rest
}

fn by_service(lines: &[Line], color: bool) -> String {
    let mut table = Builder::default();
    table.push_record(["SERVICE", "FOR", "US$"].map(|name| paint(name, Color::Bold, color)));
    for line in lines {
        table.push_record([line.service.to_owned(), line.what.to_owned(), dollars(line.dollars)]);
    }
    table.push_record(["", "a month", &dollars(total(lines))].map(|cell| paint(cell, Color::Bold, color)));
    shown(table, 2)
}

fn by_action(measured: &Measured, comments: u32, color: bool) -> String {
    let mut table = Builder::default();
    table.push_record(["OF AN ITEM", "WRITE UNITS", "READ UNITS"].map(|name| paint(name, Color::Bold, color)));
    let each = |units: Units| [units.write, units.read].map(|units| format!("{:.1}", units / f64::from(ITEMS)));
    let mut push = |what: &str, units: Units| {
        let [write, read] = each(units);
        table.push_record([what.to_owned(), write, read]);
    };
    push(&format!("webhooks of {comments} comments"), measured.webhooks);
    push("reactor, reminders, agenda", measured.reactor);
    let row = |what: &str, units: Units| [what.to_owned(), format!("{:.1}", units.write), format!("{:.1}", units.read)];
    table.push_record(row("a sweep, nobody waiting", measured.sweep_idle));
    table.push_record(row(&format!("a sweep, {ITEMS} waiting"), measured.sweep_waiting));
    let mut text = shown(table, 1);
    let each = |number: f64| number / f64::from(ITEMS);
    text.push_str(&format!(
        "{:.1} messages and edits, {:.1} schedules that fire, {:.1} KB kept\n",
        each(count(measured.messages)),
        each(count(measured.fired)),
        each(measured.kept as f64 / 1_000.0)
    ));
    text
}

fn by_size(sizes: &[(f64, f64)], idle: f64, color: bool) -> String {
    let mut table = Builder::default();
    table.push_record(["COMMENTS A MONTH", "ROUNDUP US$", "SEATS US$"].map(|name| paint(name, Color::Bold, color)));
    table.push_record(["none".to_owned(), dollars(idle), dollars(prices::SEAT)]);
    for (size, cost) in sizes {
        table.push_record([grouped(&format!("{size:.0}")), dollars(*cost), dollars(instead(*size))]);
    }
    shown(table, 1)
}

/// Numbers stand to the right, from this column on.
fn shown(table: Builder, first_number: usize) -> String {
    let mut table = table.build();
    table.with(Style::empty()).with(Padding::new(0, 3, 0, 0));
    table.modify(Columns::new(first_number..), Alignment::right());
    table.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_thousands() {
        for (number, shown) in [("0.50", "0.50"), ("999", "999"), ("1000", "1,000"), ("1234567.89", "1,234,567.89")] {
            assert_eq!(grouped(number), shown);
        }
    }
}
