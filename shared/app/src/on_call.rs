//! Who is on call, with what people have agreed on since the configuration was written; and that every change is noticed.
//!
//! Every change of the person on call, by rotation, override, `/roundup take` or `swap`, or by one of these taken back, is a
//! hand-off: noticed by the schedule at its time, or by the sweep, or when the agreement comes in. What was handed over last
//! is kept, so that each is handed over once.

mod agreed;
mod handoff;

use crate::{App, AppError};
use handoff::Change;
pub(crate) use handoff::accepted_by;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::plan::Deadline;
use roundup_domain::rotation::{OnCall, Override, Shift};
use roundup_domain::{Author, ConversationId, Fact, What};
use roundup_store::{HandedOver, ThreadKey};

/// The step at which the next shift begins.
const NEXT_SHIFT: &str = "handoff";

/// How often a hand-off is looked at anew when somebody else was faster.
const TRIES: u32 = 4;

impl App {
    /// Who is on call, with what people have agreed on.
    ///
    /// # Errors
    /// The table's.
    pub async fn on_call(&self) -> Result<OnCall, AppError> {
        Ok(self.rules.on_call.with(&self.agreed().await?))
    }

    /// What people have agreed on.
    async fn agreed(&self) -> Result<Vec<Fact>, AppError> {
        Ok(self.store.thread(&ConversationId::on_call(), &ThreadKey::Only).await?.facts)
    }

    /// Hands over where the person on call is another one than at the last hand-off; sees to it that the next change is
    /// noticed in time. Of the first person ever, only the user group is told.
    ///
    /// # Errors
    /// The table's, or writers that keep overtaking.
    pub async fn hand_over(&self, now: Timestamp) -> Result<(), AppError> {
        for _ in 0..TRIES {
            if self.try_hand_over(now).await? {
                return Ok(());
            }
        }
        Err(AppError::Contended { conversation: ConversationId::on_call().to_string(), tries: TRIES })
    }

    /// When a hand-off is next to be looked for: when the shift ends; `now`, where one was missed; never, where nobody else
    /// comes.
    ///
    /// # Errors
    /// The table's.
    pub async fn next_hand_over(&self, now: Timestamp) -> Result<Option<Timestamp>, AppError> {
        let Some(known) = self.store.handed_over().await? else { return Ok(Some(now)) };
        let on_call = self.on_call().await?;
        let shift = on_call.at(now);
        let next = ends(&on_call, shift.as_ref(), now);
        let is_missed = known.user != shift.map(|shift| shift.user) || known.next != next;
        Ok(if is_missed { Some(now) } else { next })
    }

    /// False where somebody else was faster.
    async fn try_hand_over(&self, now: Timestamp) -> Result<bool, AppError> {
        // Read before the agreements: whoever wrote it knew no more of them.
        let known = self.store.handed_over().await?;
        // Clocks differ between machines: what was handed over is not handed back by a clock that is behind.
        let now = known.as_ref().map_or(now, |known| now.max(known.from));
        let agreed = self.agreed().await?;
        let on_call = self.rules.on_call.with(&agreed);
        let shift = on_call.at(now);
        let user = shift.as_ref().map(|shift| shift.user.clone());
        let next = ends(&on_call, shift.as_ref(), now);
        let is_same = known.as_ref().is_some_and(|known| known.user == user);
        if is_same && known.as_ref().is_some_and(|known| known.next == next) {
            return Ok(true);
        }
        self.watch(known.as_ref().and_then(|known| known.next), next, now).await;
        let mut from = known.as_ref().map_or(now, |known| known.from);
        if !is_same {
            from = begins(shift.as_ref(), known.as_ref(), &agreed, now);
            self.change(shift, known.as_ref(), from, took(&on_call, &agreed, now), now).await?;
        }
        let handed_over = HandedOver { user: user.clone(), from, next };
        if !self.store.put_handed_over(&handed_over, known.as_ref()).await? {
            return Ok(false);
        }
        let outgoing = known.and_then(|known| known.user);
        let changed = [outgoing, user].into_iter().flatten().filter(|_| !is_same);
        self.redraw_homes(changed.map(|user| Author::slack(&user)).collect(), now).await?;
        Ok(true)
    }

    /// Ends the last hand-off and begins the next.
    async fn change(
        &self,
        shift: Option<Shift>,
        known: Option<&HandedOver>,
        from: Timestamp,
        taken: bool,
        now: Timestamp,
    ) -> Result<(), AppError> {
        if let Some(known) = known {
            self.settle_hand_off(&ConversationId::handoff(known.from), true, now).await?;
        }
        let Some(shift) = shift else { return Ok(()) };
        let outgoing = known.and_then(|known| known.user.clone());
        self.tell_hand_off(&Change { from, incoming: shift.user, outgoing, taken, is_first: known.is_none() }, now).await
    }

    /// Has the next change noticed at its time, and the one that is not to come no more.
    async fn watch(&self, before: Option<Timestamp>, next: Option<Timestamp>, now: Timestamp) {
        let change = |at: Timestamp| Deadline { since: at, step: NEXT_SHIFT.to_owned(), at };
        let (conversation, thread) = (ConversationId::on_call(), ThreadKey::Only);
        self.schedule(&conversation, &thread, next.map(change).iter(), now).await;
        let off = before.filter(|before| Some(*before) != next && *before > now).map(change);
        self.unschedule(&conversation, &thread, off.as_slice()).await;
    }
}

/// When who is on call at `now` changes next.
fn ends(on_call: &OnCall, shift: Option<&Shift>, now: Timestamp) -> Option<Timestamp> {
    match shift {
        Some(shift) => shift.until,
        None => on_call.next(now).map(|next| next.from),
    }
}

/// The time by which a hand-off is named: when the shift began. Where that was before the last hand-off, because what people
/// agreed on or took back has put somebody on call whose turn it had been all along, the time of that.
fn begins(shift: Option<&Shift>, known: Option<&HandedOver>, agreed: &[Fact], now: Timestamp) -> Timestamp {
    let began = shift.map(|shift| shift.from).filter(|from| *from > Timestamp::MIN);
    let Some(known) = known else { return began.unwrap_or(now) };
    let is_agreement = |fact: &&Fact| matches!(fact.what, What::Override { .. } | What::Undone { .. });
    let agreed = agreed.iter().filter(is_agreement).map(|fact| fact.at).filter(|at| *at <= now).max();
    let later = [began, agreed].into_iter().flatten().find(|at| *at > known.from);
    later.unwrap_or_else(|| known.from.checked_add(SignedDuration::from_micros(1)).unwrap_or(now))
}

/// Whether whoever is on call at `now` has put themselves there.
fn took(on_call: &OnCall, agreed: &[Fact], now: Timestamp) -> bool {
    let stands = |user: &str, from: Timestamp, to: Timestamp| {
        on_call.overrides.contains(&Override { user: user.to_owned(), from, to }) && from <= now && now < to
    };
    let is_it = |fact: &&Fact| matches!(&fact.what, What::Override { user, from, to } if stands(user, *from, *to));
    let last = agreed.iter().filter(is_it).max_by_key(|fact| (fact.at, &fact.name));
    let incoming = on_call.at(now).map(|shift| shift.user);
    last.is_some_and(|fact| match (&fact.what, &fact.by) {
        (What::Override { user, .. }, Some(by)) => by.id == *user && incoming.as_ref() == Some(user),
        _ => false,
    })
}
