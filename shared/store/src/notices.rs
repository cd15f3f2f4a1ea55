//! Notices: messages that are owed, claimed before they are sent and marked when they are.
//!
//! A notice says what its message `wants` to show and what it has `shown`. While these differ it is in the outbox, from
//! `try_at` on. Whoever is to act on one claims it first; a claim that nobody follows up lapses after [`CLAIM`].

use crate::Store;
use crate::attributes::{Attributes, json, n, number, parsed, s, text, to_json};
use crate::error::StoreError;
use crate::facts::{CONDITION_FAILED, PRESENT};
use crate::keys::{self, Row, RowKey, ThreadKey};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::ConversationId;
use roundup_domain::plan::Notice;
use serde::{Deserialize, Serialize};

/// The notice, JSON.
const NOTICE: &str = "notice";
/// Where its message is, JSON.
const MESSAGE: &str = "message";
/// What the message is to show.
pub(crate) const WANTS: &str = "wants";
/// What it shows.
const SHOWN: &str = "shown";
/// When it was claimed by who has not yet said what came of it, RFC 3339.
const CLAIMED_AT: &str = "claimed_at";
/// How often it was claimed.
const ATTEMPTS: &str = "attempts";
/// How often in a row it did not work.
const FAILURES: &str = "failures";
/// What the message says, JSON, where that is settled beforehand.
const CONTENT: &str = "content";
/// When it is next to be tried, RFC 3339.
pub(crate) const TRY_AT: &str = "try_at";

/// Takes a notice out of the outbox, and from whoever claimed it: nothing is left to do.
const NOTHING_LEFT: &str = "REMOVE try_at, g1, g1s, claimed_at, failures";

/// How long a claim keeps others away. It is dated when whoever claims it began to run, so that this is longer than any of them
/// may run (the sweep: 300 s) and clocks differ: who still may be sending is overtaken by nobody.
pub const CLAIM: SignedDuration = SignedDuration::from_secs(330);

/// Where a message is in Slack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMessage {
    /// The channel, or the direct message's.
    pub channel: String,
    /// Its timestamp there.
    pub ts: String,
}

/// A notice as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredNotice {
    /// What is owed.
    pub notice: Notice,
    /// The message, once it was sent.
    pub message: Option<SentMessage>,
    /// What the message is to show: a name for its state, not the text.
    pub wants: String,
    /// What it shows.
    pub shown: Option<String>,
    /// When it was claimed by who has not yet said what came of it.
    pub claimed_at: Option<Timestamp>,
    /// How often it was claimed.
    pub attempts: u32,
    /// How often in a row it did not work.
    pub failures: u32,
    /// When it is next to be tried; none where nothing is to be done.
    pub try_at: Option<Timestamp>,
    /// What the message says, JSON, where that is settled beforehand and not drawn from an item.
    pub content: Option<String>,
}

impl StoredNotice {
    /// A notice that is to be sent from `try_at` on.
    #[must_use]
    pub fn new(notice: Notice, wants: impl Into<String>, try_at: Timestamp) -> Self {
        Self {
            notice,
            message: None,
            wants: wants.into(),
            shown: None,
            claimed_at: None,
            attempts: 0,
            failures: 0,
            try_at: Some(try_at),
            content: None,
        }
    }

    /// The same with what its message says.
    #[must_use]
    pub fn saying(mut self, content: impl Into<String>) -> Self {
        self.content = Some(content.into());
        self
    }

    /// Whether the message shows what it is to show.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.shown.as_deref() == Some(&self.wants)
    }

    /// Whether somebody is at it at `now`, or died over it not long before.
    #[must_use]
    pub fn is_claimed(&self, now: Timestamp) -> bool {
        self.claimed_at.is_some_and(|claimed_at| now.duration_since(claimed_at) < CLAIM)
    }
}

impl Store {
    /// Claims a notice: true if it was claimed `seen_attempts` times and now belongs to the caller until `now` plus
    /// [`CLAIM`]; false if somebody else claimed it since, or it is gone.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn claim_notice(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        seen_attempts: u32,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let until = now.checked_add(CLAIM).unwrap_or(now);
        let update = self
            .update_notice(conversation, thread, key)
            .update_expression("SET attempts = :next, claimed_at = :now, try_at = :until, g1 = :outbox, g1s = :due")
            .condition_expression("attempts = :seen")
            .expression_attribute_values(":seen", n(seen_attempts))
            .expression_attribute_values(":next", n(seen_attempts.saturating_add(1)))
            .expression_attribute_values(":now", s(now.to_string()));
        done(in_outbox(update, until)).await
    }

    /// Notes that the notice's message was sent and shows `shown`. The notice leaves the outbox, unless it wants to show
    /// something else by now. False if there is no such notice (any more).
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn notice_posted(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        message: &SentMessage,
        shown: &str,
    ) -> Result<bool, StoreError> {
        self.shown(conversation, thread, key, Some(message), shown).await
    }

    /// Notes that the notice's message now shows `shown`, as [`Self::notice_posted`].
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn notice_shown(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        shown: &str,
    ) -> Result<bool, StoreError> {
        self.shown(conversation, thread, key, None, shown).await
    }

    /// Lets a notice go without sending or editing anything, as it shows what it is to show, or there is nothing to tell any more:
    /// if it was claimed `seen_attempts` times and still wants to show `shown`. False where it is otherwise by now: whoever claimed
    /// it may be sending it, and whoever changed it has left it in the outbox.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn notice_let_go(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        seen_attempts: u32,
        shown: &str,
    ) -> Result<bool, StoreError> {
        let update = self
            .update_notice(conversation, thread, key)
            .update_expression(format!("SET shown = :shown {NOTHING_LEFT}"))
            .condition_expression("attempts = :seen AND wants = :shown")
            .expression_attribute_values(":seen", n(seen_attempts))
            .expression_attribute_values(":shown", s(shown));
        done(update).await
    }

    /// Notes that it did not work, by whoever had claimed it as it was claimed `attempts` times, or was turned back before
    /// that: it is tried again from `try_at` on. False if somebody else has claimed it since, or there is no such notice (any
    /// more).
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn notice_failed(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        attempts: u32,
        try_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = self
            .update_notice(conversation, thread, key)
            .update_expression("SET try_at = :until, g1 = :outbox, g1s = :due REMOVE claimed_at ADD failures :one")
            .condition_expression("attempts = :attempts")
            .expression_attribute_values(":attempts", n(attempts))
            .expression_attribute_values(":one", n(1));
        done(in_outbox(update, try_at)).await
    }

    /// Has the notice's message say something else, from `try_at` on, if it still wants to show `before`; false where
    /// somebody else was faster, or it is gone.
    ///
    /// # Errors
    /// If the table does not take it.
    pub async fn notice_says(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        (before, wants): (&str, &str),
        content: &str,
        try_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = self
            .update_notice(conversation, thread, key)
            .update_expression("SET content = :content, wants = :wants, try_at = :until, g1 = :outbox, g1s = :due")
            .condition_expression("wants = :before")
            .expression_attribute_values(":content", s(content))
            .expression_attribute_values(":before", s(before))
            .expression_attribute_values(":wants", s(wants));
        done(in_outbox(update, try_at)).await
    }

    async fn shown(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        key: &str,
        message: Option<&SentMessage>,
        shown: &str,
    ) -> Result<bool, StoreError> {
        let set = if message.is_some() { "SET shown = :shown, message = :message" } else { "SET shown = :shown" };
        let message = message.map(|message| to_json(MESSAGE, message)).transpose()?;
        let update = || {
            let update = self.update_notice(conversation, thread, key).expression_attribute_values(":shown", s(shown));
            message.iter().fold(update, |update, message| update.expression_attribute_values(":message", message.clone()))
        };
        let settled = update().update_expression(format!("{set} {NOTHING_LEFT}")).condition_expression("wants = :shown");
        if done(settled).await? {
            return Ok(true);
        }
        // It wants to show something else by now: what it shows is noted, and it stays in the outbox.
        done(update().update_expression(format!("{set} REMOVE claimed_at, failures")).condition_expression(PRESENT)).await
    }

    fn update_notice(&self, conversation: &ConversationId, thread: &ThreadKey, key: &str) -> UpdateItemFluentBuilder {
        let key = notice_row_key(conversation, thread, key).attributes();
        self.client.update_item().table_name(&*self.table).set_key(Some(key))
    }
}

/// Carries out an update; false where its condition does not hold.
async fn done(update: UpdateItemFluentBuilder) -> Result<bool, StoreError> {
    match update.send().await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Some(CONDITION_FAILED) => Ok(false),
        Err(error) => Err(StoreError::of("UpdateItem", &error)),
    }
}

fn in_outbox(update: UpdateItemFluentBuilder, try_at: Timestamp) -> UpdateItemFluentBuilder {
    update
        .expression_attribute_values(":until", s(try_at.to_string()))
        .expression_attribute_values(":outbox", s(keys::OUTBOX))
        .expression_attribute_values(":due", s(keys::due(try_at)))
}

/// The notice's key.
pub(crate) fn notice_row_key(conversation: &ConversationId, thread: &ThreadKey, key: &str) -> RowKey {
    RowKey::new(conversation, Row::Notice { thread: thread.clone(), key: key.to_owned() })
}

/// The notice's row.
pub(crate) fn notice_row(
    conversation: &ConversationId,
    thread: &ThreadKey,
    stored: &StoredNotice,
) -> Result<Attributes, StoreError> {
    let mut row = notice_row_key(conversation, thread, &stored.notice.key).attributes();
    let mut put = |name: &str, value| row.insert(name.to_owned(), value);
    put(NOTICE, to_json(NOTICE, &stored.notice)?);
    put(WANTS, s(&stored.wants));
    put(ATTEMPTS, n(stored.attempts));
    if stored.failures > 0 {
        put(FAILURES, n(stored.failures));
    }
    if let Some(message) = &stored.message {
        put(MESSAGE, to_json(MESSAGE, message)?);
    }
    if let Some(shown) = &stored.shown {
        put(SHOWN, s(shown));
    }
    if let Some(content) = &stored.content {
        put(CONTENT, s(content));
    }
    if let Some(claimed_at) = stored.claimed_at {
        put(CLAIMED_AT, s(claimed_at.to_string()));
    }
    if let Some(try_at) = stored.try_at {
        put(TRY_AT, s(try_at.to_string()));
        put(keys::G1, s(keys::OUTBOX));
        put(keys::G1S, s(keys::due(try_at)));
    }
    Ok(row)
}

/// Reads a notice's row.
pub(crate) fn stored_notice(row: &Attributes) -> Result<StoredNotice, StoreError> {
    Ok(StoredNotice {
        notice: json(row, NOTICE)?,
        message: row.contains_key(MESSAGE).then(|| json(row, MESSAGE)).transpose()?,
        wants: text(row, WANTS).ok_or(StoreError::Malformed { attribute: WANTS })?.to_owned(),
        shown: text(row, SHOWN).map(str::to_owned),
        claimed_at: parsed(row, CLAIMED_AT)?,
        attempts: number(row, ATTEMPTS)?,
        failures: if row.contains_key(FAILURES) { number(row, FAILURES)? } else { 0 },
        try_at: parsed(row, TRY_AT)?,
        content: text(row, CONTENT).map(str::to_owned),
    })
}
