//! Whom to thank.

use crate::discretion::Discretion;
use crate::escape::web_link;
use crate::input::{Ending, Input, requester};
use crate::week::Window;
use crate::words;
use roundup_domain::Kind;
use roundup_domain::item::Requester;
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
    /// An answer to somebody else's question that was chosen as the answer this week.
    HelpfulAnswer,
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

/// Something that somebody contributed, and in which item.
struct Done<'a> {
    what: Contribution,
    by: &'a Requester,
    first_time: bool,
    url: &'a str,
    input: &'a Input,
}

/// Everyone outside who contributed in the week: merged pull requests first, then reports that became fixes, then answers
/// that helped others, then what was newly sent; among equals first-timers first, then who did most.
pub(crate) fn thanks(inputs: &[Input], window: Window, discretion: &Discretion) -> Vec<Thanks> {
    let mut done: Vec<Done> = inputs.iter().flat_map(|input| [sent(input, window), helped(input, window)]).flatten().collect();
    done.sort_by_key(|done| (done.what, done.input.item.opened_at, &done.input.item.id));

    let mut people: Vec<(String, Vec<Done>)> = Vec::new();
    for done in done {
        let account = done.by.account().key();
        match people.iter_mut().find(|(known, _)| *known == account) {
            Some((_, deeds)) => deeds.push(done),
            None => people.push((account, vec![done])),
        }
    }
    let mut thanks: Vec<Thanks> = people.iter().map(|(_, done)| person(done, discretion)).collect();
    thanks.sort_by_key(|thanks| (thanks.deeds.first().map(|deed| deed.what), !thanks.first_time, Reverse(thanks.deeds.len())));
    thanks
}

/// What whoever asked contributes with the item: how it ended in the week counts for more than that it was opened in it.
fn sent(input: &Input, window: Window) -> Option<Done<'_>> {
    let ended = input.outcome.filter(|outcome| window.contains(outcome.at)).map(|outcome| outcome.ending);
    let is_new = window.contains(input.item.opened_at);
    let what = match (input.item.kind?, ended) {
        (Kind::PullRequest, Some(Ending::Merged)) => Contribution::MergedPullRequest,
        (Kind::Bug, Some(Ending::Done)) => Contribution::FixedBug,
        (Kind::PullRequest, _) if is_new => Contribution::PullRequest,
        (Kind::Bug, _) if is_new => Contribution::BugReport,
        _ => return None,
    };
    Some(Done { what, by: &input.item.requester, first_time: input.first_time, url: &input.item.url, input })
}

/// The answer of somebody else from outside that was chosen in the week.
fn helped(input: &Input, window: Window) -> Option<Done<'_>> {
    let helped = input.triage.helped.as_ref().filter(|helped| window.contains(helped.at))?;
    let what = Contribution::HelpfulAnswer;
    Some(Done { what, by: &helped.by, first_time: input.helped_first_time, url: &helped.url, input })
}

fn person(done: &[Done], discretion: &Discretion) -> Thanks {
    let (who, company) = done.first().map(|done| requester(done.by)).unwrap_or_default();
    let count = |kinds: &[Contribution]| done.iter().filter(|done| kinds.contains(&done.what)).count();
    let told: Vec<Deed> = done.iter().map(deed).collect();
    Thanks {
        in_public: in_public(done, &who, company.as_deref(), discretion),
        who,
        company,
        first_time: done.iter().any(|done| done.first_time),
        contributions: told.iter().map(|deed| deed.url.clone()).filter(|url| !url.is_empty()).collect(),
        deeds: told,
        pull_requests: count(&[Contribution::MergedPullRequest, Contribution::PullRequest]),
        bugs: count(&[Contribution::FixedBug, Contribution::BugReport]),
    }
}

fn deed(done: &Done) -> Deed {
    Deed { what: done.what, title: done.input.title(), url: web_link(done.url).unwrap_or_default() }
}

fn in_public(done: &[Done], who: &str, company: Option<&str>, discretion: &Discretion) -> InPublic {
    let confidential = done.iter().find(|done| done.input.confidential);
    let name = match confidential {
        Some(done) => discretion.code_name(done.input),
        None => {
            let company = company.filter(|company| discretion.allows(company));
            if discretion.allows(who) { words::name_and_company(who, company) } else { SOMEBODY.to_owned() }
        }
    };
    let deeds = done.iter().map(|done| {
        let Deed { what, title, url } = deed(done);
        let is_shown = |text: &String| done.input.is_public() && confidential.is_none() && discretion.allows(text);
        Deed {
            what,
            title: Some(title).filter(is_shown).unwrap_or_default(),
            url: Some(url).filter(is_shown).unwrap_or_default(),
        }
    });
    InPublic { name, deeds: deeds.collect() }
}
