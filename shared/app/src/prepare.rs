//! The preparation of a Roundup: one or two days before, the on-call person gets the list of what is to be gone through.

use crate::digest::days_from;
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::ConversationId;
use roundup_domain::decide::OPEN;
use roundup_domain::item::{Item, State};
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::rules::SourcePlace;
use roundup_store::{Commit, RoundupRow, StoredNotice, ThreadKey};
use roundup_views::prepare::{Preparation, preparation};
use roundup_views::{Scene, Shown};

/// For how long after its time a preparation is still worth sending.
const STALE: SignedDuration = SignedDuration::from_hours(12);
/// A thread that is answered is old, and to be gone through again, when it began so long ago.
const OLD: SignedDuration = SignedDuration::from_hours(24);
/// Key of the notice.
const KEY: &str = "preparation";

impl App {
    /// Sends the preparation whose time has just come to whoever is on call: once, whatever triggers it and however often.
    /// What could not be sent is sent by the sweep. Says whether this call was the first.
    ///
    /// # Errors
    /// The table's.
    pub async fn send_preparation(&self, now: Timestamp) -> Result<bool, AppError> {
        let due = self.rules.roundup.meeting.prepared_between(now - STALE, now).pop();
        let Some((at, _)) = due else { return Ok(false) };
        let Some(shift) = self.on_call().await?.at(now) else { return Ok(false) };
        let conversation = ConversationId::preparation(at);
        if !self.store.thread(&conversation, &ThreadKey::Only).await?.notices.is_empty() {
            return Ok(false);
        }
        let to = Destination::Person(shift.user);
        let notice = Notice { key: KEY.to_owned(), since: at, steps: Vec::new(), act: Act::Prepare, to };
        let mut commit = Commit::new(conversation.clone(), ThreadKey::Only, None);
        commit.notices_put = vec![StoredNotice::new(notice, OPEN, now)];
        if !self.committed(&commit).await? {
            return Ok(false);
        }
        self.deliver(&conversation, &ThreadKey::Only, KEY, now).await?;
        Ok(true)
    }

    /// The message of the preparation that was due at `at`, as things stand.
    pub(crate) async fn preparation_message(
        &self,
        at: Timestamp,
        notice: &StoredNotice,
        now: Timestamp,
    ) -> Result<Shown, AppError> {
        let meeting = self.rules.roundup.meeting.next(at);
        // What was left of the Roundup before, too: that is where the old threads are.
        let rows = self.filed_between(days_from(meeting.date, -13), days_from(meeting.date, 6), meeting.date).await?;
        let (ready, others): (Vec<RoundupRow>, Vec<RoundupRow>) =
            rows.into_iter().filter(|row| row.item.same_as.is_none()).partition(|row| row.item.ready);
        let is_open = |row: &RoundupRow| row.item.state != State::Closed && row.triage.decided.is_none();
        let lacks = |item: &Item| item.kind.is_none() || !item.missing.is_empty();
        let (unready, rest): (Vec<RoundupRow>, Vec<RoundupRow>) =
            others.into_iter().filter(is_open).partition(|row| lacks(&row.item));
        let incomplete = ready.iter().filter(|row| is_open(row) && lacks(&row.item)).cloned().chain(unready);
        let is_old = |row: &RoundupRow| row.item.state != State::Waiting && now.duration_since(row.item.opened_at) >= OLD;
        let on_call = self.on_call().await?;
        let data = Preparation {
            meeting: meeting.at,
            to_revisit: in_order(rest.into_iter().filter(is_old)),
            incomplete: in_order(incomplete),
            ready: ready.iter().filter(|row| is_open(row) && !lacks(&row.item)).count(),
            sources: self.rules.sources.iter().map(|source| (source.name.clone(), link_to(&source.place))).collect(),
        };
        let viewer = match &notice.notice.to {
            Destination::Person(user) => user.as_str(),
            _ => "",
        };
        Ok(preparation(&Scene { rules: &self.rules, on_call: &on_call, now }, &data, viewer))
    }
}

/// The oldest first.
fn in_order(rows: impl Iterator<Item = RoundupRow>) -> Vec<Item> {
    let mut items: Vec<Item> = rows.map(|row| row.item).collect();
    items.sort_by(|one, other| (one.opened_at, &one.id).cmp(&(other.opened_at, &other.id)));
    items
}

/// Where people look at a source; of channels by name, their workspace.
fn link_to(place: &SourcePlace) -> String {
    match place {
        SourcePlace::Channel { team, channel } => format!("https://slack.com/app_redirect?team={team}&channel={channel}"),
        SourcePlace::Pattern { team, .. } => format!("https://app.slack.com/client/{team}"),
        SourcePlace::Github { repository } => format!("https://github.com/{repository}/issues"),
    }
}
