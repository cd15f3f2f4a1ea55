//! What whoever asked wrote, in full: it stands in the form that is about it.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::fact::OPENING;
use roundup_domain::item::Folded;
use roundup_domain::{ConversationId, Fact, Role, SlackTs, What};
use roundup_store::ThreadKey;

impl App {
    /// The whole text with which an item began, as it is now: an issue's own; in Slack that of the messages that are one item.
    /// Where we began the thread, the first words from outside; of what nobody outside wrote, the message that is tracked.
    pub(super) async fn whole_text(&self, folded: &Folded, now: Timestamp) -> Result<String, AppError> {
        let (conversation, root) = folded.item.id.conversation();
        let (opening, mut facts) = match &root {
            Some(root) => self.said_at_top(&conversation, root, now).await?,
            None => (vec![OPENING.to_owned()], self.said_in_issue(&conversation).await?),
        };
        facts.sort_by_key(|fact| fact.at);
        let is_ours = |fact: &Fact| root.is_some() && !is_from_outside(folded, fact);
        let texts: Vec<&str> = opening.iter().filter_map(|id| text_of(&facts, id, is_ours)).collect();
        if !texts.is_empty() {
            return Ok(texts.join("\n"));
        }
        let replies = facts.iter().filter(|fact| is_from_outside(folded, fact)).filter_map(|fact| match &fact.what {
            What::Comment { id, .. } => text_of(&facts, id, |_| false),
            _ => None,
        });
        let tracked = facts.iter().filter_map(|fact| match &fact.what {
            What::Tracked { text, .. } if !text.trim().is_empty() => Some(text.as_str()),
            _ => None,
        });
        Ok(replies.chain(tracked).next().unwrap_or(&folded.excerpt).to_owned())
    }

    /// The messages that are one item with `head`, and what happened to them and in their threads.
    async fn said_at_top(
        &self,
        conversation: &ConversationId,
        head: &SlackTs,
        now: Timestamp,
    ) -> Result<(Vec<String>, Vec<Fact>), AppError> {
        let group = match self.place_of(conversation, now).await {
            Ok(Some(place)) => self.group_of(conversation, &place, head, now).await?,
            Ok(None) | Err(AppError::LookUp { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut members: Vec<SlackTs> = group.iter().map(|member| member.top.ts.clone()).collect();
        let mut facts: Vec<Fact> = group.into_iter().map(|member| member.fact).collect();
        if members.is_empty() {
            members.push(head.clone());
            facts = self.store.tops(conversation, head, Some(head)).await?;
        }
        for member in &members {
            facts.extend(self.store.thread(conversation, &ThreadKey::Root(member.clone())).await?.facts);
            facts.extend(self.store.abouts(conversation, member, member).await?);
        }
        Ok((members.iter().map(SlackTs::to_string).collect(), facts))
    }

    /// What was said in an issue, also where it was before it moved.
    async fn said_in_issue(&self, conversation: &ConversationId) -> Result<Vec<Fact>, AppError> {
        let thread = self.store.thread(conversation, &ThreadKey::Only).await?;
        let earlier = self.earlier_places(&thread).await?;
        Ok(thread.facts.into_iter().chain(earlier.into_iter().flat_map(|thread| thread.facts)).collect())
    }
}

/// Whether somebody outside said it, as the item knows them.
fn is_from_outside(folded: &Folded, fact: &Fact) -> bool {
    let person = fact.by.as_ref().and_then(|by| folded.people.get(&by.key()));
    person.is_some_and(|person| person.role == Role::Outside)
}

/// The text of a comment after its last edit; none where it was deleted, says nothing, or is not to be had.
fn text_of<'a>(facts: &'a [Fact], of: &str, is_out: impl Fn(&Fact) -> bool) -> Option<&'a str> {
    let written = facts.iter().find_map(|fact| match &fact.what {
        What::Opened { text, .. } if of == OPENING => Some((fact, text.as_str())),
        What::Comment { id, text, .. } if id == of => Some((fact, text.as_str())),
        _ => None,
    });
    let edited = facts.iter().rev().find_map(|fact| match &fact.what {
        What::Edited { of: edited, text } if edited == of => Some(text.as_str()),
        _ => None,
    });
    let is_deleted = facts.iter().any(|fact| matches!(&fact.what, What::Deleted { of: deleted } if deleted == of));
    if is_deleted || written.is_some_and(|(fact, _)| is_out(fact)) {
        return None;
    }
    edited.or(written.map(|(_, text)| text)).filter(|text| !text.trim().is_empty())
}
