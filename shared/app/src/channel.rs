//! Reading a Slack channel around one message: which top-level messages are one item (rule 4).
//!
//! A chain of messages goes on only while each is within five minutes of the one before, so what is read stays near.

mod stretches;

pub(crate) use stretches::Stretches;

use crate::sources::Place;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::channel::Top;
use roundup_domain::fold::participants;
use roundup_domain::{ConversationId, Fact, Role, SlackTs, What};
use roundup_store::Towards;

/// A top-level message with its fact.
#[derive(Clone, Debug)]
pub(crate) struct TopFact {
    pub top: Top,
    pub fact: Fact,
}

/// The nearest message of a person on one side of another message.
#[derive(Clone, Debug)]
pub(crate) struct Nearest {
    /// The bots' messages on the way there.
    pub bots: Vec<SlackTs>,
    /// The message.
    pub found: Option<TopFact>,
}

impl App {
    /// The people's top-level messages of a stretch of a channel (ends included), in order; bots' are left out, since they
    /// neither group nor come between.
    pub(crate) async fn tops(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        from: &SlackTs,
        until: Option<&SlackTs>,
        now: Timestamp,
    ) -> Result<Vec<TopFact>, AppError> {
        let facts = self.all_tops(conversation, place, from, until).await?;
        self.people_only(place, facts, now).await
    }

    /// Leaves out the bots.
    async fn people_only(&self, place: &Place<'_>, facts: Vec<Fact>, now: Timestamp) -> Result<Vec<TopFact>, AppError> {
        let people = self.people(&participants(facts.iter()), None, place.team.as_deref(), now).await?;
        place.unknown.note(people.values().any(|person| person.provisional));
        let role = |author: &roundup_domain::Author| self.rules.team.person(author, people.get(&author.key())).role;
        let tops = facts.into_iter().filter_map(|fact| Some(TopFact { top: Top::from_fact(&fact, role)?, fact }));
        Ok(tops.filter(|found| found.top.role != Role::Bot).collect())
    }

    /// The top-level message `ts`, if there is one (and it is no bot's).
    pub(crate) async fn top(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        now: Timestamp,
    ) -> Result<Option<TopFact>, AppError> {
        let fact = self.any_top(conversation, place, ts).await?;
        Ok(self.people_only(place, fact.into_iter().collect(), now).await?.pop())
    }

    /// The last message of a person before `ts`, however long before.
    pub(crate) async fn last_before(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        now: Timestamp,
    ) -> Result<Option<TopFact>, AppError> {
        Ok(self.nearest(conversation, place, ts, Towards::Beginning, now).await?.found)
    }

    /// The first message of a person after `ts`, however long after, and the bots' in between.
    pub(crate) async fn first_after(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        now: Timestamp,
    ) -> Result<Nearest, AppError> {
        self.nearest(conversation, place, ts, Towards::End, now).await
    }

    async fn nearest(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        towards: Towards,
        now: Timestamp,
    ) -> Result<Nearest, AppError> {
        let mut ts = ts.clone();
        let mut bots = Vec::new();
        loop {
            let page = self.tops_beyond(conversation, place, &ts, towards).await?;
            let passed: Vec<SlackTs> = page.iter().filter_map(fact_ts).collect();
            let Some(furthest) = passed.last() else { return Ok(Nearest { bots, found: None }) };
            ts = furthest.clone();
            let found = self.people_only(place, page, now).await?.into_iter().next();
            bots.extend(passed.into_iter().take_while(|ts| found.as_ref().is_none_or(|found| found.top.ts != *ts)));
            if found.is_some() {
                return Ok(Nearest { bots, found });
            }
        }
    }

    /// The head of the item that the top-level message or thread root `ts` belongs to.
    pub(crate) async fn head_of(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        ts: &SlackTs,
        now: Timestamp,
    ) -> Result<SlackTs, AppError> {
        let Some(mut head) = self.top(conversation, place, ts, now).await? else { return Ok(ts.clone()) };
        while let Some(before) = self.last_before(conversation, place, &head.top.ts, now).await?
            && head.top.continues(&before.top)
        {
            head = before;
        }
        Ok(head.top.ts)
    }

    /// The top-level messages that are one item with `head`, itself first; empty where `head` is none (a thread's root that
    /// was never seen).
    pub(crate) async fn group_of(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        head: &SlackTs,
        now: Timestamp,
    ) -> Result<Vec<TopFact>, AppError> {
        let mut group: Vec<TopFact> = self.top(conversation, place, head, now).await?.into_iter().collect();
        while let Some(last) = group.last()
            && let Some(after) = self.first_after(conversation, place, &last.top.ts, now).await?.found
            && after.top.continues(&last.top)
        {
            group.push(after);
        }
        Ok(group)
    }
}

fn fact_ts(fact: &Fact) -> Option<SlackTs> {
    match &fact.what {
        What::Comment { id, .. } => id.parse().ok(),
        _ => None,
    }
}
