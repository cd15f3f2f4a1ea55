//! Bringing one item up to date: read what concerns it, fold, decide, commit, carry out.

use crate::channel::TopFact;
use crate::digest::comment_due;
use crate::sources::Place;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::decide::{Known, Plan, decide};
use roundup_domain::fold::{Context, Heard, fold, participants};
use roundup_domain::item::{Folded, State};
use roundup_domain::plan::{Deadline, Notice};
use roundup_domain::{Author, ConversationId, Fact, ItemId, People, Role, SlackTs, What};
use roundup_store::{Commit, CommitError, ItemRow, ItemWrite, NoticeWant, Open, StoredNotice, Thread, ThreadKey};
use std::collections::BTreeSet;

/// How often an item is settled anew when somebody else wrote it meanwhile. The stream gives one conversation to one
/// invocation at a time, so even one conflict is rare.
const TRIES: u32 = 4;
/// How the names of facts begin that say that a step's time has come.
const REACHED: &str = "deadline:";

/// What the reading of an item found.
pub(crate) struct Reading {
    thread: Thread,
    heard: Vec<Heard>,
    people: People,
    /// What was decided already, also where the item was before it moved or became part of this one, so that no step is
    /// repeated.
    known: Known,
    /// The item's name and link.
    id: ItemId,
    url: String,
    /// No item starts here: the message belongs to an earlier one, or the issue has moved away.
    belongs_elsewhere: bool,
}

/// What was decided about an item, to be written.
struct Settling<'a> {
    folded: Option<&'a Folded>,
    row: Option<ItemRow>,
    plan: &'a Plan,
    /// Deadlines whose schedules may be otherwise than the table says.
    touched: &'a [Deadline],
}

impl App {
    /// Settles the item of `thread`; how many facts count by now that did not when it was settled before, steps of the clock
    /// aside.
    ///
    /// # Errors
    /// The table's, or a writer that keeps overtaking.
    pub(crate) async fn settle(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        place: &Place<'_>,
        now: Timestamp,
    ) -> Result<usize, AppError> {
        // Deadlines whose schedules a try made or took away that somebody else overtook.
        let mut touched: Vec<Deadline> = Vec::new();
        for _ in 0..TRIES {
            let mut reading = self.read(conversation, thread, place, now).await?;
            reading.known.hush(reading.heard.iter().map(Heard::fact));
            let mut folded = self.fold(conversation, place, &reading, now);
            let mut plan = decide(folded.as_ref(), &reading.known, place.policy, &self.rules.on_call, now);
            if !plan.notices.is_empty() || self.rules.on_call.rotation.is_empty() {
                // Only now it matters who has taken over from whom.
                plan = decide(folded.as_ref(), &reading.known, place.policy, &self.on_call().await?, now);
            }
            if is_to_tell(&plan, &reading.thread, now)
                && let ThreadKey::Root(root) = thread
                && self.refile_what_is_about_replies(conversation, root, &reading.thread.facts).await?
            {
                // That may have been the answer.
                continue;
            }
            if !plan.reached.is_empty() {
                // The item tells of them too, whoever wrote them down.
                reading.heard.extend(plan.reached.iter().map(reached_fact).map(Heard::Inside));
                folded = self.fold(conversation, place, &reading, now);
            }
            self.tell_duplicates(&reading.thread, &reading.heard, folded.as_ref(), now).await?;
            let first_time = self.is_first_time(&reading.thread, folded.as_ref(), now).await?;
            self.note_help(&reading.thread, folded.as_ref()).await?;
            let row = folded.as_ref().map(|folded| self.item_row(folded, plan.next_step, first_time, now));
            let settled = Settling { folded: folded.as_ref(), row, plan: &plan, touched: &touched };
            let commit = self.prepare(conversation, thread, &reading, settled, now).await;
            match self.store.commit(&commit).await {
                Ok(()) => {
                    self.count_late(&reading.thread, folded.as_ref(), now);
                    if self.carry_out(conversation, thread, &reading, &commit, now).await? {
                        // That took its time: somebody may have answered meanwhile what is settled next.
                        place.read.forget();
                    }
                    place.unknown.note(reading.people.values().any(|person| person.provisional));
                    return Ok(fresh(&reading.thread, folded.as_ref()));
                }
                Err(CommitError::Conflict) => {
                    // Whoever was first may have seen more of the channel.
                    place.read.forget();
                    touched.extend(commit.deadlines_put.into_iter().map(|stored| stored.deadline));
                    touched.extend(commit.deadlines_delete);
                }
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(AppError::Contended { conversation: conversation.to_string(), tries: TRIES })
    }

    pub(crate) async fn read(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        place: &Place<'_>,
        now: Timestamp,
    ) -> Result<Reading, AppError> {
        match (thread, conversation.slack_channel()) {
            (ThreadKey::Root(head), Some(channel)) => self.read_slack(conversation, channel, head, place, now).await,
            _ => self.read_github(conversation, place, now).await,
        }
    }

    async fn read_github(&self, conversation: &ConversationId, place: &Place<'_>, now: Timestamp) -> Result<Reading, AppError> {
        let thread = self.store.thread(conversation, &ThreadKey::Only).await?;
        let earlier = self.earlier_places(&thread).await?;
        let facts = thread.facts.iter().chain(earlier.iter().flat_map(|thread| &thread.facts));
        let heard: Vec<Heard> =
            facts.filter(|fact| !matches!(fact.what, What::MovedTo { .. })).cloned().map(Heard::Inside).collect();
        let kept = thread.item.as_ref().map(|item| &item.folded.people);
        let people = self.people_of(&heard, kept, place, now).await?;
        let mut known = known_of(&thread);
        for before in &earlier {
            remember(&mut known, before);
        }
        let belongs_elsewhere = thread.facts.iter().any(|fact| matches!(fact.what, What::MovedTo { .. }));
        Ok(Reading { id: ItemId::github(conversation), url: String::new(), heard, people, known, thread, belongs_elsewhere })
    }

    async fn read_slack(
        &self,
        conversation: &ConversationId,
        channel: &str,
        head: &SlackTs,
        place: &Place<'_>,
        now: Timestamp,
    ) -> Result<Reading, AppError> {
        let thread = self.store.thread(conversation, &ThreadKey::Root(head.clone())).await?;
        let team = place.team.as_deref().unwrap_or_default();
        let mut reading = Reading {
            heard: Vec::new(),
            people: People::new(),
            known: known_of(&thread),
            id: ItemId::slack(team, channel, head),
            url: slack_link(team, channel, head),
            belongs_elsewhere: self.head_of(conversation, place, head, now).await? != *head,
            thread,
        };
        if reading.belongs_elsewhere {
            return Ok(reading);
        }
        let group = self.group_of(conversation, place, head, now).await?;
        self.hear_inside(conversation, head, &group, &mut reading).await?;
        let is_bots = group.is_empty() && self.any_top(conversation, place, head).await?.is_some();
        if is_bots || !group.is_empty() {
            let before = self.last_before(conversation, place, head, now).await?;
            reading.heard.extend(before.map(|found| Heard::Before(found.fact)));
        }
        self.meet(&mut reading, place, now).await?;
        let nearby = self.heard_nearby(conversation, place, &reading, &group, now).await?;
        if !nearby.is_empty() {
            reading.heard.extend(nearby);
            self.meet(&mut reading, place, now).await?;
        }
        Ok(reading)
    }

    /// Reads the item's own facts: its top-level messages, the threads of each, what was done to them; and what was decided about its parts while they were items.
    async fn hear_inside(
        &self,
        conversation: &ConversationId,
        head: &SlackTs,
        group: &[TopFact],
        reading: &mut Reading,
    ) -> Result<(), AppError> {
        let mut facts: Vec<Fact> = reading.thread.facts.clone();
        facts.extend(group.iter().map(|member| member.fact.clone()));
        // Also where the root itself was never seen: the app came later.
        facts.extend(self.store.abouts(conversation, head, head).await?);
        for member in group.iter().map(|member| &member.top.ts).filter(|ts| *ts != head) {
            let part = self.store.thread(conversation, &ThreadKey::Root(member.clone())).await?;
            remember(&mut reading.known, &part);
            facts.extend(part.facts);
            facts.extend(self.store.abouts(conversation, member, member).await?);
        }
        reading.heard = facts.into_iter().map(Heard::Inside).collect();
        Ok(())
    }

    /// Finds out who everybody is in what was heard.
    async fn meet(&self, reading: &mut Reading, place: &Place<'_>, now: Timestamp) -> Result<(), AppError> {
        let kept = reading.thread.item.as_ref().map(|item| &item.folded.people);
        reading.people = self.people_of(&reading.heard, kept, place, now).await?;
        Ok(())
    }

    /// Our top-level messages of the times in which the item waits as far as its own thread goes: no others can matter, so
    /// no others are read.
    async fn heard_nearby(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        reading: &Reading,
        group: &[TopFact],
        now: Timestamp,
    ) -> Result<Vec<Heard>, AppError> {
        let Some(alone) = self.fold(conversation, place, reading, now) else { return Ok(Vec::new()) };
        let kept = reading.thread.item.as_ref().map(|item| &item.folded.people);
        let mut nearby = Vec::new();
        for run in &alone.runs {
            let from = SlackTs::from_time(run.since);
            let until = run.end.as_ref().map(|end| SlackTs::from_time(end.at));
            let tops = self.tops(conversation, place, &from, until.as_ref(), now).await?;
            // Whoever has counted as staff in this item does, also if they have left, or cannot be looked up just now.
            let was_ours = |found: &TopFact| {
                let by = found.fact.by.as_ref().map(Author::key);
                by.and_then(|by| kept?.get(&by)).is_some_and(|person| person.role == Role::Staff && !person.provisional)
            };
            let ours = tops.into_iter().filter(|found| found.top.role == Role::Staff || was_ours(found));
            let others = ours.filter(|found| !group.iter().any(|member| member.top.ts == found.top.ts));
            nearby.extend(others.map(|found| Heard::Nearby(found.fact)));
        }
        Ok(nearby)
    }

    async fn people_of(
        &self,
        heard: &[Heard],
        kept: Option<&People>,
        place: &Place<'_>,
        now: Timestamp,
    ) -> Result<People, AppError> {
        self.people(&participants(heard.iter().map(Heard::fact)), kept, place.team.as_deref(), now).await
    }

    pub(crate) fn fold(
        &self,
        conversation: &ConversationId,
        place: &Place<'_>,
        reading: &Reading,
        now: Timestamp,
    ) -> Option<Folded> {
        if reading.belongs_elsewhere {
            return None;
        }
        let context = Context {
            rules: &self.rules,
            source: place.source,
            policy: place.policy,
            conversation,
            id: &reading.id,
            url: &reading.url,
            people: &reading.people,
            top_level_answers: place.top_level_answers(),
            now,
        };
        fold(&context, &reading.heard)
    }

    /// What to write. Schedules come first: a deadline that stands in the table then has one, or says that it has none.
    async fn prepare(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        reading: &Reading,
        Settling { folded, row, plan, touched }: Settling<'_>,
        now: Timestamp,
    ) -> Commit {
        let stored = &reading.thread;
        let is_scheduled = |deadline: &Deadline| {
            !touched.contains(deadline) && stored.deadlines.iter().any(|known| known.deadline == *deadline && known.scheduled)
        };
        let unscheduled = plan.watch.iter().filter(|deadline| !is_scheduled(deadline));
        let deadlines_put = self.schedule(conversation, thread, unscheduled, now).await;
        // A schedule is named after these two.
        let name = |deadline: &Deadline| (deadline.since, deadline.step.clone());
        let is_watched = |deadline: &&Deadline| plan.watch.iter().any(|watch| name(watch) == name(deadline));
        let gone: Vec<Deadline> = plan.forget.iter().chain(touched).filter(|deadline| !is_watched(deadline)).cloned().collect();
        self.unschedule(conversation, thread, &gone).await;

        let wants = |notice: &Notice| folded.map_or_else(|| "settled".to_owned(), |folded| folded.wants(notice));
        let mut commit = Commit::new(conversation.clone(), thread.clone(), stored.item.as_ref().map(|item| item.version));
        commit.item = match row {
            Some(row) if is_stored(stored, &row) => ItemWrite::Keep,
            Some(row) => ItemWrite::Put(Box::new(row)),
            None if stored.item.is_some() => ItemWrite::Delete,
            None => ItemWrite::Keep,
        };
        commit.facts = plan.reached.iter().map(reached_fact).collect();
        commit.deadlines_put = deadlines_put;
        commit.deadlines_delete = plan.forget.clone();
        commit.notices_put = plan.notices.iter().map(|notice| StoredNotice::new(notice.clone(), wants(notice), now)).collect();
        commit.notices_put.extend(folded.and_then(|folded| self.comment_owed(folded, &stored.notices)));
        let changed = stored.notices.iter().map(|known| (known, wants(&known.notice)));
        let changed = changed.filter(|(known, wants)| !is_shown_by(&known.wants, wants));
        let try_at = |known: &StoredNotice| comment_due(folded, &known.notice).map_or(now, |due| due.max(now));
        commit.notices_want =
            changed.map(|(known, wants)| NoticeWant { key: known.notice.key.clone(), wants, try_at: try_at(known) }).collect();
        commit
    }

    pub(crate) fn item_row(&self, folded: &Folded, next_step: Option<Timestamp>, first_time: bool, now: Timestamp) -> ItemRow {
        let waits = folded.item.state == State::Waiting;
        let last_event = folded.trace.last().map_or(folded.item.opened_at, |entry| entry.at);
        let last_stop = folded.runs.iter().filter_map(|run| run.end.as_ref()).map(|end| end.at).max();
        // What is ready or waits belongs to the coming Roundup; the rest to the one after its last event.
        let counts_for =
            if waits || (folded.item.ready && folded.triage.is_undecided()) { now.max(last_event) } else { last_event };
        let kept = Folded { trace: folded.kept_trace().to_vec(), ..folded.clone() };
        ItemRow {
            folded: kept,
            next_step,
            first_time,
            meeting: self.rules.roundup.meeting.next(counts_for).date,
            open: folded.conversation.slack_channel().map(|_| match waits {
                true => Open::Waits,
                false => Open::Until(SlackTs::from_time(last_stop.unwrap_or(last_event))),
            }),
        }
    }

    /// Sends what is owed, and edits what no longer says how things stand. Whether there was anything.
    async fn carry_out(
        &self,
        conversation: &ConversationId,
        thread: &ThreadKey,
        reading: &Reading,
        commit: &Commit,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let left_over = reading.thread.notices.iter().filter(|stored| stored.try_at.is_some_and(|at| at <= now));
        let left_over = left_over.map(|stored| &stored.notice.key);
        let fresh = commit.notices_put.iter().filter(|stored| stored.try_at.is_some_and(|at| at <= now));
        let fresh = fresh.map(|stored| &stored.notice.key);
        let changed = commit.notices_want.iter().filter(|want| want.try_at <= now).map(|want| &want.key);
        let keys: BTreeSet<_> = left_over.chain(fresh).chain(changed).collect();
        for key in &keys {
            self.deliver(conversation, thread, key, now).await?;
        }
        Ok(!keys.is_empty())
    }
}

/// Whether somebody is to be told something that they have not been.
fn is_to_tell(plan: &Plan, thread: &Thread, now: Timestamp) -> bool {
    let is_owed = |stored: &StoredNotice| stored.message.is_none() && stored.try_at.is_some_and(|at| at <= now);
    !plan.notices.is_empty() || thread.notices.iter().any(is_owed)
}

/// Whether what a notice showed so far is what it wants to show. A card from long ago is left as it was when another run of
/// the clock began.
fn is_shown_by(before: &str, wants: &str) -> bool {
    before == wants || before.strip_prefix(wants).is_some_and(|revision| revision.starts_with(' '))
}

/// How many facts count that did not when the item was stored; steps of the clock aside, which settling itself writes down.
fn fresh(before: &Thread, after: Option<&Folded>) -> usize {
    let Some(after) = after else { return 0 };
    let told = before.item.iter().flat_map(|item| &item.folded.trace).map(|entry| entry.fact.as_str());
    let told: BTreeSet<&str> = told.collect();
    let counts = after.kept_trace().iter().map(|entry| entry.fact.as_str());
    counts.filter(|fact| !fact.starts_with(REACHED) && !told.contains(fact)).count()
}

/// Whether the table already says so.
fn is_stored(thread: &Thread, row: &ItemRow) -> bool {
    let same = |stored: &roundup_store::StoredItem| {
        stored.folded == row.folded && stored.next_step == row.next_step && stored.meeting == Some(row.meeting)
    };
    thread.item.as_ref().is_some_and(same)
}

fn known_of(thread: &Thread) -> Known {
    Known {
        deadlines: thread.deadlines.iter().map(|stored| stored.deadline.clone()).collect(),
        notices: thread.notices.iter().map(|stored| stored.notice.clone()).collect(),
        reached: reached_in(&thread.facts).collect(),
        ..Known::default()
    }
}

/// What was decided about a thread that is part of the item now.
fn remember(known: &mut Known, part: &Thread) {
    known.notices.extend(part.notices.iter().map(|stored| stored.notice.clone()));
    known.reached.extend(reached_in(&part.facts));
}

fn reached_in(facts: &[Fact]) -> impl Iterator<Item = (Timestamp, String)> + '_ {
    facts.iter().filter_map(|fact| match &fact.what {
        What::Reached { since, step } => Some((*since, step.clone())),
        _ => None,
    })
}

/// The fact that a step's time has come. Its name is the same whoever writes it.
pub(crate) fn reached_fact(deadline: &Deadline) -> Fact {
    Fact {
        name: format!("{REACHED}{}:{}", deadline.since, deadline.step),
        at: deadline.at,
        by: None,
        what: What::Reached { since: deadline.since, step: deadline.step.clone() },
        subject: None,
    }
}

/// A link that Slack resolves for whoever follows it (Slack, "Deep linking": `app_redirect`).
fn slack_link(team: &str, channel: &str, ts: &SlackTs) -> String {
    format!("https://slack.com/app_redirect?team={team}&channel={channel}&message_ts={ts}")
}
