//! Items that are the same: the one that stands for others is told of each of them and of who asked there, also through items
//! in between, so that at the Roundup it names everybody.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::fold::Heard;
use roundup_domain::item::{Folded, Requester, SaidSame};
use roundup_domain::{ConversationId, Fact, Filed, ItemId, Place, What};
use roundup_store::Thread;
use std::collections::BTreeSet;

/// How many steps from one item to the one that stands for it are followed. People join two or three.
const STEPS: usize = 8;

/// An item that is to be known as the same as another, or is not any more.
struct Duplicate<'a> {
    item: &'a ItemId,
    requester: &'a Requester,
    /// Name of the fact that says so; for one that came through another item, of both facts.
    fact: String,
    at: Timestamp,
    is_same: bool,
}

impl App {
    /// Tells the item that this one is the same as of this one and of its own duplicates, or that they no longer are, before
    /// that is committed here: after a crash it is told again, and told twice it is the same.
    pub(crate) async fn tell_duplicates(
        &self,
        stored: &Thread,
        heard: &[Heard],
        folded: Option<&Folded>,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let before = stored.item.as_ref().map(|item| &item.folded).and_then(said);
        let after = folded.and_then(said);
        if let Some((folded, same)) = before.filter(|_| before.map(who_and_what) != after.map(who_and_what)) {
            let all = [own(folded, same)].into_iter().chain(passed_on(heard, same));
            for duplicate in all {
                self.tell(&same.item, &Duplicate { is_same: false, at: now, ..duplicate }).await?;
            }
        }
        if let Some((folded, same)) = after {
            let is_news = before.map(who_and_what) != after.map(who_and_what);
            let all = is_news.then(|| own(folded, same)).into_iter().chain(passed_on(heard, same));
            for duplicate in all {
                self.tell(&same.item, &duplicate).await?;
            }
        }
        Ok(())
    }

    async fn tell(&self, other: &ItemId, duplicate: &Duplicate<'_>) -> Result<(), AppError> {
        let Duplicate { item, requester, fact, at, is_same } = duplicate;
        let (verb, what) = match is_same {
            true => {
                let requester = Box::new((*requester).clone());
                ("duplicate", What::DuplicatedBy { item: (*item).clone(), requester, fact: fact.clone() })
            }
            false => ("distinct", What::DistinctFrom { item: (*item).clone(), fact: fact.clone() }),
        };
        let fact = Fact { name: format!("{verb}:{item}:{fact}"), at: *at, by: None, what, subject: None };
        self.store.put_fact(&filed_in(other, fact)).await?;
        Ok(())
    }

    /// The item that stands for `item`: itself, or the one that it is the same as, and so on; none where there is no such
    /// item, or `item` leads back to `from`.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn standing_for(&self, from: &ItemId, item: &ItemId) -> Result<Option<ItemId>, AppError> {
        let mut id = item.clone();
        let mut standing = None;
        for _ in 0..STEPS {
            if id == *from {
                return Ok(None);
            }
            // One that is gone stands for nobody: whoever was the same as it stands for itself.
            let Some(folded) = self.store.item(&id).await?.filter(|folded| folded.item.id == id) else { return Ok(standing) };
            standing = Some(id);
            match folded.item.same_as {
                Some(next) => id = next,
                None => return Ok(standing),
            }
        }
        Ok(None)
    }
}

/// The item that an item was said to be the same as, with the item itself.
fn said(folded: &Folded) -> Option<(&Folded, &SaidSame)> {
    Some((folded, folded.triage.said_same.as_ref()?))
}

fn who_and_what<'a>((folded, same): (&'a Folded, &'a SaidSame)) -> (&'a ItemId, &'a SaidSame) {
    (&folded.item.id, same)
}

fn own<'a>(folded: &'a Folded, same: &SaidSame) -> Duplicate<'a> {
    let (item, requester) = (&folded.item.id, &folded.item.requester);
    Duplicate { item, requester, fact: same.fact.clone(), at: same.at, is_same: true }
}

/// What an item has heard of its own duplicates, as the item that it is the same as is told. All of it each time: whether that
/// one has heard it is not known here, and there are few of them. What came through this very word went round in a circle.
fn passed_on<'a>(heard: &'a [Heard], same: &'a SaidSame) -> impl Iterator<Item = Duplicate<'a>> {
    let facts = || heard.iter().map(Heard::fact);
    let distinct: BTreeSet<(&ItemId, &str)> = facts()
        .filter_map(|fact| match &fact.what {
            What::DistinctFrom { item, fact } => Some((item, fact.as_str())),
            _ => None,
        })
        .collect();
    facts().filter_map(move |heard| match &heard.what {
        What::DuplicatedBy { item, requester, fact } if *item != same.item && !fact.split('/').any(|part| part == same.fact) => {
            let is_same = !distinct.contains(&(item, fact.as_str()));
            Some(Duplicate { item, requester, fact: format!("{fact}/{}", same.fact), at: heard.at.max(same.at), is_same })
        }
        _ => None,
    })
}

/// A fact of ours about an item, where its own facts are.
pub(crate) fn filed_in(item: &ItemId, fact: Fact) -> Filed {
    let (conversation, root): (ConversationId, _) = item.conversation();
    let place = root.map_or(Place::Thread, |root| Place::Reply { root: root.clone(), ts: root });
    Filed { conversation, place, fact }
}
