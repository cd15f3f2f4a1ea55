//! Plays the story of a seed, and checks it; makes a story that fails shorter.

use crate::checks::{self, Counts, Violation};
use crate::engine::Engine;
use crate::gate::Sabotage;
use crate::logs::Log;
use crate::story::Story;

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub violations: Vec<Violation>,
    pub counts: Counts,
    /// How much time passed in it, in seconds.
    pub simulated: i64,
    pub calls: u64,
    pub failures: u64,
    pub deaths: u64,
    pub recovered: u64,
    /// Message by message, if it was to be told.
    pub timeline: Vec<String>,
    /// What the functions logged, if it was to be told.
    pub log: String,
}

impl Report {
    /// Adds what another run came to; what was found in it, and its telling, aside.
    pub fn add(&mut self, other: &Self) {
        self.simulated += other.simulated;
        self.calls += other.calls;
        self.failures += other.failures;
        self.deaths += other.deaths;
        self.recovered += other.recovered;
        self.counts.items += other.counts.items;
        self.counts.runs += other.counts.runs;
        self.counts.told += other.counts.told;
        self.counts.doubled += other.counts.doubled;
        self.counts.latest = self.counts.latest.max(other.counts.latest);
    }
}

/// Plays a story.
#[must_use]
pub fn play(story: Story, tells: bool) -> Report {
    play_with(story, None, tells)
}

/// Plays a story in which the machine dies that makes this call, counted from the start.
#[must_use]
pub fn play_dying(story: Story, call: u64) -> Report {
    play_as(story, None, Some(call), false)
}

/// Plays a story with a deliberate bug.
#[must_use]
pub fn play_with(story: Story, sabotage: Option<Sabotage>, tells: bool) -> Report {
    play_as(story, sabotage, None, tells)
}

fn play_as(story: Story, sabotage: Option<Sabotage>, dies_before: Option<u64>, tells: bool) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
    let log = Log::default();
    let _guard = log.keep();
    runtime.block_on(async {
        let start = story.start;
        let mut engine = Engine::new(story, sabotage, tells, &log).await;
        engine.dies_before = dies_before;
        engine.run().await;
        let (violations, counts) = checks::check(&engine, &log).await;
        Report {
            violations,
            counts,
            simulated: engine.now.duration_since(start).as_secs(),
            calls: engine.record.calls,
            failures: engine.record.failures,
            deaths: engine.record.deaths,
            recovered: engine.record.missed.len() as u64,
            timeline: engine.record.timeline().to_vec(),
            log: if tells { log.text() } else { String::new() },
        }
    })
}

/// A story that still fails in the same way, with less in it.
#[must_use]
pub fn shortened(story: Story, of: &'static str) -> Story {
    let fails = |story: &Story| play(story.clone(), false).violations.iter().any(|violation| violation.of == of);
    let mut story = story;
    loop {
        let before = (story.acts.len(), story.troubles.len(), story.second.is_some());
        let mut without = story.clone();
        without.second = None;
        if story.second.is_some() && fails(&without) {
            story = without;
        }
        for number in (0..story.troubles.len()).rev() {
            let mut without = story.clone();
            without.troubles.remove(number);
            if fails(&without) {
                story = without;
            }
        }
        for number in (0..story.acts.len()).rev() {
            let mut without = story.clone();
            without.acts.remove(number);
            if fails(&without) {
                story = without;
            }
        }
        if before == (story.acts.len(), story.troubles.len(), story.second.is_some()) {
            return story;
        }
    }
}
