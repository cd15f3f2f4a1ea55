//! Whom to thank.

use crate::assemble::{Input, requester};
use roundup_domain::{Author, Kind};
use serde::Serialize;
use std::cmp::Reverse;

/// Somebody outside who contributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Thanks {
    /// Who.
    pub who: String,
    /// Where they work, if known.
    pub company: Option<String>,
    /// They have never contributed before.
    pub first_time: bool,
    /// Links to what they contributed: pull requests, then bugs, the oldest first.
    #[serde(rename = "for")]
    pub contributions: Vec<String>,
    /// How many of them are pull requests.
    pub pull_requests: usize,
    /// How many are reports of bugs.
    pub bugs: usize,
}

/// Everyone outside who sent a pull request or reported a bug this week: first-timers first, then pull requests, then who
/// did most. What is carried over was thanked for when it was new.
pub(crate) fn thanks(inputs: &[Input]) -> Vec<Thanks> {
    let mut contributions: Vec<&Input> = inputs
        .iter()
        .filter(|input| matches!(input.item.kind, Some(Kind::PullRequest | Kind::Bug)) && input.carried_since.is_none())
        .collect();
    contributions.sort_by_key(|input| (input.item.kind, input.item.opened_at, &input.item.id));

    let mut people: Vec<(String, Thanks)> = Vec::new();
    for input in contributions {
        let account = account(input);
        let position = people.iter().position(|(known, _)| *known == account).unwrap_or_else(|| {
            let (who, company) = requester(&input.item.requester);
            let nothing = Thanks { who, company, first_time: false, contributions: Vec::new(), pull_requests: 0, bugs: 0 };
            people.push((account, nothing));
            people.len() - 1
        });
        add(&mut people[position].1, input);
    }
    let mut thanks: Vec<Thanks> = people.into_iter().map(|(_, thanks)| thanks).collect();
    thanks.sort_by_key(|thanks| (!thanks.first_time, Reverse((thanks.pull_requests, thanks.bugs))));
    thanks
}

fn account(input: &Input) -> String {
    let requester = &input.item.requester;
    Author { platform: requester.platform, id: requester.id.clone(), automated: false }.key()
}

fn add(thanks: &mut Thanks, input: &Input) {
    thanks.first_time |= input.first_time;
    if input.item.kind == Some(Kind::PullRequest) {
        thanks.pull_requests += 1;
    } else {
        thanks.bugs += 1;
    }
    let url = input.url();
    if !url.is_empty() {
        thanks.contributions.push(url);
    }
}
