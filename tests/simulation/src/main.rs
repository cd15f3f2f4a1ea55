//! Plays stories of seeds, and says which do not hold.

use clap::Parser;
use roundup_simulation::gate::Sabotage;
use roundup_simulation::run::{Report, play, play_with, shortened};
use roundup_simulation::story::Story;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// The whole of Roundup on one seeded clock, with everything around it failing.
#[derive(Parser)]
struct Options {
    /// Play one seed, and tell what happens.
    #[arg(long, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// Play so many seeds.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// On so many threads.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// With one seed: make its story as short as it still fails, and tell that.
    #[arg(long)]
    shorten: bool,
    /// Play no more once one does not hold.
    #[arg(long)]
    stop: bool,
    /// With a deliberate bug, which has to be caught.
    #[arg(long, value_enum)]
    sabotage: Option<Sabotage>,
    /// With one seed: show what the functions logged, too.
    #[arg(long)]
    log: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let holds = match options.seed {
        Some(seed) => tell(seed, &options),
        None => play_all(&options),
    };
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plays one seed and prints everything.
fn tell(seed: u64, options: &Options) -> bool {
    let mut story = Story::of(seed);
    if options.shorten
        && let Some(violation) = play(story.clone(), false).violations.first()
    {
        story = shortened(story, violation.of);
    }
    println!("{story}");
    let report = play_with(story, options.sabotage, true);
    report.timeline.iter().for_each(|line| println!("{line}"));
    if options.log {
        println!("{}", report.log);
    }
    println!(
        "{report:?}",
        report = Report { timeline: Vec::new(), log: String::new(), violations: Vec::new(), ..report.clone() }
    );
    report.violations.iter().for_each(|violation| println!("VIOLATION {violation}"));
    report.violations.is_empty()
}

/// Plays many seeds and prints what does not hold, with the command that shows how it came about.
fn play_all(options: &Options) -> bool {
    let started = Instant::now();
    let (next, total) = (AtomicU64::new(options.from), Mutex::new((Report::default(), 0_u64)));
    let end = options.from + options.seeds;
    std::thread::scope(|scope| {
        for _ in 0..options.jobs {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let report = play_with(Story::of(seed), options.sabotage, false);
                    if options.stop && !report.violations.is_empty() {
                        next.store(end, Ordering::Relaxed);
                    }
                    add(&mut total.lock().expect("no thread panics while it adds"), seed, &report);
                }
            });
        }
    });
    let (total, failed) = total.into_inner().expect("all threads are through");
    let seconds = started.elapsed().as_secs_f64();
    let weeks = total.simulated as f64 / 604_800.0;
    println!(
        "{} seeds in {seconds:.1} s on {} threads; {weeks:.0} simulated weeks, {:.2} a second",
        options.seeds,
        options.jobs,
        weeks / seconds
    );
    println!(
        "{} calls to the outside, {} of them failed; {} machines died; {} events found missing; {} items, {} runs of the clock, \
         {} steps told of, {} mails sent once more after a lost answer",
        total.calls,
        total.failures,
        total.deaths,
        total.recovered,
        total.counts.items,
        total.counts.runs,
        total.counts.told,
        total.counts.doubled
    );
    println!("{failed} seeds failed");
    failed == 0
}

fn add((total, failed): &mut (Report, u64), seed: u64, report: &Report) {
    total.simulated += report.simulated;
    total.calls += report.calls;
    total.failures += report.failures;
    total.deaths += report.deaths;
    total.recovered += report.recovered;
    total.counts.items += report.counts.items;
    total.counts.runs += report.counts.runs;
    total.counts.told += report.counts.told;
    total.counts.doubled += report.counts.doubled;
    total.counts.latest = total.counts.latest.max(report.counts.latest);
    if !report.violations.is_empty() {
        *failed += 1;
        report.violations.iter().for_each(|violation| println!("seed {seed}: {violation}"));
        println!("    cargo run --profile simulation -p roundup-simulation -- --seed {seed} --shorten");
    }
}
