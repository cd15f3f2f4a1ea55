//! What people do.

use super::Configuration;
use crate::cast::{CHANNELS, OUTSIDE, REPOSITORIES, ROBOT, STAFF, Somebody};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

/// Something that somebody does. A number says to which of what there is by then, counted around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A message at top level of a channel.
    Write { channel: usize, who: Somebody, text: &'static str, mentions: Option<Somebody> },
    /// A reply in a thread.
    Reply { who: Somebody, to: usize, text: &'static str },
    /// An edit of a message.
    Edit { of: usize },
    /// A message is deleted.
    Delete { of: usize },
    /// A check mark is put on a message, or taken off it.
    Mark { who: Somebody, of: usize, on: bool },
    /// An issue is opened.
    Open { who: Somebody, repository: usize },
    /// A comment on an issue.
    Comment { who: Somebody, on: usize, text: &'static str },
    /// An issue is closed.
    Close { who: Somebody, issue: usize },
    /// An issue is opened again.
    Reopen { who: Somebody, issue: usize },
    /// A label is put on an issue.
    Label { issue: usize },
    /// A button of one of our messages is pressed.
    Press { who: Somebody, button: Button, which: usize },
    /// `/roundup` and this.
    Command { who: Somebody, text: &'static str },
    /// `/roundup snooze`, the item of a message, and this.
    Snooze { who: Somebody, of: usize, until: &'static str },
    /// Somebody opens our Home tab.
    OpenHome { who: Somebody },
}

/// A button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    Answered,
    Claim,
    Release,
    NoResponse,
    Undo,
    Accept,
}

impl Button {
    /// Its name in messages.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Claim => "claim",
            Self::Release => "release",
            Self::NoResponse => "no_response",
            Self::Undo => "undo",
            Self::Accept => "accept",
        }
    }

    const ALL: [Self; 6] = [Self::Answered, Self::Claim, Self::Release, Self::NoResponse, Self::Undo, Self::Accept];
}

/// What is said; the word in it is looked for where no people's words may be.
pub const CANARY: &str = "zugzwang";
const QUESTIONS: [&str; 3] = ["It fails with zugzwang", "Why zugzwang?", "thanks, but it still fails: zugzwang <!channel>"];
const THANKS: [&str; 2] = ["thanks!", ":+1:"];
const ANSWERS: [&str; 2] = ["We are looking into zugzwang", "Fixed, zugzwang"];
const COMMANDS: [&str; 4] = ["take 4h", "take 30m", "list", "oncall"];

/// Any acts within so many days, in order of time.
pub fn any(rng: &mut Rng, configuration: &Configuration, start: Timestamp, days: i64) -> Vec<(Timestamp, Act)> {
    let steps = configuration.steps();
    let mut acts: Vec<(Timestamp, Act)> = Vec::new();
    let questions = rng.usize(1..=5);
    let mut at = start + SignedDuration::from_secs(rng.i64(0..3_600));
    for _ in 0..questions {
        acts.push((at, question(rng)));
        // What people do about it, mostly when something is due.
        for _ in 0..rng.usize(0..4) {
            acts.push((around(rng, at, &steps), reaction(rng)));
        }
        let gap = [1, 60, 299, 300, 301, 7_000, 40_000, 100_000][rng.usize(..8)];
        at = (at + SignedDuration::from_secs(gap)).min(start + SignedDuration::from_hours(days * 24));
    }
    acts.sort_by_key(|(at, _)| *at);
    acts
}

fn outside(rng: &mut Rng) -> Somebody {
    OUTSIDE[rng.usize(..OUTSIDE.len())]
}

fn staff(rng: &mut Rng) -> Somebody {
    STAFF[rng.usize(..STAFF.len())]
}

fn question(rng: &mut Rng) -> Act {
    let text = QUESTIONS[rng.usize(..QUESTIONS.len())];
    match rng.u8(..10) {
        0..=5 => Act::Write { channel: rng.usize(..CHANNELS.len()), who: outside(rng), text, mentions: None },
        6 => Act::Reply { who: outside(rng), to: rng.usize(..8), text },
        7 => Act::Comment { who: outside(rng), on: rng.usize(..4), text },
        _ => Act::Open { who: outside(rng), repository: rng.usize(..REPOSITORIES.len()) },
    }
}

fn reaction(rng: &mut Rng) -> Act {
    let text = ANSWERS[rng.usize(..ANSWERS.len())];
    match rng.u8(..40) {
        0..=9 => Act::Reply { who: staff(rng), to: rng.usize(..8), text },
        10..=13 => {
            let mentions = rng.bool().then(|| outside(rng));
            Act::Write { channel: rng.usize(..CHANNELS.len()), who: staff(rng), text, mentions }
        }
        14..=17 => Act::Comment { who: staff(rng), on: rng.usize(..4), text },
        18..=19 => Act::Close { who: if rng.bool() { staff(rng) } else { outside(rng) }, issue: rng.usize(..4) },
        20 => Act::Reopen { who: if rng.bool() { staff(rng) } else { outside(rng) }, issue: rng.usize(..4) },
        21..=22 => Act::Reply { who: outside(rng), to: rng.usize(..8), text: THANKS[rng.usize(..THANKS.len())] },
        23 => Act::Reply { who: ROBOT, to: rng.usize(..8), text },
        24..=25 => Act::Edit { of: rng.usize(..8) },
        26..=27 => Act::Delete { of: rng.usize(..8) },
        28..=30 => {
            Act::Mark { who: if rng.u8(..4) > 0 { staff(rng) } else { outside(rng) }, of: rng.usize(..8), on: rng.u8(..4) > 0 }
        }
        31 => Act::Label { issue: rng.usize(..4) },
        32..=36 => {
            let who = if rng.u8(..6) > 0 { staff(rng) } else { outside(rng) };
            Act::Press { who, button: Button::ALL[rng.usize(..Button::ALL.len())], which: rng.usize(..8) }
        }
        37 => Act::OpenHome { who: staff(rng) },
        38 => Act::Snooze { who: staff(rng), of: rng.usize(..8), until: ["30m", "3h", "tomorrow"][rng.usize(..3)] },
        _ => Act::Command { who: staff(rng), text: COMMANDS[rng.usize(..COMMANDS.len())] },
    }
}

/// Any time after `at`, more often than not close to one of the steps.
fn around(rng: &mut Rng, at: Timestamp, steps: &[i64]) -> Timestamp {
    let step = steps[rng.usize(..steps.len())] * 60;
    let seconds = match rng.u8(..6) {
        0 => rng.i64(1..600),
        1 => rng.i64(600..100_000),
        2 => step + rng.i64(-600..600),
        _ => step + rng.i64(-5..70),
    };
    at + SignedDuration::from_secs(seconds.max(1))
}
