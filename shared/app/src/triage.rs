//! What people do in Slack with our buttons, forms, shortcuts and commands. Each becomes a fact, named so that doing it twice
//! changes nothing; the reactor does the rest, and everybody's cards show it.

mod act;
mod asker;
mod command;
mod forms;
mod submit;
mod suggest;
mod track;
mod words;

use crate::duplicates::filed_in;
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{Author, Fact, Filed, ItemId, SlackTs, What};
use roundup_ingest::slack::Interaction;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// How far Slack's time of an action may be off ours. Beyond, ours is taken: a request is never signed longer before.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The body of an answer to Slack; none where an empty one will do.
pub type Told = Option<Value>;

impl App {
    /// Does what somebody asked for with a button, form, menu or shortcut.
    ///
    /// # Errors
    /// The table's.
    pub async fn interact(&self, interaction: &Interaction, now: Timestamp) -> Result<Told, AppError> {
        match interaction {
            Interaction::Action(action) => self.act(action, now).await.map(|()| None),
            Interaction::Submission(submission) => self.submit(submission, now).await,
            Interaction::Suggestion(suggestion) => self.suggest(suggestion, now).await.map(Some),
            Interaction::Shortcut(shortcut) => self.shortcut(shortcut, now).await.map(|()| None),
            Interaction::Ignored(reason) => {
                tracing::info!(reason, "an interaction that is not ours");
                Ok(None)
            }
        }
    }

    /// Writes down what somebody did about an item with a button.
    async fn record(
        &self,
        item: &ItemId,
        by: &str,
        verb: &str,
        at: &SlackTs,
        what: What,
        now: Timestamp,
    ) -> Result<(), AppError> {
        self.write_down(item, by, format!("{verb}:{by}:{at}"), when(at, now), what, now).await
    }

    async fn write_down(
        &self,
        item: &ItemId,
        by: &str,
        name: String,
        at: Timestamp,
        what: What,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let filed: Filed = filed_in(item, Fact { name, at, by: Some(Author::slack(by)), what, subject: None });
        self.put_counted(&filed, now).await
    }
}

/// When something was done, by Slack's time.
fn when(at: &SlackTs, now: Timestamp) -> Timestamp {
    let said = at.time();
    if now.duration_since(said).abs() <= SKEW { said } else { now }
}

/// Names what is in a form: the same content, submitted twice from one view, is one fact.
fn digest_of(what: &What) -> String {
    let content = serde_json::to_vec(what).unwrap_or_default();
    Sha256::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
