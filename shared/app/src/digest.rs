//! The Roundup's agenda: put together from one week's rows, posted and mailed once.

mod carry;
mod decisions;
mod mail;
mod post;

use crate::reconcile::recovered_in;
use crate::{App, AppError};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use roundup_agenda::{Agenda, Ending, Input, Outcome, WeekPoint, agenda};
use roundup_domain::item::Folded;
use roundup_domain::meeting::Occurrence;
use roundup_domain::{Author, Rules};
use roundup_store::RoundupRow;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use decisions::comment_due;
pub use post::Posted;
pub(crate) use post::{agenda_part, owed_first};

/// How many weeks the agenda looks back on.
const WEEKS: usize = 12;

/// What an agenda tells beside its items.
struct Past {
    /// The weeks before.
    weeks: Vec<WeekPoint>,
    /// How many missed events were recovered in the week.
    recovered: usize,
}

impl App {
    /// The agenda of the coming Roundup, as things stand at `now`.
    ///
    /// # Errors
    /// The table's.
    pub async fn agenda(&self, now: Timestamp) -> Result<Agenda, AppError> {
        let meeting = self.rules.roundup.meeting.next(now);
        let rows = self.filed_between(days_from(meeting.date, -6), days_from(meeting.date, 6), meeting.date).await?;
        self.agenda_of(&meeting, rows, now).await
    }

    async fn agenda_of(&self, meeting: &Occurrence, rows: Vec<RoundupRow>, now: Timestamp) -> Result<Agenda, AppError> {
        let (inputs, past) = (self.inputs(rows).await?, self.past(meeting).await?);
        Ok(self.assemble(&self.rules, meeting, &inputs, &past, now))
    }

    fn assemble(&self, rules: &Rules, meeting: &Occurrence, inputs: &[Input], past: &Past, now: Timestamp) -> Agenda {
        let from = self.rules.roundup.meeting.previous(meeting).at;
        let mut agenda = agenda(rules, meeting, from, now, inputs, &past.weeks);
        agenda.week.recovered = past.recovered;
        agenda
    }

    async fn past(&self, meeting: &Occurrence) -> Result<Past, AppError> {
        let recovered = self.store.progress(&recovered_in(meeting.date)).await?.unwrap_or_default();
        Ok(Past { weeks: self.week_points().await?, recovered })
    }

    async fn inputs(&self, rows: Vec<RoundupRow>) -> Result<Vec<Input>, AppError> {
        let owners = self.owners(&rows).await?;
        let mut inputs: Vec<Input> = rows.into_iter().map(|row| self.input(row, &owners)).collect();
        for input in &mut inputs {
            if let Some(helped) = &input.triage.helped {
                let by = helped.by.account().key();
                input.helped_first_time = self.store.is_first_help(&by, &input.item.id, helped.at).await?;
            }
        }
        Ok(inputs)
    }

    /// The items filed for the Roundup of `meeting`, and for others from `first` to `last`: there are such where the day of
    /// the meeting was changed.
    pub(crate) async fn filed_between(&self, first: Date, last: Date, meeting: Date) -> Result<Vec<RoundupRow>, AppError> {
        let mut dates: BTreeSet<Date> = self.store.weeks_between(first, last).await?.into_iter().collect();
        dates.insert(meeting);
        // An index shows an item that has just moved in both places, or in none.
        let mut rows = BTreeMap::new();
        for date in dates {
            rows.extend(self.store.roundup(date).await?.into_iter().map(|row| (row.item.id.clone(), row)));
        }
        Ok(rows.into_values().collect())
    }

    async fn week_points(&self) -> Result<Vec<WeekPoint>, AppError> {
        let stored = self.store.week_numbers(WEEKS).await?;
        Ok(stored.iter().filter_map(|numbers| serde_json::from_str(numbers).ok()).collect())
    }

    /// The names of whoever owns one of the items: what an item found out about people is kept in its row, for good.
    async fn owners(&self, rows: &[RoundupRow]) -> Result<BTreeMap<String, String>, AppError> {
        let mut names = BTreeMap::new();
        for (row, owner) in rows.iter().filter_map(|row| Some((row, row.triage.owner.as_ref()?))) {
            if !names.contains_key(owner)
                && let Some(folded) = self.store.item(&row.item.id).await?
            {
                names.insert(owner.clone(), Folded::name_of(&folded.people, &Author::slack(owner).key()));
            }
        }
        Ok(names)
    }

    fn input(&self, row: RoundupRow, owners: &BTreeMap<String, String>) -> Input {
        let source = self.rules.sources.iter().find(|source| source.name == row.item.source);
        let ended = |closed: &roundup_domain::item::Closed| Outcome {
            ending: match (closed.merged, closed.declined) {
                (true, _) => Ending::Merged,
                (false, false) => Ending::Done,
                (false, true) => Ending::Declined,
            },
            at: closed.at,
        };
        Input {
            owner_name: row.triage.owner.as_ref().and_then(|owner| owners.get(owner).cloned()),
            outcome: row.triage.closed.as_ref().map(ended),
            triage: row.triage,
            confidential: source.is_some_and(|source| source.confidential),
            first_time: row.first_time,
            helped_first_time: false,
            item: row.item,
            runs: row.runs,
            comments: row.comments,
            excerpt: row.excerpt,
        }
    }
}

/// The date so many days later; the date itself at the end of time.
pub(crate) fn days_from(date: Date, days: i32) -> Date {
    date.checked_add(Span::new().days(days)).unwrap_or(date)
}
