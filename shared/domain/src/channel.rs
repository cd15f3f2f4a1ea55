//! How the messages of a Slack channel make items (rule 4): several top-level messages of one person, each within five
//! minutes of the one before and nobody else between, are one item, named after the first.
//!
//! [`heads`] is the rule. [`heard_by_channel`] applies it to all facts of a channel at once: what an import or a replay
//! folds, and what the reactor, which reads only the neighbourhood of what is new, has to agree with in every order.

use crate::fact::{Fact, Filed, Place, What};
use crate::fold::Heard;
use crate::person::{Author, Role};
use crate::slack_ts::SlackTs;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Messages of one person that are no further apart than this are one item.
pub const TOGETHER: SignedDuration = SignedDuration::from_mins(5);

/// A top-level message, as far as grouping goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Top {
    /// Which.
    pub ts: SlackTs,
    /// Author's [`Author::key`].
    pub author: String,
    /// What they are to us. Only messages from outside group; a thread of ours is named after its own root.
    pub role: Role,
}

impl Top {
    /// From a stored fact, `role` telling what an author is to us; none where the fact is no message.
    pub fn from_fact(fact: &Fact, role: impl Fn(&Author) -> Role) -> Option<Self> {
        let What::Comment { id, .. } = &fact.what else { return None };
        let by = fact.by.as_ref()?;
        Some(Self { ts: id.parse().ok()?, author: by.key(), role: role(by) })
    }

    /// Whether this message belongs to the same item as `previous`, the top-level message just before it.
    #[must_use]
    pub fn continues(&self, previous: &Self) -> bool {
        let apart = self.ts.time().duration_since(previous.ts.time());
        self.role == Role::Outside && previous.role == Role::Outside && self.author == previous.author && apart <= TOGETHER
    }
}

/// The head of each message's item: `tops` in order of time, beginning at a message that continues none. Bots are nobody:
/// they neither group nor come between.
#[must_use]
pub fn heads(tops: &[Top]) -> BTreeMap<SlackTs, SlackTs> {
    let mut heads = BTreeMap::new();
    let mut previous: Option<(&Top, SlackTs)> = None;
    for top in tops {
        if top.role == Role::Bot {
            heads.insert(top.ts.clone(), top.ts.clone());
            continue;
        }
        let head = match &previous {
            Some((before, head)) if top.continues(before) => head.clone(),
            _ => top.ts.clone(),
        };
        heads.insert(top.ts.clone(), head.clone());
        previous = Some((top, head));
    }
    heads
}

/// What each item of a channel hears, by its head, from all facts of the channel.
#[must_use]
pub fn heard_by_channel(facts: &[Filed], role: impl Fn(&Author) -> Role) -> BTreeMap<SlackTs, Vec<Heard>> {
    let tops_of = |filed: &&Filed| matches!(filed.place, Place::Top(_));
    let mut tops: Vec<(Top, &Fact)> =
        facts.iter().filter(tops_of).filter_map(|filed| Some((Top::from_fact(&filed.fact, &role)?, &filed.fact))).collect();
    tops.sort_by(|(one, _), (other, _)| one.ts.cmp(&other.ts));
    let heads = heads(&tops.iter().map(|(top, _)| top.clone()).collect::<Vec<_>>());
    let head_of = |root: &SlackTs| heads.get(root).unwrap_or(root).clone();
    let root_of_reply: BTreeMap<&SlackTs, &SlackTs> = facts
        .iter()
        .filter_map(|filed| match &filed.place {
            Place::Reply { root, ts } => Some((ts, root)),
            _ => None,
        })
        .collect();

    let mut heard: BTreeMap<SlackTs, Vec<Heard>> = BTreeMap::new();
    for filed in facts {
        let root = match &filed.place {
            Place::Top(ts) => ts,
            Place::Reply { root, .. } => root,
            Place::About(ts) => root_of_reply.get(ts).copied().unwrap_or(ts),
            Place::Thread | Place::Conversation => continue,
        };
        heard.entry(head_of(root)).or_default().push(Heard::Inside(filed.fact.clone()));
    }
    let ours: Vec<(&SlackTs, &Fact)> =
        tops.iter().filter(|(top, _)| top.role == Role::Staff).map(|(top, fact)| (&top.ts, *fact)).collect();
    for (head, heard) in &mut heard {
        let nearby = nearby(head, heard, &ours);
        heard.extend(nearby);
        heard.extend(just_before(head, &tops).cloned().map(Heard::Before));
    }
    heard
}

/// The last message of a person before `head`, a top-level message.
fn just_before<'a>(head: &SlackTs, tops: &[(Top, &'a Fact)]) -> Option<&'a Fact> {
    let position = tops.partition_point(|(top, _)| top.ts < *head);
    tops.get(position).filter(|(top, _)| top.ts == *head)?;
    tops[..position].iter().rfind(|(top, _)| top.role != Role::Bot).map(|(_, fact)| *fact)
}

/// Those of `ours`, the top-level messages of staff in order of time, that can answer the item of `head`, which hears
/// `inside`: the later ones, and of those between which nothing happened in the item only as many as make a difference.
/// All of them would be the square of a channel's length.
fn nearby(head: &SlackTs, inside: &[Heard], ours: &[(&SlackTs, &Fact)]) -> Vec<Heard> {
    let mut happened: Vec<Timestamp> = inside.iter().map(|heard| heard.fact().at).collect();
    happened.sort_unstable();
    let mut happened = happened.into_iter().peekable();
    let mut nearby = Vec::new();
    // Whom our messages mentioned since something last happened; none where we wrote nothing since.
    let mut mentioned: Option<BTreeSet<&str>> = None;
    for (ts, fact) in ours.iter().skip_while(|(ts, _)| *ts <= head) {
        let What::Comment { mentions, .. } = &fact.what else { continue };
        while happened.next_if(|at| *at <= ts.time()).is_some() {
            mentioned = None;
        }
        let is_news = mentioned.as_ref().is_none_or(|known| mentions.iter().any(|user| !known.contains(user.as_str())));
        if is_news {
            mentioned.get_or_insert_default().extend(mentions.iter().map(String::as_str));
            nearby.push(Heard::Nearby((*fact).clone()));
        }
    }
    nearby
}

#[cfg(test)]
mod tests;
