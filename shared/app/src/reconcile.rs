//! Reconciliation: finding what happened in the sources and never arrived.
//!
//! GitHub never repeats a delivery by itself, and Slack gives up after three times. So, hourly, what the sources show is
//! compared with what is written: the same facts under the same names, so that what did arrive changes nothing. Somebody who
//! answers no such question (a stand-in, a token without the scope) is not asked twice, and nothing is made of it.
//!
//! What is written already is taken in once more: DynamoDB keeps the records of a stream for 24 hours, and Lambda gives one up
//! that fails for too long. So a fact whose record the reactor never saw is reacted to within the hour, and where the reactor
//! has done its work this reads and writes nothing.

mod github;
mod slack;

use crate::history::HistoryError;
use crate::react::Taken;
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{ConversationId, Filed};
use roundup_github::GithubError;
use roundup_metrics::Metric;
use roundup_slack::SlackError;
use roundup_store::{StoreError, ThreadKey};
use std::collections::BTreeSet;

/// What happened less than this ago may still be on its way.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_mins(2);
/// By how much one reconciliation looks further back than the last one ended: clocks differ.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);
/// How far back is looked at most: after longer, there is `import`.
const FURTHEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a reconciliation did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Events whose webhook never arrived, written now or to be delivered again, and facts that nothing had reacted to.
    pub recovered: usize,
}

impl App {
    /// Compares what the sources show with what is written, and makes good what is missing. One source's failure does not keep
    /// the others.
    ///
    /// # Errors
    /// The table's, where not even how far the last one came can be read.
    pub async fn reconcile(&self, now: Timestamp) -> Result<Reconciled, AppError> {
        let mut recovered = 0;
        for repository in self.repositories() {
            recovered += counted(&repository, Box::pin(self.reconcile_repository(&repository, now)).await)?;
        }
        for team in self.workspaces() {
            recovered += counted(&team, Box::pin(self.reconcile_workspace(&team, now)).await)?;
        }
        if recovered > 0 {
            tracing::warn!(recovered, "{recovered} missed events recovered");
            self.metrics.at(now).count(Metric::MissedEventsRecovered, recovered).write();
            self.count_recovered(recovered, now).await?;
        }
        Ok(Reconciled { recovered })
    }

    /// Since when a source is to be looked at, and until when; none the first time, from which on it is known.
    async fn span(&self, work: &str, now: Timestamp) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
        let until = now - ON_ITS_WAY;
        match self.store.progress::<Timestamp>(work).await? {
            Some(last) => Ok(Some(((last - OVERLAP).max(now - FURTHEST), until))),
            None => {
                self.store.put_progress(work, &until).await?;
                Ok(None)
            }
        }
    }

    /// Brings up to date what facts that are written concern, and `threads` besides; how many facts count only now. What
    /// fails is logged, and left for the next time.
    async fn take_in_again(
        &self,
        conversation: &ConversationId,
        facts: &[Filed],
        threads: BTreeSet<ThreadKey>,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        match Box::pin(self.take_in(conversation, facts, threads, now)).await {
            Ok(Taken::In { fresh }) => Ok(fresh),
            Ok(Taken::Aside) => Ok(0),
            Err(AppError::Store(error)) => Err(error),
            Err(error) => {
                tracing::warn!(%conversation, %error, "not brought up to date; the next reconciliation tries again");
                Ok(0)
            }
        }
    }

    /// Adds to what the week's agenda says.
    async fn count_recovered(&self, recovered: usize, now: Timestamp) -> Result<(), AppError> {
        let work = recovered_in(self.rules.roundup.meeting.next(now).date);
        let before: usize = self.store.progress(&work).await?.unwrap_or_default();
        Ok(self.store.put_progress(&work, &(before + recovered)).await?)
    }
}

/// Under which name is kept how many missed events were recovered in the week before a meeting.
pub(crate) fn recovered_in(meeting: jiff::civil::Date) -> String {
    format!("recovered:{meeting}")
}

/// Leaves out what may still be on its way.
fn settled(facts: Vec<Filed>, until: Timestamp) -> Vec<Filed> {
    facts.into_iter().filter(|filed| filed.fact.at <= until).collect()
}

/// What one source came to. What it says no to is no error; the table's failure is.
fn counted(source: &str, found: Result<usize, HistoryError>) -> Result<usize, AppError> {
    match found {
        Ok(recovered) => Ok(recovered),
        Err(HistoryError::Store(error)) => Err(error.into()),
        Err(HistoryError::Github(error @ GithubError::Refused { .. })) => {
            tracing::debug!(source, %error, "nothing to reconcile with");
            Ok(0)
        }
        Err(HistoryError::Slack(error @ SlackError::Refused { .. })) => {
            tracing::debug!(source, %error, "nothing to reconcile with");
            Ok(0)
        }
        Err(error) => {
            tracing::warn!(source, %error, "not reconciled; the next one tries again");
            Ok(0)
        }
    }
}
