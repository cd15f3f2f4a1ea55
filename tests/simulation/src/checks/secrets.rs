//! No secret, no token and nobody's words in what is logged and measured, nor in what schedules carry and hand to a queue when it
//! fails.

use super::Findings;
use crate::engine::{Engine, GITHUB_SECRETS, GITHUB_TOKEN, SLACK_SECRETS, SLACK_TOKEN};
use crate::logs::Log;
use crate::story::CANARY;

pub fn nowhere(log: &Log, engine: &Engine, found: &mut Findings) {
    const OF: &str = "no secrets and no people's words in logs";
    let text = log.text();
    let canaries = [SLACK_TOKEN, GITHUB_TOKEN, CANARY].into_iter().chain(SLACK_SECRETS).chain(GITHUB_SECRETS);
    for canary in canaries {
        let kept = engine.record.dead_letters.iter().chain(&engine.record.carried).map(String::as_str);
        for line in text.lines().chain(kept).filter(|line| line.contains(canary)) {
            found.add(OF, format!("{canary} in {line}"));
        }
    }
}
