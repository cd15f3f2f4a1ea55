//! Measures Roundup's webhook functions beside the least that a Rust function can be, and beside other frameworks that do
//! the same work: verify, parse, one conditional put. `bench/run` builds and installs all that it needs.

mod aws;
mod contestants;
mod function;
mod machine;
mod measure;
mod report;
mod requests;
mod runtime_api;
mod share;

use aws::Aws;
use clap::Parser;
use contestants::contestants;
use measure::{Measured, round};
use requests::{GITHUB_SECRET, SLACK_SECRET};
use serde_json::json;
use share::Share;
use std::path::PathBuf;

/// Measures the webhook functions.
#[derive(Debug, Parser)]
struct Args {
    /// Root of the repository
    #[arg(long, default_value = ".")]
    repository: PathBuf,
    /// Where the peers' packages are installed
    #[arg(long)]
    peers: PathBuf,
    /// How many rounds
    #[arg(long, default_value_t = 15)]
    rounds: u64,
    /// Only those whose name has this in it
    #[arg(long, default_value = "")]
    only: String,
    /// Not at the processor share of 128 MB: at a real-time priority there is no such quota
    #[arg(long)]
    unlimited: bool,
}

#[tokio::main]
async fn main() {
    let args = Args::parse();
    let repository = args.repository.canonicalize().expect("the repository is there");
    let peers = args.peers.canonicalize().expect("the peers are installed");
    let slack = json!([{"signing_secret": SLACK_SECRET, "bot_tokens": {}}]);
    let secret = json!({"slack": slack, "github": [{"webhook_secret": GITHUB_SECRET}]}).to_string();
    let roots = repository.join("shared/runtime/src/amazon_roots.pem");
    let roots = std::fs::read_to_string(roots).expect("the certificates that the functions trust are there");
    let aws = Aws::start(&peers, secret, &roots).await;
    let share = if args.unlimited { None } else { share() };
    let mut all: Vec<_> = contestants(&repository, &peers)
        .into_iter()
        .filter(|contestant| contestant.name.contains(&args.only))
        .map(|contestant| (contestant, Measured::default()))
        .collect();
    let before = machine::load();
    for number in 0..args.rounds {
        for (contestant, measured) in &mut all {
            round(contestant, &aws, share.as_ref(), number, measured).await;
        }
        eprintln!("round {} of {}", number + 1, args.rounds);
    }
    println!("{} rounds. {} Load {before} before and {} after.\n", args.rounds, machine::description(), machine::load());
    print!("{}", report::report(&all));
}

/// The processor share of 128 MB, or why there is none.
fn share() -> Option<Share> {
    Share::make().inspect_err(|error| println!("No control group can be made, so no function of 128 MB: {error}\n")).ok()
}
