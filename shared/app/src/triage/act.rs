//! Buttons and menus.

use super::asker::Asker;
use super::when;
use crate::on_call::accepted_by;
use crate::staff::in_time;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::fact::{Decision, UNDO_WINDOW};
use roundup_domain::item::{Folded, State};
use roundup_domain::{Author, ConversationId, Kind, Role, What};
use roundup_ingest::slack::Action;
use roundup_slack::mrkdwn::escape;
use roundup_store::ThreadKey;
use roundup_views::Scene;
use roundup_views::action::{self, HomeState, Target, parse_decision_block};
use roundup_views::form;

/// What is said about an item that there is not (any more).
const GONE: &str = "This item is gone: it moved, was joined with another one, or was deleted.";

/// What somebody is told who has joined the team since they wrote in an item.
const FROM_OUTSIDE: &str = "You wrote here before you joined the team, and count as somebody from outside in this item; please ask a colleague to do it.";

impl App {
    /// Does what a button or menu is for, if who used it may.
    pub(super) async fn act(&self, pressed: &Action, now: Timestamp) -> Result<(), AppError> {
        let asker = Asker::of_action(pressed);
        if let Some(why) = self.standing(asker.user, asker.team, now).await?.refusal() {
            self.tell_asker(&asker, why).await;
            return Ok(());
        }
        // What stands behind a colon only tells buttons of one block apart.
        let name = pressed.action_id.split(':').next().unwrap_or_default();
        let value = pressed.value.as_deref().unwrap_or_default();
        match name {
            action::LINK | action::EXISTING | action::OTHER => Ok(()),
            action::HOME => {
                let state = HomeState::parse(value).unwrap_or_default();
                self.show_home(asker.user, &state, now).await
            }
            action::KIND => self.change_kind(pressed, now).await,
            action::ACCEPT => self.accept(&asker, value, now).await,
            action::UNDO_OVERRIDE => self.undo_override(&asker, value, pressed, now).await,
            action::DECIDE | action::OWNER => self.decide_entry(name, pressed, value, now).await,
            _ => self.act_on_item(name, value, pressed, &asker, now).await,
        }
    }

    async fn act_on_item(
        &self,
        name: &str,
        value: &str,
        pressed: &Action,
        asker: &Asker<'_>,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let Some(target) = Target::parse(value) else {
            tracing::info!(action = name, "a button that is not ours");
            return Ok(());
        };
        let Some(folded) = self.store.item(&target.item).await? else {
            self.tell_asker(asker, GONE).await;
            return Ok(());
        };
        if was_outside(&folded, asker.user) {
            self.tell_asker(asker, FROM_OUTSIDE).await;
            return Ok(());
        }
        if let Some(view) = self.form_of(name, &target, &folded, now).await? {
            self.open(asker, &view).await;
            return Ok(());
        }
        let at = when(&pressed.action_ts, now);
        match deed(name, &target, &folded, asker.user, at) {
            Deed::Do(verb, what) => self.record(&target.item, asker.user, verb, &pressed.action_ts, what, now).await,
            Deed::TakeBack { of, at } => {
                self.write_down(&target.item, asker.user, undone(&of, asker.user), at, What::Undone { of }, now).await
            }
            Deed::Tell(why) => {
                self.tell_asker(asker, &why).await;
                Ok(())
            }
        }
    }

    /// Another kind was chosen in the triage form: it is drawn anew, with what was entered.
    async fn change_kind(&self, pressed: &Action, now: Timestamp) -> Result<(), AppError> {
        let Some(view) = &pressed.view else { return Ok(()) };
        let kind = pressed.value.as_deref().and_then(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name));
        let Some(target) = Target::parse(&view.private_metadata) else { return Ok(()) };
        let Some(folded) = self.item_or_preview(&target.item, now).await? else { return Ok(()) };
        let text = self.whole_text(&folded, now).await?;
        let on_call = self.on_call().await?;
        let scene = Scene { rules: &self.rules, on_call: &on_call, now };
        let drawn = form::triage::view(&scene, &folded, &text, kind, Some(&form::triage::entered(&target, &view.values)));
        let team = self.team_of(&Asker::of_action(pressed)).to_owned();
        let update = self.slack.update_view(&team, &view.id, view.hash.as_deref(), &drawn);
        if let Err(error) = in_time("views.update", update).await {
            // Most likely a second choice in quick succession, whose own drawing comes after.
            tracing::info!(%error, "a form was not drawn anew");
        }
        Ok(())
    }

    /// The incoming person accepts the hand-off.
    async fn accept(&self, asker: &Asker<'_>, from: &str, now: Timestamp) -> Result<(), AppError> {
        let Ok(from) = from.parse::<Timestamp>() else { return Ok(()) };
        let conversation = ConversationId::handoff(from);
        if self.store.thread(&conversation, &ThreadKey::Only).await?.notices.is_empty() {
            self.tell_asker(asker, "There is no such hand-off.").await;
            return Ok(());
        }
        self.write_down_in(conversation, asker.user, accepted_by(asker.user), now, What::Accepted).await
    }

    async fn undo_override(&self, asker: &Asker<'_>, of: &str, pressed: &Action, now: Timestamp) -> Result<(), AppError> {
        let agreed = self.store.thread(&ConversationId::on_call(), &ThreadKey::Only).await?;
        let Some(taken) = agreed.facts.iter().find(|fact| fact.name == of && fact.what.can_be_undone()) else {
            self.tell_asker(asker, "There is nothing to take back.").await;
            return Ok(());
        };
        // Slack's clock may be behind ours, by which the other was written down.
        let at = when(&pressed.action_ts, now).max(taken.at);
        if at.duration_since(taken.at) > UNDO_WINDOW {
            self.tell_asker(asker, "That can be taken back for an hour; now `/roundup take` or `swap` does it.").await;
            return Ok(());
        }
        let what = What::Undone { of: of.to_owned() };
        self.write_down_in(ConversationId::on_call(), asker.user, undone(of, asker.user), at, what).await?;
        self.tell_asker(asker, "Taken back.").await;
        Ok(())
    }

    /// A decision of the Roundup, or an owner, noted down in the posted agenda.
    async fn decide_entry(&self, name: &str, pressed: &Action, value: &str, now: Timestamp) -> Result<(), AppError> {
        let Some((meeting, item)) = pressed.block_id.as_deref().and_then(parse_decision_block) else { return Ok(()) };
        let (verb, what) = match (name, Decision::of_name(value)) {
            (action::DECIDE, Some(decision)) => ("decided", What::Decided { meeting, decision }),
            (action::OWNER, _) if !value.is_empty() => ("owned", What::Owned { meeting, owner: value.to_owned() }),
            _ => return Ok(()),
        };
        let asker = Asker::of_action(pressed);
        if self.store.item(&item).await?.is_none() {
            self.tell_asker(&asker, GONE).await;
            return Ok(());
        }
        // Slack's menu offers customers and bots too, and an owner is named in the agenda and the tracker.
        let instead = "choose somebody who is to look after it";
        if let What::Owned { owner, .. } = &what
            && let Some(why) = self.why_no_colleague(owner, asker.team, instead, now).await?
        {
            self.tell_asker(&asker, &why).await;
            return Ok(());
        }
        self.record(&item, &pressed.user, &format!("{verb}:{meeting}"), &pressed.action_ts, what, now).await
    }
}

/// Whether an item knows somebody as one from outside: who joins later does not rewrite its history, and what they do there does
/// not count.
fn was_outside(folded: &Folded, user: &str) -> bool {
    let known = folded.people.get(&Author::slack(user).key());
    known.is_some_and(|person| person.role != Role::Staff && !person.provisional)
}

/// What a button about an item comes to.
enum Deed {
    /// A fact named after who did it and when.
    Do(&'static str, What),
    /// The fact `of` is taken back, at this time.
    TakeBack { of: String, at: Timestamp },
    /// Nothing, for this reason.
    Tell(String),
}

fn deed(name: &str, target: &Target, folded: &Folded, user: &str, at: Timestamp) -> Deed {
    let item = &folded.item;
    let waits = item.state == State::Waiting;
    let nobody = || Deed::Tell("Nobody waits here any more.".to_owned());
    let extra = target.extra.clone();
    match name {
        action::ANSWERED if waits => Deed::Do("answered", What::Answered),
        action::NO_RESPONSE if waits => Deed::Do("no_response", What::NoResponse),
        action::ANSWERED | action::NO_RESPONSE => nobody(),
        action::CLAIM => match item.claimed_by.as_deref() {
            Some(holder) if holder == user => Deed::Tell("You have it already.".to_owned()),
            Some(holder) if Some(holder) != extra.as_deref() => {
                let name = Folded::name_of(&folded.people, &Author::slack(holder).key());
                Deed::Tell(format!("{} was faster.", escape(&name)))
            }
            // Also where the card shows somebody who has given it back meanwhile.
            holder => Deed::Do("claimed", What::Claimed { instead_of: holder.map(str::to_owned) }),
        },
        action::RELEASE => match extra {
            Some(of) if item.claimed_by.as_ref() == Some(&of) => Deed::Do("released", What::Released { of }),
            _ => Deed::Tell("It is not claimed like that any more.".to_owned()),
        },
        action::WAKE if folded.triage.snooze.is_some() => Deed::Do("woken", What::Woken),
        action::WAKE => Deed::Tell("It is not snoozed any more.".to_owned()),
        action::READY => ready(folded),
        action::UNREADY => Deed::Do("ready_set", What::ReadySet { ready: false }),
        action::COUNTS => match extra {
            Some(of) => Deed::Do("counts", What::Counts { of }),
            None => Deed::Tell("It is not said which comment.".to_owned()),
        },
        action::UNDO => undo(folded, extra.unwrap_or_default(), at),
        _ => Deed::Tell("Roundup does not know this button (any more).".to_owned()),
    }
}

/// Ready for the Roundup is what has a kind and a complete form.
fn ready(folded: &Folded) -> Deed {
    let Some(kind) = folded.item.kind else {
        return Deed::Tell("It has no kind yet: press *Triage* and choose one.".to_owned());
    };
    let missing: Vec<&str> = kind
        .fields()
        .iter()
        .filter(|field| folded.item.missing.iter().any(|name| name == field.name))
        .map(|field| field.label)
        .collect();
    match missing.is_empty() {
        true => Deed::Do("ready_set", What::ReadySet { ready: true }),
        false => Deed::Tell(format!("Not ready yet: the form lacks {}. Press *Triage* to fill it in.", missing.join(", "))),
    }
}

/// The name of the fact that somebody takes back a fact.
fn undone(of: &str, user: &str) -> String {
    format!("undone:{of}:{user}")
}

fn undo(folded: &Folded, of: String, at: Timestamp) -> Deed {
    let done = folded.triage.actions.iter().find(|done| done.fact == of && done.can_be_undone);
    match done {
        // A form is dated by our clock, a button by Slack's: nothing is taken back before it was done.
        Some(done) if at.duration_since(done.at) <= UNDO_WINDOW => Deed::TakeBack { of, at: at.max(done.at) },
        Some(_) => Deed::Tell("That can be taken back for an hour, which is over.".to_owned()),
        None => Deed::Tell("It was taken back already, or too much was done since.".to_owned()),
    }
}
