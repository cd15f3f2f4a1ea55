//! Carrying over: what a Roundup leaves open is filed for the next one.

use super::days_from;
use crate::react::Taken;
use crate::{App, AppError};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::State;
use roundup_store::RoundupRow;
use std::collections::BTreeSet;

/// For how many days back a Roundup is looked for that nobody looked after: the process was down, or its day was changed.
const LOOK_BACK: i32 = 8 * 7;

impl App {
    /// Files for the coming Roundup what those up to `date` leave open, each once. One item that cannot be moved just now
    /// does not keep the others; it is tried again.
    ///
    /// # Errors
    /// The table's, where even the lists cannot be read.
    pub(super) async fn carry_over(&self, date: Date, now: Timestamp) -> Result<(), AppError> {
        let mut dates: BTreeSet<Date> = self.store.weeks_between(days_from(date, -LOOK_BACK), date).await?.into_iter().collect();
        dates.insert(date);
        for date in dates {
            if !self.store.week_stands(date).await?.is_carried_over && self.empty(date, now).await? {
                self.store.put_carried_over(date).await?;
            }
        }
        Ok(())
    }

    /// Moves on what stays open; false where something could not be moved.
    async fn empty(&self, date: Date, now: Timestamp) -> Result<bool, AppError> {
        let mut is_empty = true;
        for row in self.store.roundup(date).await?.into_iter().filter(stays) {
            let thread = BTreeSet::from([row.thread]);
            match Box::pin(self.take_in(&row.conversation, &[], thread, now)).await {
                Ok(Taken::In { .. }) => {}
                // Slack cannot say just now what it has to say about the channel or about somebody.
                Ok(Taken::Aside) => is_empty = false,
                Err(error) => {
                    tracing::error!(conversation = %row.conversation, %error, "an item could not be carried over; it is tried again");
                    is_empty = false;
                }
            }
        }
        Ok(is_empty)
    }
}

/// Whether an item stays on the agenda after a meeting that said nothing about it.
fn stays(row: &RoundupRow) -> bool {
    row.item.state == State::Waiting || (row.item.ready && row.item.state != State::Closed && row.triage.is_undecided())
}
