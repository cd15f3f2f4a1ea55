//! Stories of the experiments: what people do is given, and what goes wrong is up to the experiment.

use super::{Act, Configuration, Story, Travel};
use crate::cast::{ADA, DANA, ERIK, GRACE};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

const CALM: Travel =
    Travel { again: 0, copies: 0, lost: 0, slow: 0, skew: 0, batch: 20, expiry_hours: 6, together: false, log: true };

fn story(seed: u64, start: Timestamp, acts: Vec<(Timestamp, Act)>) -> Story {
    let last = acts.last().map_or(start, |(at, _)| *at);
    Story {
        seed,
        start,
        end: last + SignedDuration::from_hours(4 * 24),
        first: Configuration::usual(),
        second: None,
        acts,
        troubles: Vec::new(),
        travel: CALM,
    }
}

/// Questions in both channels and in the tracker; one is answered after its first reminder, one after the first escalation,
/// the rest never. The promise is of 24 hours, with reminders 4 hours and 1 hour before, escalations at once and 4 hours after.
#[must_use]
pub fn everybody_writes(seed: u64) -> Story {
    let start: Timestamp = super::STARTS[0].parse().unwrap_or_default();
    let mut rng = Rng::with_seed(seed);
    let mut at = |hours: i64| start + SignedDuration::from_secs(hours * 3_600 + rng.i64(60..900));
    let text = "It fails with zugzwang";
    let acts = vec![
        (at(0), Act::Write { channel: 0, who: DANA, text, mentions: None }),
        (at(1), Act::Write { channel: 1, who: ERIK, text, mentions: None }),
        (at(2), Act::Open { who: DANA, repository: 0 }),
        (at(3), Act::Open { who: ERIK, repository: 1 }),
        (at(22), Act::Reply { who: ADA, to: 0, text: "Soon" }),
        (at(28), Act::Comment { who: GRACE, on: 0, text: "Soon" }),
    ];
    story(seed, start, acts)
}

/// So many messages in one channel within an hour, one in ten of them an answer of ours.
#[must_use]
pub fn hot_channel(seed: u64, messages: i64) -> Story {
    let start: Timestamp = super::STARTS[0].parse().unwrap_or_default();
    let mut rng = Rng::with_seed(seed);
    let acts = (0..messages).map(|number| {
        let at = start + SignedDuration::from_millis(number * 3_600_000 / messages);
        let who = [DANA, ERIK][rng.usize(..2)];
        let act = match number % 10 {
            9 => Act::Reply { who: ADA, to: rng.usize(..usize::MAX), text: "Soon" },
            _ => Act::Write { channel: 0, who, text: "Why zugzwang?", mentions: None },
        };
        (at, act)
    });
    story(seed, start, acts.collect())
}
