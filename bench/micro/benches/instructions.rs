//! How many instructions it takes, counted by Valgrind: the same on a noisy machine.
#![allow(missing_docs)]

use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};
use roundup_agenda::Agenda;
use roundup_bench_micro::{Items, Thread, Webhook};
use roundup_domain::decide::Plan;
use roundup_domain::item::Folded;
use roundup_ingest::{github, slack};
use std::hint::black_box;

#[library_benchmark]
#[bench::slack(Webhook::slack())]
fn verify_slack(webhook: Webhook) -> bool {
    black_box(&webhook).is_slacks()
}

#[library_benchmark]
#[bench::github(Webhook::github())]
fn verify_github(webhook: Webhook) -> bool {
    black_box(&webhook).is_githubs()
}

#[library_benchmark]
#[bench::slack(Webhook::slack())]
fn parse_slack(webhook: Webhook) -> slack::Event {
    black_box(&webhook).read_as_slacks()
}

#[library_benchmark]
#[bench::github(Webhook::github())]
fn parse_github(webhook: Webhook) -> github::Event {
    black_box(&webhook).read_as_githubs()
}

#[library_benchmark]
#[bench::of_1(Thread::of(1))]
#[bench::of_100(Thread::of(100))]
#[bench::of_10000(Thread::of(10_000))]
fn fold(thread: Thread) -> Option<Folded> {
    black_box(&thread).fold()
}

fn folded() -> (Thread, Folded) {
    let thread = Thread::of(101);
    let folded = thread.fold().expect("an item");
    (thread, folded)
}

#[library_benchmark]
#[bench::of_101(folded())]
fn decide((thread, folded): (Thread, Folded)) -> Plan {
    black_box(&thread).decide(black_box(&folded))
}

#[library_benchmark]
#[bench::of_2000(Items::of(2_000))]
fn agenda(items: Items) -> Agenda {
    black_box(&items).agenda()
}

library_benchmark_group!(name = all, benchmarks = [verify_slack, verify_github, parse_slack, parse_github, fold, decide, agenda]);
// A tenth more than at the last run fails.
main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::default().soft_limits([(EventKind::Ir, 10.0)])),
    library_benchmark_groups = all
);
