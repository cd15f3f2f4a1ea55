//! Forms that were filled in.

use super::forms::asking;
use super::{Told, digest_of};
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::What;
use roundup_domain::item::Folded;
use roundup_ingest::slack::{Submission, View};
use roundup_views::Scene;
use roundup_views::action::{self, Target};
use roundup_views::form::{self, Errors, message};

/// What a form comes to: a fact with the verb that names it, or what is wrong with it.
type Read = Result<(&'static str, What), Errors>;

impl App {
    /// Takes a form: what is wrong with it is said inside it, and nothing of it is lost.
    pub(super) async fn submit(&self, submission: &Submission, now: Timestamp) -> Result<Told, AppError> {
        let (user, team) = (submission.user.as_str(), submission.team.as_deref());
        if let Some(why) = self.standing(user, team, now).await?.refusal() {
            return Ok(said(why));
        }
        let view = &submission.view;
        let Some(target) = Target::parse(&view.private_metadata) else { return Ok(None) };
        let Some(folded) = self.item_or_preview(&target.item, now).await? else {
            return Ok(said("This item is gone: it moved, was joined with another one, or was deleted."));
        };
        let read = match view.callback_id.as_deref() {
            Some(action::TRIAGE_FORM) => read_triage(&target, view),
            Some(action::SNOOZE_FORM) => self.read_snooze(&folded, view, now).await?,
            Some(action::ASK_FORM) => self.read_ask(user, team, view, now).await?,
            Some(action::SAME_AS_FORM) => self.read_same_as(&target, view).await?,
            Some(action::REPLY_FORM) => match asking(&folded, &target) {
                Some(asked) if asked.colleague == user => read_reply(&asked.fact, view),
                _ => return Ok(said("This question is not for you (any more).")),
            },
            _ => return Ok(None),
        };
        match read {
            Ok((verb, what)) => {
                let name = format!("{verb}:{}:{}", view.id, digest_of(&what));
                self.write_down(&target.item, user, name, now, what, now).await?;
                Ok(None)
            }
            Err(errors) => Ok(Some(message::errors(&errors))),
        }
    }

    async fn read_snooze(&self, folded: &Folded, view: &View, now: Timestamp) -> Result<Read, AppError> {
        let on_call = self.on_call().await?;
        let scene = Scene { rules: &self.rules, on_call: &on_call, now };
        Ok(form::snooze::read(&scene, folded, &view.values).map(|until| ("snoozed", What::Snoozed { until })))
    }

    /// Only a colleague is asked: the card names a customer and what they wrote.
    async fn read_ask(&self, asker: &str, team: Option<&str>, view: &View, now: Timestamp) -> Result<Read, AppError> {
        let (colleague, question) = match form::ask::read(asker, &view.values) {
            Ok(read) => read,
            Err(errors) => return Ok(Err(errors)),
        };
        if self.standing(&colleague, team, now).await?.refusal().is_some() {
            let why = "They are not on the team as far as Slack can say: ask somebody who is".to_owned();
            return Ok(Err(Errors::from([(form::ask::COLLEAGUE.to_owned(), why)])));
        }
        Ok(Ok(("asked", What::Asked { colleague, question })))
    }

    async fn read_same_as(&self, target: &Target, view: &View) -> Result<Read, AppError> {
        let other = match form::same_as::read(&target.item, &view.values) {
            Ok(other) => other,
            Err(errors) => return Ok(Err(errors)),
        };
        Ok(match self.standing_for(&target.item, &other).await? {
            Some(item) => Ok(("same_as", What::SameAs { item })),
            None => {
                let why = "That one is the same as this one already, or is gone: choose another".to_owned();
                Err(Errors::from([(form::same_as::OTHER_BLOCK.to_owned(), why)]))
            }
        })
    }
}

fn read_triage(target: &Target, view: &View) -> Read {
    let kind = form::triage::fixed_kind(target);
    form::triage::read(kind, &view.values).map(|triaged| ("triaged", What::Triaged(Box::new(triaged))))
}

fn read_reply(fact: &str, view: &View) -> Read {
    form::reply::read(&view.values).map(|text| ("replied", What::Replied { to: fact.to_owned(), text }))
}

/// The form gives way to a text.
fn said(text: &str) -> Told {
    Some(message::update(&message::notice_view("Roundup", text)))
}
