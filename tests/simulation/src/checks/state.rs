//! The items in the table are what all facts say when they are folded at once, without a table and without an order.

use super::Findings;
use super::facts::Everything;
use crate::cast::{self, HOME};
use crate::engine::Engine;
use roundup_domain::channel::heard_by_channel;
use roundup_domain::fold::{Context, Heard, fold, participants};
use roundup_domain::item::{Folded, Triage};
use roundup_domain::rules::{Source, SourcePlace};
use roundup_domain::{ConversationId, Filed, ItemId, People, Person, SlackTs};
use roundup_store::ThreadKey;
use std::collections::{BTreeMap, BTreeSet};

/// A thread of a conversation.
pub type ThreadOf = (ConversationId, ThreadKey);

/// The items as they should be.
pub type Items = BTreeMap<ThreadOf, Folded>;

/// Compares, and gives the items as they should be.
pub fn is_the_fold(engine: &Engine, everything: &Everything, found: &mut Findings) -> Items {
    const OF: &str = "the state equals the fold of all facts";
    let mut items = Items::new();
    for (thread, heard) in heard(&everything.facts) {
        if let Some(folded) = folded(engine, &thread, &heard) {
            items.insert(thread, folded);
        }
    }
    for thread in
        items.keys().chain(everything.threads.keys().filter(|(conversation, _)| is_source(conversation))).collect::<BTreeSet<_>>()
    {
        let kept = everything.threads.get(thread).and_then(|thread| thread.item.as_ref()).map(|item| item.folded.clone());
        if let Some(difference) = difference(kept, items.get(thread), engine.record.configured.is_some()) {
            found.add(OF, format!("{}/{}: {difference}", thread.0, thread.1));
        }
    }
    items
}

/// Whether it is a customer's channel or an issue, and none of our own conversations.
pub fn is_source(conversation: &ConversationId) -> bool {
    let channel = conversation.slack_channel();
    channel.is_some_and(|channel| channel.starts_with('C')) || conversation.github_issue().is_some()
}

/// What differs; after another configuration came, only what does not depend on one.
fn difference(kept: Option<Folded>, wanted: Option<&Folded>, is_changed: bool) -> Option<String> {
    let comparable = |mut folded: Folded| {
        folded.people.clear();
        if is_changed {
            folded.item.due_at = None;
            folded.item.breaches = 0;
            folded.trace.clear();
            // What can be put off, and until when, depends on the deadline.
            folded.triage = Triage::default();
            folded.item.snoozed_until = None;
            folded.runs.iter_mut().for_each(|run| run.due = run.since);
        }
        folded
    };
    let (kept, wanted) = (kept.map(comparable), wanted.cloned().map(comparable));
    if kept == wanted {
        return None;
    }
    let lines = |folded: &Option<Folded>| format!("{folded:#?}").lines().map(str::to_owned).collect::<Vec<_>>();
    let (kept, wanted) = (lines(&kept), lines(&wanted));
    let only =
        |one: &[String], other: &[String]| one.iter().filter(|line| !other.contains(line)).cloned().collect::<Vec<_>>().join("");
    Some(format!("the table has{}; the facts say{}", only(&kept, &wanted), only(&wanted, &kept)))
}

/// What each thread hears.
pub fn heard(facts: &[Filed]) -> BTreeMap<ThreadOf, Vec<Heard>> {
    let mut heard: BTreeMap<ThreadOf, Vec<Heard>> = BTreeMap::new();
    let mut channels: BTreeMap<&ConversationId, Vec<Filed>> = BTreeMap::new();
    for filed in facts {
        if filed.conversation.github_issue().is_some() {
            heard.entry((filed.conversation.clone(), ThreadKey::Only)).or_default().push(Heard::Inside(filed.fact.clone()));
        } else if filed.conversation.slack_channel().is_some_and(|channel| channel.starts_with('C')) {
            channels.entry(&filed.conversation).or_default().push(filed.clone());
        }
    }
    for (conversation, facts) in channels {
        for (head, inside) in heard_by_channel(&facts, cast::role) {
            heard.insert((conversation.clone(), ThreadKey::Root(head)), inside);
        }
    }
    heard
}

/// What everybody is to us, as looking them up would say.
fn people(heard: &[Heard]) -> People {
    let person = |author: &roundup_domain::Author| {
        let who = cast::EVERYBODY.iter().find(|who| who.slack == author.id || who.github.eq_ignore_ascii_case(&author.id));
        let name = who.filter(|_| !author.automated).map_or(author.id.as_str(), |who| who.name);
        Person { role: cast::role(author), name: name.to_owned(), company: None, provisional: false }
    };
    participants(heard.iter().map(Heard::fact)).iter().map(|(key, author)| (key.clone(), person(author))).collect()
}

/// The source of a conversation.
pub fn source<'a>(engine: &'a Engine, conversation: &ConversationId) -> &'a Source {
    let is_it = |source: &&Source| match &source.place {
        SourcePlace::Github { repository } => conversation.github_repository() == Some(repository),
        SourcePlace::Channel { channel, .. } => conversation.slack_channel() == Some(channel),
        SourcePlace::Pattern { .. } => conversation.slack_channel() == Some(cast::CHANNELS[1]),
    };
    engine.machines.rules.sources.iter().find(is_it).expect("every conversation has a source")
}

fn folded(engine: &Engine, (conversation, thread): &ThreadOf, heard: &[Heard]) -> Option<Folded> {
    let (id, url) = match (thread, conversation.slack_channel()) {
        (ThreadKey::Root(root), Some(channel)) => (ItemId::slack(HOME, channel, root), link(channel, root)),
        _ => (ItemId::github(conversation), String::new()),
    };
    let source = source(engine, conversation);
    let people = people(heard);
    let context = Context {
        rules: &engine.machines.rules,
        source,
        policy: &engine.machines.rules.policies[&source.policy],
        conversation,
        id: &id,
        url: &url,
        people: &people,
        top_level_answers: conversation.slack_channel() == Some(cast::CHANNELS[0]),
        now: engine.now,
    };
    fold(&context, heard)
}

fn link(channel: &str, root: &SlackTs) -> String {
    format!("https://slack.com/app_redirect?team={HOME}&channel={channel}&message_ts={root}")
}
