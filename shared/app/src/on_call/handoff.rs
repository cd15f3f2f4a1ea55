//! The messages of one hand-off: the packet for the incoming person, a line in the internal channel, word to who was on call
//! where the shift was taken, and to others where it is not accepted; and the user group, which is made equal to whoever is on
//! call.
//!
//! Each is a notice in a conversation of its own, named after when the shift began. What is still to be told when the next
//! hand-off comes is told no more.

use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::decide::OPEN;
use roundup_domain::plan::{Act, Deadline, Destination, Notice};
use roundup_domain::{Author, ConversationId, Fact, What};
use roundup_store::{Commit, NoticeWant, StoredNotice, Thread, ThreadKey};
use roundup_views::handoff::{self, HandOff};
use roundup_views::{Scene, Shown};
use std::collections::BTreeSet;

/// For how long a hand-off may go unaccepted before the outgoing person and the lead are told.
const ACCEPT_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// The step at which it has to be accepted.
const ACCEPT: &str = "accept";
/// Key of the notice that makes the user group equal to whoever is on call.
const GROUP: &str = "group";
/// Key of the notice for the incoming person.
const PACKET: &str = "packet";
/// Key of the notice for the internal channel.
const CHANNEL: &str = "channel";
/// Key of the notice for the outgoing person, where the shift was taken from them.
const TAKEN: &str = "taken";
/// Key of the notice for the outgoing person, where the hand-off is not accepted.
const OUTGOING: &str = "unaccepted/outgoing";
/// Key of the notice for the lead, likewise.
const LEAD: &str = "unaccepted/lead";

/// What a notice wants to show that was not sent before the next hand-off came.
const OVER: &str = "over";

/// A change of the person on call.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// When; names the hand-off.
    pub from: Timestamp,
    /// Slack user id of who comes.
    pub incoming: String,
    /// Slack user id of who goes; none where nobody was on call.
    pub outgoing: Option<String>,
    /// Who comes has put themselves there: there is nothing to accept.
    pub taken: bool,
    /// Nobody is known to have been on call before: nothing is handed over.
    pub is_first: bool,
}

impl App {
    /// Makes the user group equal to whoever comes, gives them the packet, and prepares for that they do not accept it.
    pub(super) async fn tell_hand_off(&self, change: &Change, now: Timestamp) -> Result<(), AppError> {
        let (conversation, thread) = (ConversationId::handoff(change.from), ThreadKey::Only);
        let accept_by = now.max(change.from) + ACCEPT_WITHIN;
        let mut commit = Commit::new(conversation.clone(), thread.clone(), None);
        commit.notices_put = self.group_notice(change, now).into_iter().collect();
        if !change.is_first {
            commit.notices_put.extend(self.messages(change, accept_by, now));
            commit.facts = change.taken.then(|| acceptance(change)).into_iter().collect();
        }
        if self.committed(&commit).await? && !change.taken && !change.is_first {
            let accept = Deadline { since: change.from, step: ACCEPT.to_owned(), at: accept_by };
            self.schedule(&conversation, &thread, [&accept].into_iter(), now).await;
        }
        self.settle_hand_off(&conversation, false, now).await
    }

    fn group_notice(&self, change: &Change, now: Timestamp) -> Option<StoredNotice> {
        let group = Destination::UserGroup(self.rules.on_call.user_group.clone()?);
        Some(StoredNotice::new(notice(GROUP, change, Act::UserGroup, group), format!("{OPEN} {}", change.incoming), now))
    }

    fn messages(&self, change: &Change, accept_by: Timestamp, now: Timestamp) -> Vec<StoredNotice> {
        let person = |user: &String| Destination::Person(user.clone());
        let lead = self.rules.on_call.lead.as_ref();
        let lead = lead.filter(|lead| **lead != change.incoming && Some(*lead) != change.outgoing.as_ref());
        let not_accepted = [(OUTGOING, change.outgoing.as_ref()), (LEAD, lead)].into_iter();
        let not_accepted = not_accepted.filter_map(|(key, user)| Some(notice(key, change, Act::NotAccepted, person(user?))));
        let packet = notice(PACKET, change, Act::HandOff, person(&change.incoming));
        let packet = StoredNotice::new(packet, packet_wants(change.taken.then_some(change.from)), now);
        let channel = self.rules.on_call.channel.clone().map(|channel| (CHANNEL, Destination::Channel(channel)));
        let displaced = change.outgoing.as_ref().filter(|_| change.taken).map(|user| (TAKEN, person(user)));
        let words = [channel, displaced].into_iter().flatten();
        let words = words.map(|(key, to)| StoredNotice::new(notice(key, change, Act::OnCall, to), OPEN, now));
        let not_accepted = not_accepted.map(|notice| match change.taken {
            true => StoredNotice::new(notice, accepted_wants(change.from), now),
            false => StoredNotice::new(notice, OPEN, accept_by),
        });
        [packet].into_iter().chain(words).chain(not_accepted).collect()
    }

    /// Brings a hand-off up to date: whether it was accepted or is over, and what is owed by now.
    pub(crate) async fn settle_hand_off(
        &self,
        conversation: &ConversationId,
        is_over: bool,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let thread = ThreadKey::Only;
        let stored = self.store.thread(conversation, &thread).await?;
        let accepted = accepted(&stored).map(|fact| fact.at);
        let mut commit = Commit::new(conversation.clone(), thread.clone(), None);
        let wanted = stored.notices.iter().filter_map(|known| Some((known, wants(known, accepted, is_over)?)));
        let changed = wanted.filter(|(known, wants)| known.wants != *wants);
        commit.notices_want =
            changed.map(|(known, wants)| NoticeWant { key: known.notice.key.clone(), wants, try_at: now }).collect();
        if self.committed(&commit).await?
            && let Some(from) = conversation.handoff_to()
        {
            let accept = Deadline { since: from, step: ACCEPT.to_owned(), at: from };
            self.unschedule(conversation, &thread, &[accept]).await;
        }
        let is_due = |stored: &&StoredNotice| stored.try_at.is_some_and(|at| at <= now);
        let due = stored.notices.iter().filter(is_due).map(|stored| &stored.notice.key);
        let changed = commit.notices_want.iter().map(|want| &want.key);
        for key in due.chain(changed).collect::<BTreeSet<_>>() {
            self.deliver(conversation, &thread, key, now).await?;
        }
        Ok(())
    }

    /// A message of a hand-off, as things stand.
    pub(crate) async fn handoff_message(
        &self,
        from: Timestamp,
        stored: &Thread,
        notice: &StoredNotice,
        now: Timestamp,
    ) -> Result<Shown, AppError> {
        let on_call = self.on_call().await?;
        let incoming = told(stored, PACKET).unwrap_or_default();
        let lists = self.lists(now).await?;
        let accepted = accepted(stored).and_then(|fact| Some((fact.by.as_ref()?.id.clone(), fact.at)));
        let shift = on_call.at(from.max(now)).filter(|shift| shift.user == incoming);
        let taken = accepted.as_ref().is_some_and(|(_, at)| *at <= from);
        let handoff = HandOff {
            from,
            until: shift.and_then(|shift| shift.until),
            incoming,
            outgoing: told(stored, OUTGOING),
            untriaged: lists.untriaged(),
            waiting: lists.waiting,
            snoozed: lists.snoozed,
            // Who takes over has not pressed anything: that they did is said otherwise.
            accepted: accepted.filter(|_| !taken),
            taken,
        };
        let scene = Scene { rules: &self.rules, on_call: &on_call, now };
        Ok(match notice.notice.key.as_str() {
            key @ (OUTGOING | LEAD) => handoff::not_accepted(&scene, &handoff, key == LEAD),
            CHANNEL => handoff::announced(&scene, &handoff),
            TAKEN => handoff::taken_over(&scene, &handoff),
            _ => handoff::packet(&scene, &handoff),
        })
    }
}

/// What a notice of a hand-off is to show; none where that is as it was.
fn wants(stored: &StoredNotice, accepted: Option<Timestamp>, is_over: bool) -> Option<String> {
    let is_group = stored.notice.key == GROUP;
    let is_done = stored.message.is_some() || (is_group && stored.is_settled());
    if is_over && !is_done {
        return Some(OVER.to_owned());
    }
    let at = accepted.filter(|_| stored.wants != OVER)?;
    match stored.notice.key.as_str() {
        PACKET => Some(packet_wants(Some(at))),
        OUTGOING | LEAD => Some(accepted_wants(at)),
        // They say who is on call, accepted or not.
        _ => None,
    }
}

/// The packet is to be sent also where it is accepted already.
fn packet_wants(accepted: Option<Timestamp>) -> String {
    accepted.map_or_else(|| OPEN.to_owned(), |at| format!("{OPEN} accepted {at}"))
}

fn accepted_wants(at: Timestamp) -> String {
    format!("accepted {at}")
}

fn notice(key: &str, change: &Change, act: Act, to: Destination) -> Notice {
    Notice { key: key.to_owned(), since: change.from, steps: Vec::new(), act, to }
}

/// Whoever takes over has accepted with that.
fn acceptance(change: &Change) -> Fact {
    Fact {
        name: accepted_by(&change.incoming),
        at: change.from,
        by: Some(Author::slack(&change.incoming)),
        what: What::Accepted,
        subject: None,
    }
}

/// The name of the fact that somebody accepts a hand-off.
pub(crate) fn accepted_by(user: &str) -> String {
    format!("accepted:{user}")
}

/// Whom a notice of a hand-off is for.
fn told(stored: &Thread, key: &str) -> Option<String> {
    match &stored.notices.iter().find(|stored| stored.notice.key == key)?.notice.to {
        Destination::Person(user) => Some(user.clone()),
        _ => None,
    }
}

/// The fact by which the incoming person has accepted.
fn accepted(stored: &Thread) -> Option<&Fact> {
    let incoming = told(stored, PACKET)?;
    let is_theirs = |fact: &&Fact| fact.by.as_ref().is_some_and(|by| by.id == incoming);
    stored.facts.iter().filter(|fact| fact.what == What::Accepted).filter(is_theirs).min_by_key(|fact| fact.at)
}
