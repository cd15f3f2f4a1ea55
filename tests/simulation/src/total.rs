//! What many seeds came to, and how far they are.

use roundup_simulation::run::Report;
use std::collections::BTreeSet;
use std::time::Instant;

/// After so many seeds a line says how far it is, so that a run that is cut off can be gone on with.
const TOLD: u64 = 1_000;

/// What many seeds came to.
pub struct Total {
    /// How many were played.
    pub played: u64,
    /// How many of them failed.
    pub failed: u64,
    /// The first seed that was not played.
    pub next: u64,
    /// Later ones that were, on another thread.
    ahead: BTreeSet<u64>,
    sum: Report,
    started: Instant,
}

impl Total {
    /// Nothing yet, from this seed on.
    pub fn new(from: u64) -> Self {
        Self { played: 0, failed: 0, next: from, ahead: BTreeSet::new(), sum: Report::default(), started: Instant::now() }
    }

    /// Adds a run; says what does not hold in it, and from time to time how far it is.
    pub fn add(&mut self, seed: u64, report: &Report) {
        self.sum.add(report);
        self.played += 1;
        self.ahead.insert(seed);
        while self.ahead.remove(&self.next) {
            self.next += 1;
        }
        if !report.violations.is_empty() {
            self.failed += 1;
            report.violations.iter().for_each(|violation| println!("seed {seed}: {violation}"));
            println!("    cargo run --profile simulation -p roundup-simulation -- --seed {seed} --shorten");
        }
        if self.played.is_multiple_of(TOLD) {
            let seconds = self.started.elapsed().as_secs();
            println!("{} seeds in {seconds} s, {} failed; to go on: --from {}", self.played, self.failed, self.next);
        }
    }

    /// Says what it came to.
    pub fn print(&self, jobs: usize) {
        let Self { played, failed, sum, .. } = self;
        let seconds = self.started.elapsed().as_secs_f64();
        let weeks = sum.simulated as f64 / 604_800.0;
        println!(
            "{played} seeds in {seconds:.1} s on {jobs} threads, {:.1} ms a seed; {weeks:.0} simulated weeks, {:.2} a second",
            seconds * 1_000.0 / (*played).max(1) as f64,
            weeks / seconds
        );
        println!(
            "{} calls to the outside, {} of them failed; {} machines died; {} events found missing; {} items, {} runs of the \
             clock, {} steps told of, {} mails sent once more after a lost answer",
            sum.calls,
            sum.failures,
            sum.deaths,
            sum.recovered,
            sum.counts.items,
            sum.counts.runs,
            sum.counts.told,
            sum.counts.doubled
        );
        println!("{failed} seeds failed");
    }
}
