//! The fifteen faults of the reliability document, one experiment each, named after them. Every one prints what it measured;
//! `docs/reliability.md` has the figures. What is to hold is checked by the simulation's checks after every run.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use roundup_simulation::gate::Side;
use roundup_simulation::run::{Report, play, play_dying};
use roundup_simulation::story::{Ill, Story, Trouble, everybody_writes, hot_channel};
use std::collections::BTreeSet;

/// How many seeds each experiment takes.
const SEEDS: u64 = 6;

/// Runs an experiment, and prints its figures.
fn experiment(name: &str, story: impl Fn(u64) -> Story) -> Report {
    let mut total = Report::default();
    for seed in 0..SEEDS {
        let report = play(story(seed), false);
        let found: Vec<String> = report.violations.iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{name}, seed {seed}: {found:#?}");
        assert!(report.counts.items >= 2 && report.counts.told >= 3, "{name}, seed {seed}: nothing much happened: {report:?}");
        total.add(&report);
    }
    let Report { calls, failures, deaths, counts, .. } = &total;
    println!(
        "{name}: {SEEDS} runs, {calls} calls, {failures} failed, {deaths} deaths; {} steps told of, each once, at most {} s late; \
         {} mails twice",
        counts.told, counts.latest, counts.doubled
    );
    total
}

/// The first deadline of the story.
fn due(story: &Story) -> Timestamp {
    story.acts[0].0 + SignedDuration::from_hours(24)
}

/// With something that goes wrong from so many minutes before the first deadline to so many minutes after.
fn around_the_deadline(seed: u64, minutes: (i64, i64), ills: &[Ill]) -> Story {
    let mut story = everybody_writes(seed);
    let (from, until) = (due(&story) - SignedDuration::from_mins(minutes.0), due(&story) + SignedDuration::from_mins(minutes.1));
    story.troubles = ills.iter().map(|ill| Trouble { ill: *ill, from, until }).collect();
    story
}

/// All the time.
fn throughout(seed: u64, ills: &[Ill]) -> Story {
    let mut story = everybody_writes(seed);
    story.troubles = ills.iter().map(|ill| Trouble { ill: *ill, from: story.start, until: story.end }).collect();
    story
}

#[test]
fn fault_01_the_process_killed_at_every_boundary() {
    let all = play(everybody_writes(1), false).calls;
    // Every one in an optimised build; one of seven elsewhere.
    let step = if cfg!(debug_assertions) { 7 } else { 1 };
    let mut deaths = 0;
    for call in (1..all).step_by(step) {
        let report = play_dying(everybody_writes(1), call);
        deaths += report.deaths;
        let found: Vec<String> = report.violations.iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "dying before call {call}: {found:#?}");
    }
    println!("fault 1: {deaths} deaths, before every {step}. of {all} calls; nothing lost, nothing twice");
    assert!(deaths > 20);
}

#[test]
fn fault_02_each_event_four_times_shuffled_at_once() {
    experiment("fault 2", |seed| {
        let mut story = everybody_writes(seed);
        (story.travel.again, story.travel.copies) = (100, 3);
        story
    });
}

#[test]
fn fault_03_the_table_down_for_ten_minutes() {
    let total = experiment("fault 3", |seed| around_the_deadline(seed, (2, 8), &[Ill::Down(Side::Table)]));
    assert!(total.failures > 10);
}

#[test]
fn fault_04_all_schedules_deleted() {
    experiment("fault 4", |seed| around_the_deadline(seed, (600, -599), &[Ill::SchedulesDeleted]));
}

#[test]
fn fault_05_scheduler_and_sweep_stopped() {
    // What is left is the expiring row: hours late, and not never.
    let total = experiment("fault 5", |seed| throughout(seed, &[Ill::SchedulerStopped, Ill::SweepStopped]));
    assert!((600..7 * 3_600).contains(&total.counts.latest), "rows expire up to six hours late here: {:?}", total.counts);
}

#[test]
fn fault_06_schedule_expiring_row_and_sweep_at_the_same_moment() {
    experiment("fault 6", |seed| {
        let mut story = everybody_writes(seed);
        story.travel.together = true;
        story
    });
}

#[test]
fn fault_07_an_answer_racing_an_escalation() {
    // 100,000 races of it are in the domain: `in_100_000_races_of_an_answer_with_a_step_…`.
    experiment("fault 7", |seed| {
        let mut story = everybody_writes(seed);
        story.travel.together = true;
        let race = due(&story) + SignedDuration::from_millis(i64::try_from(seed).unwrap() * 900 - 1_000);
        story.acts[4].0 = race;
        story.acts.sort_by_key(|(at, _)| *at);
        story
    });
}

#[test]
fn fault_08_schedules_throttled_conflicting_and_their_answers_lost() {
    let ills = [Ill::Throttling(Side::Scheduler, 30), Ill::Losing(Side::Scheduler, 30), Ill::Conflicting(20)];
    let total = experiment("fault 8", |seed| throughout(seed, &ills));
    assert!(total.failures > 20);
}

#[test]
fn fault_09_slack_throttling_failing_and_sent_then_timed_out() {
    let ills = [Ill::Throttling(Side::Slack, 20), Ill::Flaky(Side::Slack, 20), Ill::Losing(Side::Slack, 30)];
    let total = experiment("fault 9", |seed| throughout(seed, &ills));
    assert!(total.failures > 20);
}

#[test]
fn what_is_still_owed_is_not_sent_when_the_answer_is_stored_and_the_stream_has_not_told_of_it() {
    experiment("the stream stalled while Slack comes back", |seed| {
        let mut story = around_the_deadline(seed, (10, 240), &[Ill::StreamStalled]);
        let (due, minutes) = (due(&story), SignedDuration::from_mins);
        story.troubles.push(Trouble { ill: Ill::Down(Side::Slack), from: due - minutes(5), until: due + minutes(20) });
        // Answered after the escalation was owed and before Slack is back.
        story.acts[4].0 = due + minutes(12);
        story.acts.sort_by_key(|(at, _)| *at);
        story
    });
}

#[test]
fn fault_10_a_poison_record_among_good_ones() {
    let total = experiment("fault 10", |seed| throughout(seed, &[Ill::Poisoned]));
    assert!(total.counts.latest < 600, "the good ones do not wait");
}

#[test]
fn fault_12_clock_skew_the_change_of_clocks_leap_day_and_year_end() {
    for (name, start) in [
        ("spring", "2026-03-07T20:00:00Z"),
        ("autumn", "2026-10-31T20:00:00Z"),
        ("leap day", "2028-02-28T20:00:00Z"),
        ("year end", "2026-12-31T12:00:00Z"),
    ] {
        experiment(&format!("fault 12, {name}"), |seed| {
            let mut story = everybody_writes(seed);
            let moved = start.parse::<Timestamp>().unwrap().duration_since(story.start);
            story.acts.iter_mut().for_each(|(at, _)| *at += moved);
            (story.start, story.end) = (story.start + moved, story.end + moved);
            story.travel.skew = 10;
            story
        });
    }
}

#[test]
fn fault_13_secrets_rotated_under_traffic() {
    // Senders sign with either secret, by turns: one that is not accepted is a violation.
    experiment("fault 13", |seed| {
        let mut story = everybody_writes(seed);
        (story.travel.again, story.travel.copies) = (100, 2);
        story
    });
}

#[test]
fn fault_14_deployed_and_rolled_back_in_flight() {
    experiment("fault 14", |seed| {
        let mut story = everybody_writes(seed);
        for hours in [1, 20, 23, 24, 28] {
            let at = story.acts[0].0 + SignedDuration::from_hours(hours);
            story.troubles.push(Trouble { ill: Ill::Deployed, from: at, until: at + SignedDuration::from_secs(1) });
        }
        let (from, until) = (story.start, story.end);
        story.troubles.push(Trouble { ill: Ill::Crashing(20), from, until });
        story
    });
}

#[test]
fn what_no_webhook_brings_is_found_although_the_sources_are_down_for_hours() {
    // Nothing arrives by itself, and two reconciliations fail after the first has been written.
    let total = experiment("every webhook lost", |seed| {
        let mut story = everybody_writes(seed);
        (story.travel.lost, story.travel.log) = (100, false);
        let (from, until) = (story.start + SignedDuration::from_mins(30), story.start + SignedDuration::from_mins(150));
        story.troubles = [Side::Slack, Side::Github].map(|side| Trouble { ill: Ill::Down(side), from, until }).to_vec();
        story
    });
    assert_eq!(total.recovered, 6 * SEEDS, "each of what six people did");
}

#[test]
fn another_configuration_moves_the_steps_of_whoever_waits() {
    // Nobody's item may be stuck between what was promised before and what is promised now.
    for (seed, within) in (0..SEEDS).zip(["4h", "8h", "23h", "25h", "2d", "5d"]) {
        let mut story = everybody_writes(seed);
        let mut configuration = story.first.clone();
        configuration.respond_within = within;
        story.second = Some((story.acts[3].0 + SignedDuration::from_hours(1), configuration));
        let found: Vec<String> = play(story, false).violations.iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "from 24h to {within}: {found:#?}");
    }
}

#[test]
fn fault_15_a_hot_channel() {
    // A day's worth of seconds at the rate of 30,000 an hour; all of an hour in the nightly run.
    let messages = if cfg!(debug_assertions) { 250 } else { 3_000 };
    let started = std::time::Instant::now();
    let story = hot_channel(1, messages);
    // Long before the first reminder, and long after the last message.
    let hour = story.acts.first().unwrap().0 + SignedDuration::from_hours(1);
    let report = play(story, true);
    let found: Vec<String> = report.violations.iter().map(ToString::to_string).take(3).collect();
    assert!(found.is_empty(), "{found:#?}");
    let seconds = started.elapsed().as_secs_f64();
    let each = report.calls / u64::try_from(messages).unwrap();
    let taken_in = reactor_calls(&report.timeline, hour) as f64 / messages as f64;
    println!(
        "fault 15: {messages} messages in one channel: {} items, {taken_in:.1} calls of the reactor to take one in, {each} with all \
         that follows, {seconds:.1} s",
        report.counts.items
    );
}

/// How often the reactor called somebody until then.
fn reactor_calls(timeline: &[String], until: Timestamp) -> usize {
    let mut reactors = BTreeSet::new();
    let mut calls = 0;
    for line in timeline {
        let mut words = line.split(' ');
        let (Some(at), Some(invocation), Some(what)) = (words.next(), words.next(), words.next()) else { continue };
        if at.parse().is_ok_and(|at: Timestamp| at > until) {
            break;
        }
        match what {
            "reactor:" => drop(reactors.insert(invocation)),
            "Table" | "Slack" | "Github" | "Scheduler" | "Mail" if reactors.contains(invocation) => calls += 1,
            _ => {}
        }
    }
    calls
}
