//! A past to fill a table with: a question and its answer as the reactor leaves them, many times over, in channel after
//! channel and week after week.

use crate::facts::says;
use crate::people::{ADA, CUSTOMER};
use crate::world::{TABLE, World, t};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span};
use roundup_domain::SlackTs;
use roundup_embedded::EmbeddedTable;
use serde_json::{Value, json};

/// Where it was played.
const CHANNEL: &str = "C0PLAYED1";
/// For which Roundup it was filed.
const WEEK: Date = date(2026, 3, 3);
/// Items of one channel, and of one week.
const TOGETHER: u32 = 1_000;
/// Items that are loaded at a time.
const BATCH: u32 = 5_000;

/// Rows of one item.
pub struct Filler {
    rows: String,
}

impl Filler {
    /// Plays it.
    pub async fn play() -> Self {
        let mut world = World::new(t("Mon 14:00")).await;
        let channel = world.channel(CHANNEL, true).await;
        world.put(&says(&channel, t("Mon 00:00"), CUSTOMER, None, &[])).await;
        world.put(&says(&channel, t("Mon 00:30"), ADA, Some(t("Mon 00:00")), &[])).await;
        world.pump(100).await;
        let its_own = |row: &Value| row["pk"]["S"].as_str().is_some_and(|pk| pk.ends_with(CHANNEL));
        let of_the_item =
            |row: &Value| row["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("TOP#") || sk.starts_with("THR#"));
        let rows: Vec<Value> = rows(&world.table).await.into_iter().filter(|row| its_own(row) && of_the_item(row)).collect();
        let kinds: Vec<&str> = rows.iter().filter_map(|row| row["sk"]["S"].as_str()).collect();
        assert!(kinds.len() >= 3, "two facts and an item: {kinds:?}");
        Self { rows: json!(rows).to_string() }
    }

    /// Puts `count` of them into a table.
    pub fn fill(&self, table: &EmbeddedTable, count: u32) {
        for first in (0..count).step_by(BATCH as usize) {
            let rows: Vec<Value> = (first..count.min(first + BATCH)).flat_map(|number| self.rows(number)).collect();
            table.load(TABLE, &rows).unwrap();
        }
    }

    /// The item with this number: in its channel and its week, before the ones with lower numbers.
    fn rows(&self, number: u32) -> Vec<Value> {
        let (group, within) = (i64::from(number / TOGETHER), i64::from(number % TOGETHER));
        let earlier = SignedDuration::from_mins(10 * (within + 1));
        let ts = |at| SlackTs::from_time(at).to_string();
        let mut rows = self.rows.replace(CHANNEL, &format!("C0OLD{group:04}"));
        for played in [t("Mon 00:00"), t("Mon 00:30")] {
            rows = rows.replace(&ts(played), &ts(played - earlier));
        }
        let week = WEEK.checked_sub(Span::new().weeks(group + 1)).unwrap();
        let rows = rows.replace(&WEEK.to_string(), &week.to_string());
        serde_json::from_str(&rows).unwrap()
    }
}

/// How much is kept, in bytes of JSON.
pub async fn size(table: &EmbeddedTable) -> usize {
    rows(table).await.iter().map(|row| row.to_string().len()).sum()
}

/// Everything in the table.
async fn rows(table: &EmbeddedTable) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut start = Value::Null;
    loop {
        let mut scan = json!({"TableName": TABLE, "ConsistentRead": true});
        if !start.is_null() {
            scan["ExclusiveStartKey"] = start;
        }
        let (status, page) = table.answer("Scan", scan.to_string().as_bytes()).await;
        assert_eq!(status, 200, "{page}");
        let page: Value = serde_json::from_str(&page).unwrap();
        rows.extend(page["Items"].as_array().into_iter().flatten().cloned());
        start = page["LastEvaluatedKey"].clone();
        if start.is_null() {
            return rows;
        }
    }
}
