//! What happens in one run, drawn from its seed: what people do, what goes wrong when, and how things are configured.

mod acts;
mod configuration;
mod directed;
mod troubles;

pub use acts::{Act, Button, CANARY};
pub use configuration::Configuration;
pub use directed::{everybody_writes, hot_channel};
pub use troubles::{Ill, Trouble};

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// Days with something special about them: an ordinary week; the spring gap and the autumn overlap of New York; a leap day;
/// the turn of a year with 53 weeks.
const STARTS: [&str; 6] = [
    "2026-03-02T14:00:00Z",
    "2026-03-06T15:00:00Z",
    "2026-10-30T16:00:00Z",
    "2028-02-27T12:00:00Z",
    "2026-12-29T09:00:00Z",
    "2026-06-15T08:00:00Z",
];

/// One run.
#[derive(Clone, Debug)]
pub struct Story {
    /// What everything was drawn from.
    pub seed: u64,
    /// When it begins.
    pub start: Timestamp,
    /// After this nothing happens but what was set off before.
    pub end: Timestamp,
    /// The configuration to begin with.
    pub first: Configuration,
    /// The configuration from some time on.
    pub second: Option<(Timestamp, Configuration)>,
    /// What people do, in order.
    pub acts: Vec<(Timestamp, Act)>,
    /// What goes wrong.
    pub troubles: Vec<Trouble>,
    /// How events travel.
    pub travel: Travel,
}

/// How events travel, and how machines differ.
#[derive(Clone, Copy, Debug)]
pub struct Travel {
    /// How many events of a hundred come more than once.
    pub again: u8,
    /// How often these come more than once.
    pub copies: u8,
    /// How many never come: what the sources show of them is found missing within the hour.
    pub lost: u8,
    /// How many take minutes instead of seconds.
    pub slow: u8,
    /// How far a machine's clock is off at most, in seconds.
    pub skew: i64,
    /// Most records in a batch of the stream.
    pub batch: usize,
    /// How many hours expired rows stay at most.
    pub expiry_hours: u8,
    /// Whether schedules fire, rows expire and the sweep runs at the same moment.
    pub together: bool,
    /// Whether GitHub lets us see its log of deliveries, and has them repeated; else the repositories are asked.
    pub log: bool,
}

impl Story {
    /// The story of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let start: Timestamp = STARTS[rng.usize(..STARTS.len())].parse().unwrap_or_default();
        let first = Configuration::any(&mut rng, start);
        let days = rng.i64(2..=9);
        let acts = acts::any(&mut rng, &first, start, days);
        let last = acts.last().map_or(start, |(at, _)| *at);
        let troubles = troubles::any(&mut rng, start, last, &acts);
        let second = (rng.u8(..100) < 15).then(|| {
            let at = start + SignedDuration::from_mins(rng.i64(60..days * 24 * 60));
            (at, Configuration::any(&mut rng, start))
        });
        let travel = Travel {
            again: rng.u8(..40),
            copies: rng.u8(1..3),
            lost: rng.u8(..15),
            slow: rng.u8(..25),
            skew: [0, 2, 10][rng.usize(..3)],
            batch: [1, 3, 10, 100][rng.usize(..4)],
            expiry_hours: [1, 6, 47][rng.usize(..3)],
            together: rng.u8(..3) == 0,
            log: rng.u8(..3) > 0,
        };
        let quiet = troubles.iter().map(|trouble| trouble.until).max().unwrap_or(last).max(last);
        let end = quiet.max(second.as_ref().map_or(quiet, |(at, _)| *at)) + SignedDuration::from_hours(4 * 24);
        Self { seed, start, end, first, second, acts, troubles, travel }
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}: {} to {}; {:?}", self.seed, self.start, self.end, self.travel)?;
        writeln!(f, "configuration: {}", self.first)?;
        if let Some((at, second)) = &self.second {
            writeln!(f, "from {at} on: {second}")?;
        }
        self.troubles.iter().try_for_each(|trouble| writeln!(f, "trouble: {trouble}"))?;
        self.acts.iter().try_for_each(|(at, act)| writeln!(f, "act: {at} {act:?}"))
    }
}
