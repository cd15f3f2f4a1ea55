//! `roundup export`.

use super::reader::Reader;
use crate::Failure;
use crate::cli::{ExportFormat, ReadArgs};
use crate::terminal::{print, print_line};
use roundup_domain::{Filed, Item};
use serde_json::{Value, json};

/// Writes out all items, newest first, or all facts, in no order.
pub(super) async fn run(format: Option<ExportFormat>, facts: bool, args: &ReadArgs) -> Result<(), Failure> {
    // `--json` asks for what is the default.
    let format = format.unwrap_or(ExportFormat::Jsonl);
    let reader = Reader::open(args).await?;
    if !facts {
        let items = reader.items().await?;
        return write(format, ITEM, items.iter().map(|item| (json!(item), item_cells(item))), true);
    }
    let mut from = None;
    let mut is_first = true;
    loop {
        let (page, next) = reader.facts(from).await?;
        write(format, FACT, page.iter().map(|filed| (json!(filed), fact_cells(filed))), is_first)?;
        is_first = false;
        if next.is_none() {
            return Ok(());
        }
        from = next;
    }
}

const ITEM: &[&str] = &[
    "id",
    "source",
    "kind",
    "state",
    "title",
    "url",
    "platform",
    "requester",
    "name",
    "company",
    "opened_at",
    "waiting_since",
    "due_at",
    "first_response_seconds",
    "breaches",
    "claimed_by",
    "snoozed_until",
    "ready",
    "missing",
    "form",
];

const FACT: &[&str] = &["conversation", "name", "at", "by", "is", "fact"];

fn write(
    format: ExportFormat,
    header: &[&str],
    rows: impl Iterator<Item = (Value, Vec<String>)>,
    is_first: bool,
) -> Result<(), Failure> {
    if format == ExportFormat::Jsonl {
        rows.for_each(|(value, _)| print_line(&value.to_string()));
        return Ok(());
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    let broken = |error: &dyn std::fmt::Display| Failure::new(format!("no CSV: {error}"), "report it as a bug");
    if is_first {
        csv.write_record(header).map_err(|error| broken(&error))?;
    }
    for (_, cells) in rows {
        csv.write_record(cells.iter().map(|cell| inert(cell))).map_err(|error| broken(&error))?;
    }
    let bytes = csv.into_inner().map_err(|error| broken(&error))?;
    print(&String::from_utf8_lossy(&bytes));
    Ok(())
}

fn item_cells(item: &Item) -> Vec<String> {
    let shown = json!(item);
    let text = |value: &Value| {
        value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
    };
    let requester = &shown["requester"];
    let mut cells: Vec<String> = ["id", "source", "kind", "state", "title", "url"].map(|name| text(&shown[name])).into();
    cells.extend(["platform", "id", "name", "company"].map(|name| text(&requester[name])));
    cells.extend(
        ["opened_at", "waiting_since", "due_at", "first_response_seconds", "breaches", "claimed_by", "snoozed_until", "ready"]
            .map(|name| text(&shown[name])),
    );
    cells.push(item.missing.join(" "));
    cells.push(if item.form.is_empty() { String::new() } else { shown["form"].to_string() });
    cells
}

fn fact_cells(filed: &Filed) -> Vec<String> {
    let fact = json!(filed.fact);
    let by = filed.fact.by.as_ref().map(roundup_domain::Author::key).unwrap_or_default();
    let is = fact["what"]["is"].as_str().unwrap_or_default().to_owned();
    vec![filed.conversation.to_string(), filed.fact.name.clone(), filed.fact.at.to_string(), by, is, fact.to_string()]
}

/// A cell that no spreadsheet takes for a formula: what others wrote is text (OWASP, "CSV Injection").
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn what_others_wrote_is_no_formula() {
        for (cell, written) in [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-", "'-"), ("a=b", "a=b"), ("", "")] {
            assert_eq!(inert(cell), written);
        }
    }
}
