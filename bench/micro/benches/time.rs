//! How long it takes.
#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use roundup_bench_micro::{Items, Thread, Webhook};
use std::hint::black_box;

fn webhooks(criterion: &mut Criterion) {
    let (slack, github) = (Webhook::slack(), Webhook::github());
    criterion.bench_function("verify, Slack", |bench| bench.iter(|| black_box(&slack).is_slacks()));
    criterion.bench_function("verify, GitHub", |bench| bench.iter(|| black_box(&github).is_githubs()));
    criterion.bench_function("parse, Slack", |bench| bench.iter(|| black_box(&slack).read_as_slacks()));
    criterion.bench_function("parse, GitHub", |bench| bench.iter(|| black_box(&github).read_as_githubs()));
}

fn items(criterion: &mut Criterion) {
    for comments in [1, 100, 10_000] {
        let thread = Thread::of(comments);
        criterion.bench_function(&format!("fold of {comments}"), |bench| bench.iter(|| black_box(&thread).fold()));
    }
    let thread = Thread::of(101);
    let folded = thread.fold().expect("an item");
    criterion.bench_function("decide", |bench| bench.iter(|| black_box(&thread).decide(black_box(&folded))));
    let items = Items::of(2_000);
    criterion.bench_function("agenda of 2000", |bench| bench.iter(|| black_box(&items).agenda()));
}

criterion_group!(all, webhooks, items);
criterion_main!(all);
