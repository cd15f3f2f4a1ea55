//! Decisions of the Roundup: shown in the agenda that was posted, and written back to the tracker where that is wanted.

use super::post::Content;
use crate::outbox::Undelivered;
use crate::{App, AppError};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_agenda::{Owner, decision_comment};
use roundup_domain::decide::{OPEN, decision_key};
use roundup_domain::fact::{Decision, UNDO_WINDOW};
use roundup_domain::item::{Decided, Folded, State};
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::{Author, ConversationId, Filed, Place, Role, What};
use roundup_slack::mrkdwn::escape_to;
use roundup_store::{StoredNotice, ThreadKey};
use roundup_views::action::{self, decision_block};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Longest name shown, in characters: a message of sixteen entries, each decided, stays below what Slack takes.
const NAME: usize = 24;
/// How often a message is drawn anew when somebody else did so at the same time.
const TRIES: u32 = 4;

impl App {
    /// Shows in the posted agendas what was decided, or taken back, just now.
    pub(crate) async fn show_decisions(&self, facts: &[Filed], now: Timestamp) -> Result<(), AppError> {
        let concerns = |filed: &&Filed| match &filed.fact.what {
            What::Decided { .. } | What::Owned { .. } => true,
            What::Undone { of } => of.starts_with("decided:") || of.starts_with("owned:"),
            _ => false,
        };
        let mut shown = BTreeSet::new();
        for filed in facts.iter().filter(concerns) {
            let Some(meeting) = meeting_of(filed) else { continue };
            let thread = thread_of(filed);
            if !shown.insert((meeting, thread.clone())) {
                continue;
            }
            if let Some(item) = self.store.thread(&filed.conversation, &thread).await?.item {
                self.show_decision(meeting, &item.folded, now).await?;
            }
        }
        Ok(())
    }

    async fn show_decision(&self, meeting: Date, folded: &Folded, now: Timestamp) -> Result<(), AppError> {
        let (conversation, thread) = (ConversationId::roundup(meeting), ThreadKey::Only);
        let block = decision_block(meeting, &folded.item.id);
        for _ in 0..TRIES {
            let stored = self.store.thread(&conversation, &thread).await?;
            let Some((notice, mut content)) = part_with(&stored.notices, &block) else { return Ok(()) };
            let key = &notice.notice.key;
            let before = content.blocks.clone();
            draw(&mut content.blocks, &block, meeting, folded);
            if content.blocks == before {
                return self.deliver(&conversation, &thread, key, now).await;
            }
            let wants = next_version(&notice.wants);
            let says = serde_json::to_string(&content).unwrap_or_default();
            if self.store.notice_says(&conversation, &thread, key, (&notice.wants, &wants), &says, now).await? {
                return self.deliver(&conversation, &thread, key, now).await;
            }
        }
        Err(AppError::Contended { conversation: conversation.to_string(), tries: TRIES })
    }

    /// The comment that is owed to the tracker about a decision; none where that is not wanted. It is owed once the decision
    /// cannot be taken back any more: what the world reads should stand.
    pub(crate) fn comment_owed(&self, folded: &Folded, known: &[StoredNotice]) -> Option<StoredNotice> {
        let decided = folded.triage.decided.as_ref()?;
        let is_wanted = self.rules.roundup.comment_decisions && folded.conversation.github_issue().is_some();
        let key = decision_key(decided.meeting);
        if !is_wanted || known.iter().any(|known| known.notice.key == key) {
            return None;
        }
        let notice = Notice { key, since: decided.at, steps: Vec::new(), act: Act::Decision, to: Destination::Tracker };
        let wants = folded.wants(&notice);
        let due = comment_due(Some(folded), &notice)?;
        Some(StoredNotice::new(notice, wants, due))
    }

    /// Writes the decision into the tracker; where a comment about this meeting is there already, it is changed.
    pub(crate) async fn comment_decision(
        &self,
        repository: &str,
        number: u64,
        folded: &Folded,
        notice: &StoredNotice,
    ) -> Result<(), Undelivered> {
        let Some(decided) = &folded.triage.decided else { return Ok(()) };
        if decided.decision == Decision::NeedsMore && folded.item.state == State::Closed {
            // It needs nothing any more, and stays on nobody's agenda.
            return Ok(());
        }
        let owner = folded.triage.owner.as_ref().and_then(|id| {
            let person = folded.people.get(&Author::slack(id).key()).filter(|person| person.role == Role::Staff)?;
            Some(Owner { id: id.clone(), name: person.name.clone() })
        });
        let marker = format!("<!-- roundup decision {} -->", decided.meeting);
        let body = format!("{}\n\n{marker}", decision_comment(&self.rules, decided, owner.as_ref()));
        // A comment may be there where one was sent before, whether its answer was lost or not.
        let there = match notice.attempts > 0 || notice.shown.is_some() {
            true => self.github.find_comment(repository, number, &marker).await?,
            false => None,
        };
        match there {
            Some(id) => self.github.update_comment(repository, id, &body).await?,
            None => self.github.comment(repository, number, &body).await?,
        }
        Ok(())
    }
}

/// When a decision is written back: once it cannot be taken back any more. None of other notices, or where nothing is decided.
pub(crate) fn comment_due(folded: Option<&Folded>, notice: &Notice) -> Option<Timestamp> {
    let decided = folded?.triage.decided.as_ref().filter(|_| notice.act == Act::Decision)?;
    decided.at.checked_add(UNDO_WINDOW).ok()
}

/// What a message wants to show that is drawn anew: never again what it wanted before, so that of two who draw it at once one
/// sees the other.
fn next_version(wants: &str) -> String {
    let version: u64 = wants.strip_prefix(OPEN).and_then(|version| version.trim().parse().ok()).unwrap_or_default();
    format!("{OPEN} {}", version.saturating_add(1))
}

/// The meeting that a fact of a decision is about. The names of these facts begin with what they are and its date.
fn meeting_of(filed: &Filed) -> Option<Date> {
    match &filed.fact.what {
        What::Decided { meeting, .. } | What::Owned { meeting, .. } => Some(*meeting),
        What::Undone { of } => of.split(':').nth(1)?.parse().ok(),
        _ => None,
    }
}

fn thread_of(filed: &Filed) -> ThreadKey {
    match &filed.place {
        Place::Reply { root, .. } => ThreadKey::Root(root.clone()),
        _ => ThreadKey::Only,
    }
}

/// The message of an agenda that has this block, and what it says.
fn part_with<'a>(notices: &'a [StoredNotice], block: &str) -> Option<(&'a StoredNotice, Content)> {
    notices.iter().find_map(|notice| {
        let content: Content = serde_json::from_str(notice.content.as_deref()?).ok()?;
        content.blocks.iter().any(|known| known["block_id"] == block).then_some((notice, content))
    })
}

/// Draws what was decided: chosen in the menus, and said above them for everybody to see.
fn draw(blocks: &mut [Value], block: &str, meeting: Date, folded: &Folded) {
    let Some(at) = blocks.iter().position(|known| known["block_id"] == block) else { return };
    let decided = folded.triage.decided.as_ref().filter(|decided| decided.meeting == meeting);
    for element in blocks[at]["elements"].as_array_mut().into_iter().flatten() {
        match element["action_id"].as_str() {
            Some(action::DECIDE) => choose(element, "initial_option", decided.map(|decided| option(decided.decision))),
            Some(action::OWNER) => choose(element, "initial_user", folded.triage.owner.as_ref().map(|owner| json!(owner))),
            _ => {}
        }
    }
    // An entry's notes stand before its menus: one more of them takes no block more.
    let notes = at.checked_sub(1).map(|before| &mut blocks[before]).filter(|before| before["type"] == "context");
    let Some(notes) = notes.and_then(|notes| notes["elements"].as_array_mut()) else { return };
    notes.truncate(1);
    notes.extend(said(decided, folded).map(|said| json!({"type": "mrkdwn", "text": said, "verbatim": true})));
}

fn said(decided: Option<&Decided>, folded: &Folded) -> Option<String> {
    let name = |key: &str| escape_to(&Folded::name_of(&folded.people, key), NAME);
    let decision = decided.map(|decided| format!("*{}*, noted by {}", decided.decision.label(), name(&decided.by)));
    let owner = folded.triage.owner.as_ref().map(|owner| format!("owner: {}", name(&Author::slack(owner).key())));
    let words: Vec<String> = decision.into_iter().chain(owner).collect();
    (!words.is_empty()).then(|| format!("⚖️ {}", words.join(" · ")))
}

fn choose(element: &mut Value, field: &str, chosen: Option<Value>) {
    let Some(element) = element.as_object_mut() else { return };
    match chosen {
        Some(chosen) => element.insert(field.to_owned(), chosen),
        None => element.remove(field),
    };
}

/// As the menu has it: what is chosen has to be one of the options, letter by letter.
fn option(decision: Decision) -> Value {
    json!({"text": {"type": "plain_text", "text": decision.label(), "emoji": false}, "value": decision.name()})
}
