//! What is counted behind the table (`roundup_metrics`): names and numbers, never what people wrote.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::item::Folded;
use roundup_domain::plan::Act;
use roundup_domain::{ConversationId, Filed, What};
use roundup_metrics::Metric;
use roundup_store::{StoredNotice, Thread, Written};

/// What a sweep left.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Left {
    /// Items that wait past their deadline.
    pub open_past_deadline: usize,
    /// What is owed still.
    pub owed: usize,
}

impl App {
    /// Writes down what somebody did in Slack, and counts it where it is news.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn put_counted(&self, filed: &Filed, now: Timestamp) -> Result<(), AppError> {
        let written = self.store.put_fact(filed).await?;
        if written == Written::New {
            let line = self.metrics.at(now).count_of(Metric::Facts, "interaction", 1);
            let line = line.lasted(Metric::EventToFactSeconds, now.duration_since(filed.fact.at));
            line.with("conversation", &filed.conversation).with("fact", &filed.fact.name).write();
        }
        Ok(())
    }

    /// A message was sent, or something was brought about.
    pub(crate) fn count_sent(&self, conversation: &ConversationId, stored: &Thread, notice: &StoredNotice, now: Timestamp) {
        let line = self.metrics.at(now).count_of(Metric::Notices, name(notice.notice.act), 1);
        let line = line.with("conversation", conversation).with("notice", &notice.notice.key);
        match self.due(conversation, stored, notice) {
            Some(due) => line.lasted(Metric::DueToSentSeconds, now.duration_since(due)).write(),
            None => line.write(),
        }
    }

    /// An item was settled: what has become late since it was settled before.
    pub(crate) fn count_late(&self, before: &Thread, after: Option<&Folded>, now: Timestamp) {
        let Some(after) = after else { return };
        let before = before.item.as_ref().map_or(0, |item| item.folded.item.breaches);
        let late = after.item.breaches.saturating_sub(before) as usize;
        if late > 0 {
            self.metrics.at(now).count_of(Metric::Late, &after.item.source, late).with("item", &after.item.id).write();
        }
    }

    /// When a message was due: the step of the deadline that it is for, the meeting, the shift's or the preparation's beginning.
    /// None where nothing but somebody's doing made it due.
    fn due(&self, conversation: &ConversationId, stored: &Thread, notice: &StoredNotice) -> Option<Timestamp> {
        let act = notice.notice.act;
        if let Some(date) = conversation.roundup_on() {
            return (act == Act::Agenda).then(|| self.rules.roundup.meeting.on(date).at);
        }
        if let Some(at) = conversation.handoff_to().or_else(|| conversation.preparation_at()) {
            return (act != Act::NotAccepted).then_some(at);
        }
        let reached = stored.facts.iter().filter_map(|fact| match &fact.what {
            What::Reached { since, step } if *since == notice.notice.since && notice.notice.steps.contains(step) => Some(fact.at),
            _ => None,
        });
        reached.max()
    }

    /// The heartbeat, and how things stand.
    pub(crate) fn count_swept(&self, left: Left, now: Timestamp) {
        let line = self.metrics.at(now).count(Metric::Swept, 1).count(Metric::OpenPastDeadline, left.open_past_deadline);
        line.count(Metric::Owed, left.owed).write();
    }
}

/// As the dashboard calls it.
fn name(act: Act) -> &'static str {
    match act {
        Act::Remind => "remind",
        Act::Escalate => "escalate",
        Act::EscalateToLead => "escalate_to_lead",
        Act::Wake => "wake",
        Act::Ask => "ask",
        Act::Reply => "reply",
        Act::Label => "label",
        Act::Assign => "assign",
        Act::Agenda => "agenda",
        Act::Prepare => "prepare",
        Act::HandOff => "hand_off",
        Act::OnCall => "on_call",
        Act::NotAccepted => "not_accepted",
        Act::UserGroup => "user_group",
        Act::Decision => "decision",
    }
}
