//! Plays stories of seeds, and says which do not hold.

mod total;

use clap::Parser;
use roundup_simulation::gate::Sabotage;
use roundup_simulation::run::{Report, play, play_with, shortened};
use roundup_simulation::story::Story;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use total::Total;

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
    /// Begin no more seeds after so many minutes; how to go on is said at the end.
    #[arg(long)]
    minutes: Option<u64>,
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
    let next = AtomicU64::new(options.from);
    let total = Mutex::new(Total::new(options.from));
    let end = options.from + options.seeds;
    let is_time_up = |started: Instant| options.minutes.is_some_and(|minutes| started.elapsed().as_secs() >= minutes * 60);
    std::thread::scope(|scope| {
        for _ in 0..options.jobs {
            scope.spawn(|| {
                let started = Instant::now();
                while !is_time_up(started) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let report = play_with(Story::of(seed), options.sabotage, false);
                    if options.stop && !report.violations.is_empty() {
                        next.store(end, Ordering::Relaxed);
                    }
                    total.lock().expect("no thread panics while it adds").add(seed, &report);
                }
            });
        }
    });
    let total = total.into_inner().expect("all threads are through");
    total.print(options.jobs);
    if total.next < end {
        println!("the rest: --from {} --seeds {}", total.next, end - total.next);
    }
    total.failed == 0
}
