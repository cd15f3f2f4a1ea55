//! No secret, no token and nobody's words in what is logged, nor in what is handed to a queue for what failed.

use super::Findings;
use crate::engine::{Engine, GITHUB_SECRETS, GITHUB_TOKEN, SLACK_SECRETS, SLACK_TOKEN};
use crate::logs::Log;
use crate::story::CANARY;

pub fn nowhere(log: &Log, engine: &Engine, found: &mut Findings) {
    const OF: &str = "no secrets and no people's words in logs";
    let text = log.text();
    let canaries = [SLACK_TOKEN, GITHUB_TOKEN, CANARY].into_iter().chain(SLACK_SECRETS).chain(GITHUB_SECRETS);
    for canary in canaries {
        for line in text.lines().chain(engine.record.dead_letters.iter().map(String::as_str)).filter(|line| line.contains(canary))
        {
            found.add(OF, format!("{canary} in {line}"));
        }
    }
}
