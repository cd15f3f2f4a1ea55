//! Everything that is in the table, and that no fact is missing.

use super::Findings;
use super::state::{ThreadOf, is_source};
use crate::engine::{Engine, TABLE};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{ConversationId, Fact, Filed, Place};
use roundup_store::{Row, RowKey, Thread, ThreadKey};
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Attributes = HashMap<String, AttributeValue>;

/// Everything that is in the table.
pub struct Everything {
    /// Facts, each once.
    pub facts: Vec<Filed>,
    /// The rows of conversations.
    pub rows: Vec<RowKey>,
    /// The threads that have an item or notices, as the store reads them.
    pub threads: BTreeMap<ThreadOf, Thread>,
}

impl Everything {
    pub async fn read(engine: &Engine) -> Self {
        let mut pages = engine.machines.table.client().scan().table_name(TABLE).into_paginator().send();
        let mut found = Self { facts: Vec::new(), rows: Vec::new(), threads: BTreeMap::new() };
        let mut copies = Vec::new();
        while let Some(page) = pages.next().await {
            for row in page.expect("the table can be scanned").items() {
                found.take(row, &mut copies);
            }
        }
        // A copy counts where there is no original: what the reactor itself wrote down.
        for copy in copies {
            if !found.has(&copy.conversation, &copy.fact.name) {
                found.facts.push(copy);
            }
        }
        found.read_threads(engine).await;
        found
    }

    /// Whether a fact of this name is there.
    fn has(&self, conversation: &ConversationId, name: &str) -> bool {
        self.facts.iter().any(|filed| filed.conversation == *conversation && filed.fact.name == name)
    }

    async fn read_threads(&mut self, engine: &Engine) {
        let threads: BTreeSet<ThreadOf> = self
            .rows
            .iter()
            .filter_map(|key| match &key.row {
                Row::Item(thread) | Row::Notice { thread, .. } => Some((key.conversation.clone(), thread.clone())),
                _ => None,
            })
            .collect();
        for of in threads {
            let thread = engine.machines.observer.store.thread(&of.0, &of.1).await.expect("the table can be read");
            self.threads.insert(of, thread);
        }
    }

    fn take(&mut self, row: &Attributes, copies: &mut Vec<Filed>) {
        let text = |name: &str| row.get(name).and_then(|value| value.as_s().ok());
        let Some(key) = text("pk").zip(text("sk")).and_then(|(pk, sk)| RowKey::parse(pk, sk)) else { return };
        let fact: Option<Fact> = text("fact").and_then(|fact| serde_json::from_str(fact).ok());
        if let (Some(fact), Some(place)) = (fact, place_of(&key.row)) {
            let original: Option<Place> = text("place").and_then(|place| serde_json::from_str(place).ok());
            let is_copy = original.is_none();
            let filed = Filed { conversation: key.conversation.clone(), place: original.unwrap_or(place), fact };
            if is_copy { copies.push(filed) } else { self.facts.push(filed) }
        }
        self.rows.push(key);
    }
}

fn place_of(row: &Row) -> Option<Place> {
    Some(match row {
        Row::Top(ts) => Place::Top(ts.clone()),
        Row::About { ts, .. } => Place::About(ts.clone()),
        Row::Fact { thread: ThreadKey::Only, .. } => Place::Thread,
        Row::Fact { thread: ThreadKey::Root(root), .. } => Place::Reply { root: root.clone(), ts: root.clone() },
        Row::Conversation(_) => Place::Conversation,
        _ => return None,
    })
}

/// How long it takes to find what no webhook brought, where nothing else goes wrong: until the second full hour, since what has
/// just happened may be on its way, and what the reconciliation takes.
const FOUND_WITHIN: SignedDuration = SignedDuration::from_mins(130);

/// What no webhook brought is there all the same, where its source shows it.
pub fn nothing_missed(engine: &Engine, everything: &Everything, found: &mut Findings) {
    const OF: &str = "what no webhook brought is found";
    for ((conversation, name), since) in &engine.record.missed {
        if !everything.has(conversation, name) {
            found.add(OF, format!("{name} of {conversation} is missing since {since}"));
        }
        let written = engine.record.facts.get(&(conversation.clone(), name.clone())).and_then(|taken| taken.written);
        let is_late = |at: &Timestamp| at.duration_since(*since) > FOUND_WITHIN && engine.record.last_hurt(*at) <= Some(*since);
        if let Some(at) = written.filter(is_late) {
            found.add(OF, format!("{name} of {conversation}, missing since {since}, was found at {at}"));
        }
    }
}

/// What was acknowledged is there, and was reacted to.
pub fn nothing_lost(engine: &Engine, everything: &Everything, found: &mut Findings) {
    const OF: &str = "what was acknowledged is kept and reacted to";
    for ((conversation, name), taken) in &engine.record.facts {
        if !is_source(conversation) || taken.stored.is_none() {
            continue;
        }
        if !everything.has(conversation, name) {
            found.add(OF, format!("{name} of {conversation} is gone"));
        }
        if taken.reacted.is_none() {
            found.add(OF, format!("{name} of {conversation} was never reacted to"));
        }
    }
}
