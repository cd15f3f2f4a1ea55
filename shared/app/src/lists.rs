//! Everything that is open, as the Home tab, the hand-off and commands list it.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::item::{Item, State};

/// Everything that is open.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// Who waits, by deadline.
    pub waiting: Vec<Item>,
    /// What is put off, by until when.
    pub snoozed: Vec<Item>,
    /// Everything filed for the coming Roundup.
    pub week: Vec<Item>,
}

impl Lists {
    /// What has no kind or an incomplete form.
    pub(crate) fn untriaged(&self) -> Vec<Item> {
        let is_untriaged = |item: &&Item| {
            let is_open = item.state != State::Closed && item.same_as.is_none() && !item.ready;
            is_open && (item.kind.is_none() || !item.missing.is_empty())
        };
        self.week.iter().filter(is_untriaged).cloned().collect()
    }
}

impl App {
    /// Everything that is open at `now`, as lists show it.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn lists(&self, now: Timestamp) -> Result<Lists, AppError> {
        let mut lists = Lists::default();
        for source in &self.rules.sources {
            lists.waiting.extend(self.store.waiting(&source.name).await?.into_iter().map(|row| row.item));
            let snoozed = self.store.snoozed(&source.name).await?.into_iter().map(|row| row.item);
            lists.snoozed.extend(snoozed.filter(|item| item.snoozed_until.is_some_and(|until| until > now)));
        }
        let put_off = lists.waiting.iter().filter(|item| item.snoozed_until.is_some_and(|until| until > now));
        lists.snoozed.extend(put_off.cloned().collect::<Vec<_>>());
        lists.waiting.sort_by_key(|item| item.due_at);
        lists.snoozed.sort_by_key(|item| item.snoozed_until);
        let date = self.rules.roundup.meeting.next(now).date;
        lists.week = self.store.roundup(date).await?.into_iter().map(|row| row.item).collect();
        Ok(lists)
    }
}
