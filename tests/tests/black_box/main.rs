//! Roundup from outside: HTTP in, calls out (CONTRACT.md). Only `process` runs the binary itself; all else runs what the
//! binary runs, in the test's own process.
#![allow(clippy::unwrap_used)]

mod acknowledging;
mod answers;
mod asking;
mod card_faults;
mod card_races;
mod cards;
mod channels;
mod clock;
mod commands;
mod corpus;
mod decisions;
mod dev;
mod drafts_and_transfers;
mod faults;
mod forms;
mod grouping;
mod handoffs;
mod home;
mod imports;
mod late_facts;
mod long_threads;
mod lookups;
mod notices;
mod order;
mod preparations;
mod process;
mod queues;
mod reconciliation;
mod retention;
mod roundup_mail;
mod roundup_post;
mod roundup_size;
mod roundup_thanks;
mod roundup_year;
mod same;
mod signatures;
mod sources;
mod surfaces;
mod tenancy;
mod tracker;
mod tracking;
mod watchers;

use serde_json::Value;

/// What an item's clock shows: `waiting since Mon 14:00, due Tue 14:00`, or its state.
fn clock_of(item: &Value) -> String {
    let time = |field: &str| item[field].as_str().map(|at| roundup_tests::told::short(at.parse().unwrap()));
    match (time("waiting_since"), time("due_at")) {
        (Some(since), Some(due)) => format!("{} since {since}, due {due}", item["state"].as_str().unwrap()),
        (None, None) => item["state"].as_str().unwrap().to_owned(),
        torn => panic!("one of two is there: {torn:?}"),
    }
}

/// What the trace of an item says, times aside.
fn effects(item: &Value) -> Vec<String> {
    item["trace"].as_array().unwrap().iter().map(|entry| entry["effect"].as_str().unwrap().to_owned()).collect()
}
