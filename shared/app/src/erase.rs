//! Erasing everything of a person or of a customer, on request.
//!
//! Facts go, and what followed from them: items, notices, deadlines with their schedules, what was looked up, agendas that were
//! kept with their words. What stays is a mark without words: whose, and when it was erased. Facts of theirs from before that
//! moment do not come back, whichever door they come through again; what they write later is new.

mod marks;

pub use marks::Marks;

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::plan::Deadline;
use roundup_domain::rules::SourcePlace;
use roundup_domain::{Author, ConversationId, Fact, Platform, SlackTs, What};
use roundup_store::{Row, RowKey, StoredRow, ThreadKey};
use std::collections::BTreeSet;

/// Shortest text that is looked for in kept agendas: shorter ones are found everywhere.
const SHORTEST: usize = 4;

/// Whose everything is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// A person: `slack:U…`, `github:login` ([`Author::key`]).
    Person(String),
    /// A customer: the name of a source, or of a company.
    Customer(String),
}

/// What was erased, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Facts.
    pub facts: usize,
    /// Items.
    pub items: usize,
    /// Messages that were owed or sent, with what they said.
    pub notices: usize,
    /// Deadlines, with their schedules.
    pub deadlines: usize,
    /// What was looked up about people and channels.
    pub lookups: usize,
    /// Parts of agendas, preparations and hand-offs that were kept.
    pub kept: usize,
}

impl Erased {
    /// How many rows in all.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.facts + self.items + self.notices + self.deadlines + self.lookups + self.kept
    }
}

/// What belongs to whom is erased.
#[derive(Debug, Default)]
struct Belongings {
    people: BTreeSet<String>,
    conversations: BTreeSet<ConversationId>,
    threads: BTreeSet<(ConversationId, ThreadKey)>,
    messages: BTreeSet<(ConversationId, SlackTs)>,
    /// What a kept agenda would name them by.
    words: BTreeSet<String>,
}

impl App {
    /// Erases everything of somebody, or, with `dry_run`, says what would be erased.
    ///
    /// # Errors
    /// The table's; some may be erased then, and erasing again goes on.
    pub async fn erase(&self, whom: &Whom, dry_run: bool, now: Timestamp) -> Result<Erased, AppError> {
        let belongings = self.belongings(whom).await?;
        if !dry_run {
            // First, so that nothing comes back while it is erased.
            let mut marks = Marks::read(&self.store).await?;
            marks.add_people(belongings.people.iter(), now);
            marks.add_conversations(belongings.conversations.iter(), now);
            marks.add_threads(belongings.threads.iter(), now);
            self.store.put_progress(marks::WORK, &marks).await?;
        }
        let mut erased = Erased::default();
        let mut touched = BTreeSet::new();
        let mut from = None;
        loop {
            let (rows, next) = self.store.rows_page(from).await?;
            let theirs: Vec<StoredRow> = rows.into_iter().filter(|row| belongings.have(row)).collect();
            for row in &theirs {
                erased.count(row);
                touched.extend(belongings.left_behind(row));
            }
            if !dry_run {
                self.cancel(&theirs).await;
                self.store.delete_rows(&theirs).await?;
            }
            from = next;
            if from.is_none() {
                break;
            }
        }
        if !dry_run {
            for (conversation, thread) in touched {
                // What others said stays, and is told without them.
                Box::pin(self.take_in(&conversation, &[], BTreeSet::from([thread]), now)).await?;
            }
        }
        Ok(erased)
    }

    async fn belongings(&self, whom: &Whom) -> Result<Belongings, AppError> {
        let mut theirs = Belongings::default();
        match whom {
            Whom::Person(key) => {
                theirs.people.insert(normal(key));
            }
            Whom::Customer(name) => {
                for source in &self.rules.sources {
                    let is_theirs =
                        same(&source.name, name) || source.company.as_deref().is_some_and(|company| same(company, name));
                    if let (true, SourcePlace::Channel { channel, .. }) = (is_theirs, &source.place) {
                        theirs.conversations.insert(ConversationId::slack(channel));
                    }
                }
                theirs.words.insert(name.clone());
            }
        }
        // Whom and what an item names is known only once all are seen; what those wrote elsewhere, only after that.
        let (mut from, mut messages) = (None, Vec::new());
        loop {
            let (rows, next) = self.store.rows_page(from).await?;
            for row in &rows {
                if let Whom::Customer(name) = whom {
                    theirs.find_customer(row, name);
                }
                messages.extend(message(row));
            }
            from = next;
            if from.is_none() {
                break;
            }
        }
        for (conversation, ts, author) in messages {
            if theirs.people.contains(&author) {
                theirs.threads.insert((conversation.clone(), ThreadKey::Root(ts.clone())));
                theirs.messages.insert((conversation, ts));
            }
        }
        let mut from = None;
        loop {
            let (rows, next) = self.store.rows_page(from).await?;
            rows.iter().for_each(|row| theirs.find_item(row));
            from = next;
            if from.is_none() {
                break;
            }
        }
        theirs.name_people();
        Ok(theirs)
    }

    async fn cancel(&self, rows: &[StoredRow]) {
        for row in rows {
            if let Some(RowKey { conversation, row: Row::Deadline { thread, since, step } }) = &row.row {
                let deadline = Deadline { since: *since, step: step.clone(), at: *since };
                self.unschedule(conversation, thread, &[deadline]).await;
            }
        }
    }
}

impl Belongings {
    /// A customer's channels and people: those whose source or company is called so.
    fn find_customer(&mut self, row: &StoredRow, name: &str) {
        let Some(folded) = &row.item else { return };
        if same(&folded.item.source, name) {
            self.conversations.insert(folded.conversation.clone());
        }
        let is_theirs = |company: &Option<String>| company.as_deref().is_some_and(|company| same(company, name));
        let people = folded.people.iter().filter(|(_, person)| is_theirs(&person.company));
        self.people.extend(people.map(|(key, _)| key.clone()));
        if is_theirs(&folded.item.requester.company) {
            self.people.insert(key_of(folded.item.requester.platform, &folded.item.requester.id));
        }
    }

    /// An item whose requester they are, and what it is called.
    fn find_item(&mut self, row: &StoredRow) {
        let (Some(RowKey { conversation, row: Row::Item(thread) }), Some(folded)) = (&row.row, &row.item) else { return };
        let requester = &folded.item.requester;
        let is_theirs =
            self.people.contains(&key_of(requester.platform, &requester.id)) || self.conversations.contains(conversation);
        if is_theirs {
            self.threads.insert((conversation.clone(), thread.clone()));
            self.words.insert(folded.item.id.to_string());
            self.words.insert(folded.item.title.clone());
            self.words.insert(requester.name.clone());
        }
    }

    /// What people are named by where they are mentioned.
    fn name_people(&mut self) {
        let names = self.people.iter().filter_map(|key| key.split_once(':').map(|(_, id)| id.to_owned()));
        let names: Vec<String> = names.collect();
        self.words.extend(names);
        self.words.retain(|word| word.chars().count() >= SHORTEST);
    }

    fn have(&self, row: &StoredRow) -> bool {
        let by_row =
            row.row.as_ref().is_some_and(|key| self.have_row(key) || (is_kept(&key.conversation) && self.are_named(&row.words)));
        by_row
            || row.fact.as_ref().is_some_and(|fact| self.have_fact(fact))
            || row.person.as_ref().is_some_and(|person| self.people.contains(person))
    }

    fn have_row(&self, key: &RowKey) -> bool {
        let in_thread = |thread: &ThreadKey| self.threads.contains(&(key.conversation.clone(), thread.clone()));
        self.conversations.contains(&key.conversation)
            || match &key.row {
                Row::Top(ts) | Row::About { ts, .. } => self.messages.contains(&(key.conversation.clone(), ts.clone())),
                Row::Fact { thread, .. } | Row::Item(thread) | Row::Deadline { thread, .. } | Row::Notice { thread, .. } => {
                    in_thread(thread)
                }
                _ => false,
            }
    }

    fn have_fact(&self, fact: &Fact) -> bool {
        let requester = match &fact.what {
            What::DuplicatedBy { requester, .. } => Some(key_of(requester.platform, &requester.id)),
            _ => None,
        };
        let named = fact.by.iter().cloned().chain(fact.what.names()).map(|author| author.key()).chain(requester);
        named.into_iter().any(|key| self.people.contains(&key))
    }

    fn are_named(&self, words: &str) -> bool {
        self.words.iter().any(|word| words.contains(word.as_str()))
    }

    /// The thread of somebody else's that loses a fact.
    fn left_behind(&self, row: &StoredRow) -> Option<(ConversationId, ThreadKey)> {
        let key = row.row.as_ref().filter(|key| row.fact.is_some() && !self.have_row(key) && !is_kept(&key.conversation))?;
        match &key.row {
            Row::Fact { thread, .. } => Some((key.conversation.clone(), thread.clone())),
            _ => None,
        }
    }
}

impl Erased {
    fn count(&mut self, row: &StoredRow) {
        let counter = match row.row.as_ref() {
            Some(key) if is_kept(&key.conversation) => &mut self.kept,
            Some(RowKey { row: Row::Item(_), .. }) => &mut self.items,
            Some(RowKey { row: Row::Notice { .. }, .. }) => &mut self.notices,
            Some(RowKey { row: Row::Deadline { .. }, .. }) => &mut self.deadlines,
            _ if row.fact.is_some() => &mut self.facts,
            _ => &mut self.lookups,
        };
        *counter += 1;
    }
}

/// Whether a conversation of our own keeps what was said to the team.
fn is_kept(conversation: &ConversationId) -> bool {
    conversation.roundup_on().is_some()
        || conversation.preparation_at().is_some()
        || conversation.handoff_to().is_some()
        || conversation.home_of().is_some()
}

/// A Slack message at top level and who wrote it.
fn message(row: &StoredRow) -> Option<(ConversationId, SlackTs, String)> {
    let (Some(RowKey { conversation, row: Row::Top(ts) }), Some(fact)) = (&row.row, &row.fact) else { return None };
    Some((conversation.clone(), ts.clone(), fact.by.as_ref()?.key()))
}

fn key_of(platform: Platform, id: &str) -> String {
    Author { platform, id: id.to_owned(), automated: false }.key()
}

/// As [`Author::key`] writes it: logins in lower case.
fn normal(key: &str) -> String {
    match key.split_once(':') {
        Some(("github", login)) => key_of(Platform::Github, login),
        _ => key.to_owned(),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
