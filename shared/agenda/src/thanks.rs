//! Whom to thank.

use crate::discretion::Discretion;
use crate::input::{Ending, Input, requester};
use crate::week::Window;
use crate::words;
use roundup_domain::{Author, Kind};
use serde::Serialize;
use std::cmp::Reverse;

/// Who goes by the name of a confidential customer.
const SOMEBODY: &str = "Somebody";

/// Somebody outside who contributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Thanks {
    /// Who.
    pub who: String,
    /// Where they work, if known.
    pub company: Option<String>,
    /// They have never contributed before.
    pub first_time: bool,
    /// Links to what they contributed, in the order of `deeds`.
    #[serde(rename = "for")]
    pub contributions: Vec<String>,
    /// What they contributed: what counts most first, then the oldest.
    pub deeds: Vec<Deed>,
    /// How many of them are pull requests.
    pub pull_requests: usize,
    /// How many are reports of bugs.
    pub bugs: usize,
    /// What may be said of them where others than staff read it.
    pub in_public: InPublic,
}

/// Something that somebody contributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// What it is.
    pub what: Contribution,
    /// Its title.
    pub title: String,
    /// Link to it; may be empty.
    pub url: String,
}

/// Kinds of contributions, what counts most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contribution {
    /// A pull request that was merged this week.
    MergedPullRequest,
    /// The report of a bug that was fixed this week.
    FixedBug,
    /// A pull request of this week.
    PullRequest,
    /// The report of a bug of this week.
    BugReport,
}

/// Somebody as they may be thanked in public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InPublic {
    /// Name and company, or a code name.
    pub name: String,
    /// What they contributed. Title and link are empty where not everybody may see them.
    pub deeds: Vec<Deed>,
}

/// Everyone outside who contributed in the week: merged pull requests first, then reports that became fixes, then what was
/// newly sent; among equals first-timers first, then who did most.
pub(crate) fn thanks(inputs: &[Input], window: Window, discretion: &Discretion) -> Vec<Thanks> {
    let mut deeds: Vec<(Contribution, &Input)> =
        inputs.iter().filter_map(|input| Some((contribution(input, window)?, input))).collect();
    deeds.sort_by_key(|(what, input)| (*what, input.item.opened_at, &input.item.id));

    let mut people: Vec<(String, Vec<(Contribution, &Input)>)> = Vec::new();
    for deed in deeds {
        let account = account(deed.1);
        match people.iter_mut().find(|(known, _)| *known == account) {
            Some((_, deeds)) => deeds.push(deed),
            None => people.push((account, vec![deed])),
        }
    }
    let mut thanks: Vec<Thanks> = people.iter().map(|(_, deeds)| person(deeds, discretion)).collect();
    thanks.sort_by_key(|thanks| (thanks.deeds.first().map(|deed| deed.what), !thanks.first_time, Reverse(thanks.deeds.len())));
    thanks
}

/// What an item contributes to the week: how it ended in it counts for more than that it was opened in it.
fn contribution(input: &Input, window: Window) -> Option<Contribution> {
    let ended = input.outcome.filter(|outcome| window.contains(outcome.at)).map(|outcome| outcome.ending);
    let is_new = window.contains(input.item.opened_at);
    match (input.item.kind?, ended) {
        (Kind::PullRequest, Some(Ending::Merged)) => Some(Contribution::MergedPullRequest),
        (Kind::Bug, Some(Ending::Done)) => Some(Contribution::FixedBug),
        (Kind::PullRequest, _) if is_new => Some(Contribution::PullRequest),
        (Kind::Bug, _) if is_new => Some(Contribution::BugReport),
        _ => None,
    }
}

fn account(input: &Input) -> String {
    let requester = &input.item.requester;
    Author { platform: requester.platform, id: requester.id.clone(), automated: false }.key()
}

fn person(deeds: &[(Contribution, &Input)], discretion: &Discretion) -> Thanks {
    let (who, company) = deeds.first().map(|(_, input)| requester(&input.item.requester)).unwrap_or_default();
    let is_pull = |what: Contribution| matches!(what, Contribution::MergedPullRequest | Contribution::PullRequest);
    let pull_requests = deeds.iter().filter(|(what, _)| is_pull(*what)).count();
    let told: Vec<Deed> = deeds.iter().map(|(what, input)| deed(*what, input)).collect();
    Thanks {
        in_public: in_public(deeds, &who, company.as_deref(), discretion),
        who,
        company,
        first_time: deeds.iter().any(|(_, input)| input.first_time),
        contributions: told.iter().map(|deed| deed.url.clone()).filter(|url| !url.is_empty()).collect(),
        deeds: told,
        pull_requests,
        bugs: deeds.len() - pull_requests,
    }
}

fn deed(what: Contribution, input: &Input) -> Deed {
    Deed { what, title: input.title(), url: input.url() }
}

fn in_public(deeds: &[(Contribution, &Input)], who: &str, company: Option<&str>, discretion: &Discretion) -> InPublic {
    let confidential = deeds.iter().find(|(_, input)| input.confidential);
    let name = match confidential {
        Some((_, input)) => discretion.code_name(input),
        None => {
            let company = company.filter(|company| discretion.allows(company));
            if discretion.allows(who) { words::name_and_company(who, company) } else { SOMEBODY.to_owned() }
        }
    };
    let deeds = deeds.iter().map(|(what, input)| {
        let shown = input.is_public() && confidential.is_none();
        let title = Some(input.title()).filter(|title| shown && discretion.allows(title)).unwrap_or_default();
        let url = Some(input.url()).filter(|url| shown && discretion.allows(url)).unwrap_or_default();
        Deed { what: *what, title, url }
    });
    InPublic { name, deeds: deeds.collect() }
}
