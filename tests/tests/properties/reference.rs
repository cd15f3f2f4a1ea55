//! What the table has to say, computed without one: all facts folded at once, and what was decided kept in memory.

use crate::people::people;
use crate::world::TEAM;
use jiff::Timestamp;
use roundup_domain::channel::{Top, heads, heard_by_channel};
use roundup_domain::decide::{Known, decide};
use roundup_domain::fold::{Context, Heard, fold};
use roundup_domain::item::Folded;
use roundup_domain::plan::{Deadline, Destination, Notice};
use roundup_domain::rules::{Source, SourcePlace};
use roundup_domain::{Author, ConversationId, Fact, Filed, ItemId, People, Place, Role, Rules, SlackTs, What};
use roundup_store::ThreadKey;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A thread of a conversation.
pub type ThreadOf = (ConversationId, ThreadKey);

/// A conversation, or an issue with the places that it moved through.
pub struct Reference {
    rules: Arc<Rules>,
    people: People,
    /// Whether a message of ours at top level answers everything.
    shared: bool,
    /// Every fact that has arrived, once.
    facts: Vec<Filed>,
    /// What was decided, by the thread in which it was decided.
    known: BTreeMap<ThreadOf, Known>,
    /// What was sent: the message's key and where to.
    pub sent: Vec<(String, Destination)>,
    items: BTreeMap<ThreadOf, Folded>,
}

impl Reference {
    pub fn new(rules: &Arc<Rules>, shared: bool) -> Self {
        Self {
            rules: Arc::clone(rules),
            people: people(),
            shared,
            facts: Vec::new(),
            known: BTreeMap::new(),
            sent: Vec::new(),
            items: BTreeMap::new(),
        }
    }

    /// A fact has arrived.
    pub fn take(&mut self, filed: &Filed) {
        let is_same = |known: &Filed| known.conversation == filed.conversation && known.fact.name == filed.fact.name;
        if !self.facts.iter().any(is_same) {
            self.facts.push(filed.clone());
        }
    }

    /// Decides about every item at `now`, and sends.
    pub fn settle(&mut self, now: Timestamp) {
        let heard = self.heard();
        let threads: BTreeSet<ThreadOf> = heard.keys().chain(self.known.keys()).cloned().collect();
        for thread in threads {
            let folded = heard.get(&thread).and_then(|heard| self.fold(&thread, heard, now));
            let known = self.known_in(&thread);
            let policy = &self.rules.policies["default"];
            let plan = decide(folded.as_ref(), &known, policy, &self.rules.on_call, now);
            self.facts.extend(plan.reached.iter().map(|deadline| reached(&thread, deadline)));
            let own = self.known.entry(thread.clone()).or_default();
            own.deadlines = plan.watch;
            own.reached.extend(plan.reached.iter().map(|deadline| (deadline.since, deadline.step.clone())));
            let key = |notice: &Notice| format!("{}/{}/{}", thread.0, thread.1, notice.key);
            self.sent.extend(plan.notices.iter().map(|notice| (key(notice), notice.to.clone())));
            own.notices.extend(plan.notices);
        }
        // Steps that were reached just now are told of, and items of others that are the same.
        self.items = self.fold_all(now);
        let told: Vec<Filed> = self.items.values().filter_map(same_as).collect();
        if !told.is_empty() {
            told.iter().for_each(|told| self.take(told));
            self.items = self.fold_all(now);
        }
    }

    fn fold_all(&self, now: Timestamp) -> BTreeMap<ThreadOf, Folded> {
        let heard = self.heard();
        heard.iter().filter_map(|(thread, heard)| Some((thread.clone(), self.fold(thread, heard, now)?))).collect()
    }

    /// The items as of the last settling.
    pub fn item(&self, thread: &ThreadOf) -> Option<&Folded> {
        self.items.get(thread)
    }

    pub fn items(&self) -> &BTreeMap<ThreadOf, Folded> {
        &self.items
    }

    pub fn deadlines(&self, thread: &ThreadOf) -> BTreeSet<Deadline> {
        self.known.get(thread).map(|known| known.deadlines.iter().cloned().collect()).unwrap_or_default()
    }

    pub fn notices(&self, thread: &ThreadOf) -> &[Notice] {
        self.known.get(thread).map(|known| known.notices.as_slice()).unwrap_or_default()
    }

    /// The next moment that anything is watched for.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.watched_for().min()
    }

    pub fn has_deadline_at(&self, at: Timestamp) -> bool {
        self.watched_for().any(|deadline| deadline == at)
    }

    fn watched_for(&self) -> impl Iterator<Item = Timestamp> {
        self.known.values().flat_map(|known| &known.deadlines).map(|deadline| deadline.at)
    }

    /// Every thread that could be an item.
    pub fn threads(&self) -> BTreeSet<ThreadOf> {
        let thread = |filed: &Filed| match &filed.place {
            Place::Top(ts) | Place::About(ts) | Place::Reply { root: ts, .. } => ThreadKey::Root(ts.clone()),
            Place::Thread | Place::Conversation => ThreadKey::Only,
        };
        let of_facts = self.facts.iter().map(|filed| (filed.conversation.clone(), thread(filed)));
        of_facts.chain(self.moves().values().map(|to| (to.conversation().0, ThreadKey::Only))).collect()
    }

    fn heard(&self) -> BTreeMap<ThreadOf, Vec<Heard>> {
        let is_slack = |filed: &&Filed| filed.conversation.slack_channel().is_some();
        let (slack, github): (Vec<&Filed>, Vec<&Filed>) = self.facts.iter().partition(is_slack);
        let mut heard = BTreeMap::new();
        if let Some(first) = slack.first() {
            let conversation = first.conversation.clone();
            let facts: Vec<Filed> = slack.into_iter().cloned().collect();
            let by_head = heard_by_channel(&facts, |author| self.role(author));
            heard.extend(by_head.into_iter().map(|(head, heard)| ((conversation.clone(), ThreadKey::Root(head)), heard)));
        }
        for filed in github {
            let at_last = (self.at_last(&filed.conversation), ThreadKey::Only);
            heard.entry(at_last).or_insert_with(Vec::new).push(Self::heard_after_moves(filed));
        }
        heard
    }

    /// A moved issue hears everything that any of its places hears, but for the departures: these are heard as arrivals.
    fn heard_after_moves(filed: &Filed) -> Heard {
        let What::MovedTo { .. } = &filed.fact.what else { return Heard::Inside(filed.fact.clone()) };
        let from = ItemId::github(&filed.conversation);
        Heard::Inside(Fact {
            name: format!("arrived:{from}"),
            at: filed.fact.at,
            by: None,
            what: What::MovedFrom { from },
            subject: None,
        })
    }

    /// Where issues went, by where they were.
    fn moves(&self) -> BTreeMap<ConversationId, ItemId> {
        let moved = self.facts.iter().filter_map(|filed| match &filed.fact.what {
            What::MovedTo { to } => Some((filed.conversation.clone(), to.clone())),
            What::MovedFrom { from } => Some((from.conversation().0, ItemId::github(&filed.conversation))),
            _ => None,
        });
        moved.collect()
    }

    fn at_last(&self, conversation: &ConversationId) -> ConversationId {
        let moves = self.moves();
        let mut place = conversation.clone();
        while let Some(to) = moves.get(&place) {
            place = to.conversation().0;
        }
        place
    }

    /// What was decided about the item, in this thread and in those that are part of it now.
    fn known_in(&self, thread: &ThreadOf) -> Known {
        let mut known = self.known.get(thread).cloned().unwrap_or_default();
        let heads = self.heads();
        for (other, theirs) in self.known.iter().filter(|(other, _)| *other != thread) {
            let is_part = match &other.1 {
                ThreadKey::Only => self.at_last(&other.0) == thread.0,
                ThreadKey::Root(root) => ThreadKey::Root(heads.get(root).unwrap_or(root).clone()) == thread.1,
            };
            if is_part {
                known.notices.extend(theirs.notices.iter().cloned());
                known.reached.extend(theirs.reached.iter().cloned());
            }
        }
        known
    }

    fn heads(&self) -> BTreeMap<SlackTs, SlackTs> {
        let tops = self.facts.iter().filter(|filed| matches!(filed.place, Place::Top(_)));
        let mut tops: Vec<Top> = tops.filter_map(|filed| Top::from_fact(&filed.fact, |author| self.role(author))).collect();
        tops.sort_by(|one, other| one.ts.cmp(&other.ts));
        heads(&tops)
    }

    fn role(&self, author: &Author) -> Role {
        self.rules.team.person(author, self.people.get(&author.key())).role
    }

    fn source(&self, conversation: &ConversationId) -> &Source {
        let repository = conversation.github_repository();
        let is_it = |source: &&Source| match &source.place {
            SourcePlace::Github { repository: configured } => Some(configured.as_str()) == repository,
            _ => repository.is_none(),
        };
        self.rules.sources.iter().find(is_it).unwrap()
    }

    fn fold(&self, (conversation, thread): &ThreadOf, heard: &[Heard], now: Timestamp) -> Option<Folded> {
        let (id, url) = match (thread, conversation.slack_channel()) {
            (ThreadKey::Root(root), Some(channel)) => (
                ItemId::slack(TEAM, channel, root),
                format!("https://slack.com/app_redirect?team={TEAM}&channel={channel}&message_ts={root}"),
            ),
            _ => (ItemId::github(conversation), String::new()),
        };
        let context = Context {
            rules: &self.rules,
            source: self.source(conversation),
            policy: &self.rules.policies["default"],
            conversation,
            id: &id,
            url: &url,
            people: &self.people,
            top_level_answers: self.shared,
            now,
        };
        fold(&context, heard)
    }
}

fn reached((conversation, thread): &ThreadOf, deadline: &Deadline) -> Filed {
    let place = match thread {
        ThreadKey::Only => Place::Thread,
        ThreadKey::Root(root) => Place::Reply { root: root.clone(), ts: root.clone() },
    };
    let fact = Fact {
        name: format!("deadline:{}:{}", deadline.since, deadline.step),
        at: deadline.at,
        by: None,
        what: What::Reached { since: deadline.since, step: deadline.step.clone() },
        subject: None,
    };
    Filed { conversation: conversation.clone(), place, fact }
}

/// What an item that is the same as another one tells that one. Nobody takes it back here, and no third one is the same.
fn same_as(folded: &Folded) -> Option<Filed> {
    let (item, said) = (&folded.item, folded.triage.said_same.as_ref()?);
    let (conversation, root) = said.item.conversation();
    let root = root?;
    let fact = said.fact.clone();
    let fact = Fact {
        name: format!("duplicate:{}:{fact}", item.id),
        at: said.at,
        by: None,
        what: What::DuplicatedBy { item: item.id.clone(), requester: Box::new(item.requester.clone()), fact },
        subject: None,
    };
    Some(Filed { conversation, place: Place::Reply { root: root.clone(), ts: root }, fact })
}
