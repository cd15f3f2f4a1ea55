//! Decisions of the Roundup: shown in the agenda that was posted, and written back to the tracker where that is wanted.

use super::conversation_of;
use super::post::Content;
use crate::outbox::Undelivered;
use crate::{App, AppError};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_agenda::{Owner, decision_comment};
use roundup_domain::fact::{Decision, UNDO_WINDOW};
use roundup_domain::item::Folded;
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::{Author, Filed, Place, What};
use roundup_store::{StoredNotice, ThreadKey};
use roundup_views::action::{self, decision_block};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Key of the notice that writes a decision back to the tracker.
const COMMENT: &str = "tracker/decision";
/// Most blocks of a message (Slack, "Block Kit").
const BLOCKS: usize = 50;
/// How often a message is drawn anew when somebody else did so at the same time.
const TRIES: usize = 4;

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
        let (conversation, thread) = (conversation_of(meeting), ThreadKey::Only);
        let block = decision_block(meeting, &folded.item.id);
        for _ in 0..TRIES {
            let stored = self.store.thread(&conversation, &thread).await?;
            let Some((notice, mut content)) = part_with(&stored.notices, &block) else { return Ok(()) };
            draw(&mut content.blocks, &block, meeting, folded);
            let wants = format!("open {}", folded.triage.revision);
            let says = serde_json::to_string(&content).unwrap_or_default();
            let key = &notice.notice.key;
            if self.store.notice_says(&conversation, &thread, key, (&notice.wants, &wants), &says, now).await? {
                return self.deliver(&conversation, &thread, key, now).await;
            }
        }
        Ok(())
    }

    /// The comment that is owed to the tracker about a decision; none where that is not wanted. It is owed once the decision
    /// cannot be taken back any more: what the world reads should stand.
    pub(crate) fn comment_owed(&self, folded: &Folded, known: &[StoredNotice]) -> Option<StoredNotice> {
        let decided = folded.triage.decided.as_ref()?;
        let is_wanted = self.rules.roundup.comment_decisions && folded.conversation.github_issue().is_some();
        let key = format!("{COMMENT}/{}", decided.meeting);
        if !is_wanted || known.iter().any(|known| known.notice.key == key) {
            return None;
        }
        let notice = Notice { key, since: decided.at, steps: Vec::new(), act: Act::Decision, to: Destination::Tracker };
        let wants = folded.wants(&notice);
        Some(StoredNotice::new(notice, wants, decided.at + UNDO_WINDOW))
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
        let owner = folded.triage.owner.as_ref().map(|id| Owner {
            id: id.clone(),
            name: Folded::name_of(&folded.people, &Author::slack(id).key()),
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

/// Draws what was decided: chosen in the menus, and said below them for everybody to see.
fn draw(blocks: &mut Vec<Value>, block: &str, meeting: Date, folded: &Folded) {
    let said = format!("said {block}");
    blocks.retain(|known| known["block_id"] != said.as_str());
    let Some(at) = blocks.iter().position(|known| known["block_id"] == block) else { return };
    let decided = folded.triage.decided.as_ref().filter(|decided| decided.meeting == meeting);
    for element in blocks[at]["elements"].as_array_mut().into_iter().flatten() {
        match element["action_id"].as_str() {
            Some(action::DECIDE) => choose(element, "initial_option", decided.map(|decided| option(decided.decision))),
            Some(action::OWNER) => choose(element, "initial_user", folded.triage.owner.as_ref().map(|owner| json!(owner))),
            _ => {}
        }
    }
    let name = |key: &str| roundup_slack::mrkdwn::escape_to(&Folded::name_of(&folded.people, key), 80);
    let decision = decided.map(|decided| format!("*{}*, noted by {}", decided.decision.label(), name(&decided.by)));
    let owner = folded.triage.owner.as_ref().map(|owner| format!("owner: {}", name(&Author::slack(owner).key())));
    let words: Vec<String> = decision.into_iter().chain(owner).collect();
    if !words.is_empty() && blocks.len() < BLOCKS && said.len() <= 255 {
        let element = json!({"type": "mrkdwn", "text": format!("⚖️ {}", words.join(" · "))});
        blocks.insert(at + 1, json!({"type": "context", "block_id": said, "elements": [element]}));
    }
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
