//! Puts a local process under load: signed events over HTTP at 30,000 an hour, half of them in one channel; then as many as
//! it takes. How long from an event to its fact and to its item, and from when something is due to when it is sent.
//! `bench/load/run` builds what it needs.

mod events;
mod server;
mod traffic;

use clap::Parser;
use server::Server;
use std::path::PathBuf;
use std::time::Duration;
use traffic::{Lags, Traffic};

/// Puts a local process under load.
#[derive(Debug, Parser)]
struct Args {
    /// The binary
    #[arg(long)]
    roundup: PathBuf,
    /// Events an hour
    #[arg(long, default_value_t = 30_000)]
    per_hour: u32,
    /// For how many seconds
    #[arg(long, default_value_t = 180)]
    seconds: u64,
    /// For how many seconds as much as it takes: what comes in one has the reactor busy for about a minute
    #[arg(long, default_value_t = 3)]
    flood: u64,
}

#[tokio::main]
async fn main() {
    let args = Args::parse();
    let server = Server::start(&args.roundup).await;
    let mut traffic = Traffic::new(&server);
    let pace = Duration::from_secs_f64(3_600.0 / f64::from(args.per_hour));
    eprintln!("{} events an hour for {} s", args.per_hour, args.seconds);
    traffic.steady(pace, Duration::from_secs(args.seconds)).await;
    // What was asked last is due a minute later.
    tokio::time::sleep(events::RESPOND_WITHIN + Duration::from_secs(5)).await;
    let lags = traffic.lags().await;
    eprintln!("as much as it takes for {} s", args.flood);
    let (accepted, seconds) = traffic.flood(Duration::from_secs(args.flood)).await;
    let until_item = traffic.probe().await;

    let memory = server.memory();
    println!("| lag, ms | events | p50 | p99 | worst |\n|---|---|---|---|---|");
    for (what, lags) in [
        ("event to fact (the answer to the webhook)", &lags.accepted),
        ("event to item", &lags.item),
        ("due to sent", &lags.sent),
    ] {
        println!("| {what} | {} |", row(lags));
    }
    println!("\nNot accepted: {}. Notices that were due and not sent: {}.", lags.refused, lags.unsent);
    println!("As much as it takes: {:.0} events a second accepted, each stored before;", accepted as f64 / seconds);
    println!("the item of the last of {accepted} was there {until_item:.1} s later. Memory at the end: {memory:.0} MB.");
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("Load of the machine over the last minutes: {}", load.trim());
}

fn row(lags: &Lags) -> String {
    let mut sorted = lags.clone();
    sorted.sort_by(f64::total_cmp);
    let of = |share: f64| sorted.get(((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1)));
    let cell = |value: Option<&f64>| value.map_or("–".to_owned(), |value| format!("{value:.1}"));
    format!("{} | {} | {} | {}", sorted.len(), cell(of(0.5)), cell(of(0.99)), cell(sorted.last()))
}
