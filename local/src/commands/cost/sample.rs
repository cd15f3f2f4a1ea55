//! What items take: played, in memory, through the reactor and the scheduler of the local process, and measured at the
//! table's protocol.

use crate::Failure;
use crate::environment::Outside;
use crate::process::{Keep, Options, Process, TABLE, Without};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::id::GithubThread;
use roundup_domain::{Author, ConversationId, Fact, Filed, Place, Platform, SlackTs, Subject, SubjectForm, What};
use roundup_embedded::Units;

/// How many items are played: half of them in Slack channels, half in a tracker.
pub(super) const ITEMS: u32 = 20;
/// Every so many an item is answered only after its first reminder.
const LATE_ONE_IN: u32 = 5;
/// A comment as people write them, in characters.
const TEXT: usize = 280;
/// A Monday morning.
const BEGIN: &str = "2026-03-02T14:00:00Z";

/// What a week with [`ITEMS`] items took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    /// Of the webhooks: one write for each comment.
    pub webhooks: Units,
    /// Of everything behind the table.
    pub reactor: Units,
    /// Of one sweep that finds nothing to do, with all items waiting.
    pub sweep_waiting: Units,
    /// The same with none.
    pub sweep_idle: Units,
    /// Schedules that fired.
    pub fired: usize,
    /// Messages to Slack, and edits of them.
    pub messages: usize,
    /// What the table keeps, bytes.
    pub kept: u64,
}

/// Plays a week in which each item has so many comments, theirs and ours by turns, and the Roundup after it.
pub(super) async fn measure(comments: u32) -> Result<Measured, Failure> {
    let mut sample = Sample::start().await?;
    let sweep_idle = sample.sweep().await?;
    for item in 0..ITEMS {
        sample.comment(item, 0).await?;
    }
    sample.advance(SignedDuration::from_mins(50)).await;
    let sweep_waiting = sample.sweep().await?;
    let (late, swift): (Vec<u32>, Vec<u32>) = (0..ITEMS).partition(|item| item.is_multiple_of(LATE_ONE_IN));
    sample.go_on(&swift, comments).await?;
    // The others are answered on the next day, after a reminder.
    let next_day = begin() + SignedDuration::from_hours(21);
    sample.advance(next_day.duration_since(sample.process.clock.now())).await;
    sample.go_on(&late, comments).await?;
    sample.advance(SignedDuration::from_hours(7 * 24)).await;
    sample.finish(sweep_idle, sweep_waiting).await
}

struct Sample {
    process: Process,
    webhooks: Units,
    /// Of sweeps that were called only to be measured.
    apart: Units,
}

impl Sample {
    async fn start() -> Result<Self, Failure> {
        let configuration = include_str!("sample.toml").to_owned();
        let rules = roundup_config::parse(&configuration).map_err(broken)?;
        let now: Timestamp = BEGIN.parse().map_err(broken)?;
        let (outside, keep, without) = (Outside::default(), Keep::Memory(now), Without::default());
        let process = Process::start(Options { configuration, rules, outside, keep, without }).await?;
        // Whoever is on call is noted once; that is no part of any week.
        process.engine.lock().await.advance(now).await;
        process.app.sweep(now).await.map_err(broken)?;
        process.table.meter();
        Ok(Self { process, webhooks: Units::default(), apart: Units::default() })
    }

    /// A comment comes in, and is reacted to: one of theirs in even rounds, of ours in odd ones.
    async fn comment(&mut self, item: u32, round: u32) -> Result<(), Failure> {
        let now = self.process.clock.now();
        let filed = if item.is_multiple_of(2) { in_slack(item, round, now) } else { in_tracker(item, round, now) };
        let before = self.process.table.units();
        self.process.app.store.put_fact(&filed).await.map_err(broken)?;
        self.webhooks = self.webhooks + (self.process.table.units() - before);
        self.process.engine.lock().await.drain().await;
        Ok(())
    }

    /// The comments after the first, a round every ten minutes.
    async fn go_on(&mut self, items: &[u32], comments: u32) -> Result<(), Failure> {
        for round in 1..comments {
            for item in items {
                self.comment(*item, round).await?;
            }
            self.advance(SignedDuration::from_mins(10)).await;
        }
        Ok(())
    }

    async fn advance(&self, span: SignedDuration) {
        let to = self.process.clock.now() + span;
        self.process.engine.lock().await.advance(to).await;
    }

    /// What one sweep takes.
    async fn sweep(&mut self) -> Result<Units, Failure> {
        let before = self.process.table.units();
        self.process.app.sweep(self.process.clock.now()).await.map_err(broken)?;
        let took = self.process.table.units() - before;
        self.apart = self.apart + took;
        Ok(took)
    }

    async fn finish(self, sweep_idle: Units, sweep_waiting: Units) -> Result<Measured, Failure> {
        let process = &self.process;
        let described = process.table.client().describe_table().table_name(TABLE).send().await.map_err(broken)?;
        let kept = described.table.and_then(|table| table.table_size_bytes).unwrap_or_default();
        let calls = process.scheduler.calls();
        let asked = |operation: &str| calls.iter().filter(|(called, _)| called == operation).count();
        // A schedule that is neither cancelled nor still ahead has fired.
        let fired = asked("CreateSchedule").saturating_sub(asked("DeleteSchedule") + process.scheduler.list().len());
        let is_message = |method: &str| matches!(method, "chat.postMessage" | "chat.update");
        let messages = process.stand_ins.calls().iter().filter(|call| is_message(&call.method)).count();
        Ok(Measured {
            webhooks: self.webhooks,
            reactor: process.table.units() - self.webhooks - self.apart,
            sweep_waiting,
            sweep_idle,
            fired,
            messages,
            kept: u64::try_from(kept).unwrap_or_default(),
        })
    }
}

/// Messages in one thread of one of ten channels.
fn in_slack(item: u32, round: u32, now: Timestamp) -> Filed {
    let ts = SlackTs::from_time(now + SignedDuration::from_micros(i64::from(item) + 1));
    let root = SlackTs::from_time(begin() + SignedDuration::from_micros(i64::from(item) + 1));
    let by = if round.is_multiple_of(2) { format!("U0CUST{item:04}") } else { "U0STAFF01".to_owned() };
    let what = What::Comment { id: ts.to_string(), text: text(), mentions: Vec::new(), url: None };
    Filed {
        conversation: ConversationId::slack(&format!("C0SAMPLE{item:02}")),
        place: if round == 0 { Place::Top(ts.clone()) } else { Place::Reply { root, ts: ts.clone() } },
        fact: Fact { name: format!("message:{ts}"), at: now, by: Some(Author::slack(&by)), what, subject: None },
    }
}

/// An issue with its comments.
fn in_tracker(item: u32, round: u32, now: Timestamp) -> Filed {
    let author = |login: &str| Author { platform: Platform::Github, id: login.to_owned(), automated: false };
    let by = if round.is_multiple_of(2) { author(&format!("customer-{item}")) } else { author("staff-gh") };
    let subject = Subject {
        form: SubjectForm::Issue,
        title: "Uploads that a proxy cuts off are not tried again".to_owned(),
        url: format!("https://github.com/acme/widgets/issues/{item}"),
        author: Some(author(&format!("customer-{item}"))),
        labels: Some(vec!["bug".to_owned()]),
        answerable: false,
    };
    let (name, what) = match round {
        0 => ("opened".to_owned(), What::Opened { text: text(), draft: false }),
        _ => {
            let id = format!("comment:{}", 3_000_000_000_u64 + u64::from(item * 1_000 + round));
            (id.clone(), What::Comment { id, text: text(), mentions: Vec::new(), url: None })
        }
    };
    Filed {
        conversation: ConversationId::github("acme/widgets", GithubThread::Issue, item.into()),
        place: Place::Thread,
        fact: Fact { name, at: now, by: Some(by), what, subject: Some(subject) },
    }
}

fn begin() -> Timestamp {
    BEGIN.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

fn text() -> String {
    "We see this since the last release, on two of three regions. ".repeat(5).chars().take(TEXT).collect()
}

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the sample could not be played: {error}"), "report it as a bug")
}
