#![allow(clippy::unwrap_used)]
use crate::{Metric, Metrics};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Metrics, and the lines that came of them.
fn kept() -> (Metrics, Arc<Mutex<Vec<Value>>>) {
    let lines: Arc<Mutex<Vec<Value>>> = Arc::default();
    let keep = Arc::clone(&lines);
    (Metrics::to("roundup", move |line| keep.lock().unwrap().push(serde_json::from_str(line).unwrap())), lines)
}

#[test]
fn a_line_is_of_the_embedded_metric_format() {
    let (metrics, lines) = kept();
    let now = "2026-03-02T14:00:00.25Z".parse().unwrap();
    let lag = SignedDuration::from_millis(1_250);
    metrics
        .at(now)
        .count_of(Metric::Facts, "slack", 1)
        .lasted(Metric::EventToFactSeconds, lag)
        .with("fact", "message:C1:1.2")
        .write();
    assert_eq!(
        lines.lock().unwrap().as_slice(),
        [json!({
            "_aws": {"Timestamp": 1_772_460_000_250_i64, "CloudWatchMetrics": [
                {"Namespace": "Roundup/roundup", "Dimensions": [["Door"]], "Metrics": [{"Name": "Facts", "Unit": "Count"}]},
                {"Namespace": "Roundup/roundup", "Dimensions": [[]], "Metrics": [{"Name": "EventToFactSeconds", "Unit": "Seconds"}]},
            ]},
            "Door": "slack", "Facts": 1, "EventToFactSeconds": 1.25, "fact": "message:C1:1.2",
        })]
    );
}

#[test]
fn a_source_whose_clock_is_ahead_was_not_stored_before_it_happened() {
    let (metrics, lines) = kept();
    metrics.at(NOW).lasted(Metric::EventToFactSeconds, SignedDuration::from_secs(-3)).write();
    assert_eq!(lines.lock().unwrap()[0]["EventToFactSeconds"], 0.0);
}

#[test]
fn where_nobody_reads_them_there_are_none() {
    Metrics::off().at(NOW).count(Metric::Swept, 1).write();
    assert_eq!(format!("{:?}", Metrics::off()), "Metrics(off)");
}
