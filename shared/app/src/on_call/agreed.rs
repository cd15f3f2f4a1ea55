//! Word to whoever a colleague has put on call in time to come. Who is put there from now on has it from the hand-off.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::decide::OPEN;
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::{ConversationId, Fact, What};
use roundup_store::{Commit, NoticeWant, StoredNotice, Thread, ThreadKey};
use roundup_views::{Scene, Shown, handoff};

/// What the key of a notice begins with; the fact's name follows.
const AGREED: &str = "agreed/";
/// What the message shows once it was taken back.
const TAKEN_BACK: &str = "taken back";

impl App {
    /// Tells whom somebody else has put on call, and tells them where that was taken back.
    pub(crate) async fn tell_of_agreements(&self, now: Timestamp) -> Result<(), AppError> {
        let (conversation, thread) = (ConversationId::on_call(), ThreadKey::Only);
        let stored = self.store.thread(&conversation, &thread).await?;
        let mut commit = Commit::new(conversation.clone(), thread.clone(), None);
        for fact in &stored.facts {
            let Some((user, from)) = put_by_somebody_else(fact) else { continue };
            let is_taken_back = is_taken_back(&stored, fact);
            let key = format!("{AGREED}{}", fact.name);
            match stored.notices.iter().find(|known| known.notice.key == key) {
                None if from > now && !is_taken_back => {
                    let to = Destination::Person(user.to_owned());
                    let notice = Notice { key, since: fact.at, steps: Vec::new(), act: Act::OnCall, to };
                    commit.notices_put.push(StoredNotice::new(notice, OPEN, now));
                }
                Some(known) if is_taken_back && known.wants == OPEN => {
                    commit.notices_want.push(NoticeWant { key, wants: TAKEN_BACK.to_owned(), try_at: now });
                }
                _ => {}
            }
        }
        self.committed(&commit).await?;
        let put = commit.notices_put.iter().map(|put| &put.notice.key);
        for key in put.chain(commit.notices_want.iter().map(|want| &want.key)) {
            self.deliver(&conversation, &thread, key, now).await?;
        }
        Ok(())
    }

    /// A message about what was agreed on, as things stand.
    pub(crate) async fn agreed_message(
        &self,
        stored: &Thread,
        notice: &StoredNotice,
        now: Timestamp,
    ) -> Result<Option<Shown>, AppError> {
        let on_call = self.on_call().await?;
        let name = notice.notice.key.strip_prefix(AGREED).unwrap_or_default();
        let Some(fact) = stored.facts.iter().find(|fact| fact.name == name) else { return Ok(None) };
        let (What::Override { from, to, .. }, Some(by)) = (&fact.what, &fact.by) else { return Ok(None) };
        let scene = Scene { rules: &self.rules, on_call: &on_call, now };
        Ok(Some(handoff::agreed(&scene, &by.id, (*from, *to), is_taken_back(stored, fact))))
    }
}

/// Whom somebody else has put on call, and from when on.
fn put_by_somebody_else(fact: &Fact) -> Option<(&str, Timestamp)> {
    match (&fact.what, &fact.by) {
        (What::Override { user, from, .. }, Some(by)) if by.id != *user => Some((user, *from)),
        _ => None,
    }
}

fn is_taken_back(stored: &Thread, fact: &Fact) -> bool {
    stored.facts.iter().any(|other| matches!(&other.what, What::Undone { of } if *of == fact.name))
}
