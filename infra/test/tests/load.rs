//! The deployment under load: signed events through the HTTP API at 30,000 an hour, half of them in one channel, and escalations
//! for who is not answered. `infra/test/run load` runs it; `ROUNDUP_LOAD_PER_HOUR` and `ROUNDUP_LOAD_SECONDS` say how much.
//!
//! Lags are those that the functions measure themselves and CloudWatch would show. What has to hold is that nothing is lost.
#![allow(clippy::unwrap_used)]

use jiff::SignedDuration;
use roundup_deployment_test::acme::configuration;
use roundup_deployment_test::judged_otherwise;
use roundup_deployment_test::senders::said;
use roundup_deployment_test::signed::Call;
use roundup_deployment_test::stack::{self, FUNCTIONS, NAME};
use roundup_deployment_test::wait::until;
use roundup_deployment_test::world::World;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{ADA, DANA, GLOBEX, HOME, INTERNAL};
use roundup_tests::slack::Said;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::LocalSet;

/// The channels that the other half happens in.
const OTHERS: usize = 20;
/// After how long a question is answered that is answered at all: a third of the promise.
const ANSWERED_AFTER: Duration = Duration::from_secs(20);
/// How long the local AWS may take over what is left when the traffic ends.
const AFTERWARDS: u64 = 1_800;

fn other(number: usize) -> String {
    format!("C0LOAD{number:03}")
}

/// Acme in a hurry, with more channels, and without the reminder.
fn under_load() -> String {
    let quiet =
        configuration(system_now() + SignedDuration::from_hours(48)).replace("remind_before = [\"30s\"]", "remind_before = []");
    let source = |id: String| format!("[[sources]]\nname = \"{id}\"\nslack = {{ team = \"{HOME}\", channel = \"{id}\" }}\n");
    let sources: String = (0..OTHERS).map(|number| source(other(number))).collect();
    quiet.replace("[roundup]", &format!("{sources}\n[roundup]"))
}

fn number_of(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().map_or(otherwise, |set| set.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}

/// What is sent, and what became of it.
#[derive(Default)]
struct Traffic {
    sent: usize,
    /// Every message that was accepted.
    accepted: Vec<Said>,
    refused: usize,
    /// From sending to the answer, seconds.
    answers: Vec<f64>,
    /// Questions that will be answered, with when.
    open: VecDeque<(Instant, Said)>,
    /// Questions that nobody answers.
    late: Vec<Said>,
}

impl Traffic {
    /// An answer that is due, or else a question, or something that its author adds to it.
    fn next(&mut self) -> Said {
        self.sent += 1;
        if self.open.front().is_some_and(|(at, _)| *at <= Instant::now()) {
            let (_, question) = self.open.pop_front().unwrap();
            return said(&question.channel, ADA, "Looking into it", Some(question.root()));
        }
        if self.sent.is_multiple_of(3)
            && let Some((_, question)) = self.open.back()
        {
            return said(&question.channel, &question.user, "On two of three regions", Some(question.root()));
        }
        let channel = if self.sent.is_multiple_of(2) { GLOBEX.to_owned() } else { other(self.sent / 2 % OTHERS) };
        // By somebody who has not asked before: two by the same person would be one item.
        let question = said(&channel, &format!("U0CUST{:04}", self.sent), "The export ends with error 502", None);
        if self.sent.is_multiple_of(5) {
            self.late.push(question.clone());
        } else {
            self.open.push_back((Instant::now() + ANSWERED_AFTER, question.clone()));
        }
        question
    }
}

#[tokio::test]
async fn the_deployment_under_load_loses_nothing() {
    let (per_hour, seconds) = (number_of("ROUNDUP_LOAD_PER_HOUR", 30_000), number_of("ROUNDUP_LOAD_SECONDS", 120));
    let world = Rc::new(World::deployed(&[("ThrottlingRate", "1000"), ("ThrottlingBurst", "1000")]).await);
    for number in 0..OTHERS {
        world.outside.slack.channel(&other(number), &format!("ext-{number}"), true);
    }
    judged_otherwise::allow(&world.aws).await;
    world.put_secrets().await;
    world.configure(&under_load()).await;
    let first = said(GLOBEX, DANA, "Is anybody there?", None);
    until("the secret is known", 60, async || (world.senders.event(&first.written()).await.0 == 200).then_some(())).await;
    until("the first item", 60, async || item(&world, &first).await).await;

    println!("{per_hour} events an hour for {seconds} s");
    let traffic = Rc::new(RefCell::new(Traffic::default()));
    let began = Instant::now();
    let sending = LocalSet::new();
    let sender = {
        let (world, traffic) = (Rc::clone(&world), Rc::clone(&traffic));
        sending.spawn_local(async move {
            let mut ticks = tokio::time::interval(Duration::from_secs_f64(3_600.0 / per_hour as f64));
            while began.elapsed() < Duration::from_secs(seconds) {
                ticks.tick().await;
                let message = traffic.borrow_mut().next();
                tokio::task::spawn_local(send(Rc::clone(&world), Rc::clone(&traffic), message));
            }
        })
    };
    sending.run_until(sender).await.unwrap();
    sending.await;
    let took = began.elapsed();
    let traffic = traffic.borrow();
    let last = traffic.accepted.iter().rev().find(|said| said.root.is_none()).unwrap();
    until("the item of the last question", AFTERWARDS, async || item(&world, last).await).await;
    let behind = began.elapsed() - took;
    let unanswered: Vec<&Said> =
        traffic.late.iter().filter(|late| traffic.accepted.iter().any(|said| said.ts == late.ts)).collect();
    until("an escalation for everybody who was not answered", AFTERWARDS, async || all_told(&world, &unanswered)).await;

    println!(
        "sent {}, accepted {}, not accepted {}; in {:.0} s",
        traffic.sent,
        traffic.accepted.len(),
        traffic.refused,
        took.as_secs_f64()
    );
    println!("the item of the last question was there {:.0} s after the last answer", behind.as_secs_f64());
    println!("| lag, s | measured | p50 | p99 | worst |\n|---|---|---|---|---|");
    println!("| webhook to its answer, at the sender | {} |", row(traffic.answers.clone()));
    println!("| event to fact | {} |", row(measured(&world, "EventToFactSeconds").await));
    println!("| due to sent | {} |", row(measured(&world, "DueToSentSeconds").await));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load of the machine over the last minutes: {}", load.trim());
    for said in &traffic.accepted {
        assert!(fact(&world, said).await, "{} of {} was accepted and is not in the table", said.ts, said.channel);
    }
}

async fn send(world: Rc<World>, traffic: Rc<RefCell<Traffic>>, message: Said) {
    let began = Instant::now();
    let (status, _) = world.senders.event(&message.written()).await;
    let mut traffic = traffic.borrow_mut();
    if status == 200 {
        traffic.answers.push(began.elapsed().as_secs_f64());
        traffic.accepted.push(message);
    } else {
        traffic.refused += 1;
    }
}

/// A row of the table.
async fn stored(world: &World, channel: &str, sk: &str) -> Option<Value> {
    let key = json!({"pk": {"S": format!("CONV#slack:{channel}")}, "sk": {"S": sk}});
    let get =
        Call::json("dynamodb", "DynamoDB_20120810.GetItem", &json!({"TableName": NAME, "Key": key, "ConsistentRead": true}));
    let row = world.aws.call(&get).await.succeeded().json()["Item"].take();
    row.is_object().then_some(row)
}

async fn item(world: &World, question: &Said) -> Option<Value> {
    stored(world, &question.channel, &format!("THR#{}#ITEM", question.ts)).await
}

async fn fact(world: &World, said: &Said) -> bool {
    let sk = match &said.root {
        None => format!("TOP#{}", said.ts),
        Some(root) => format!("THR#{root}#FACT#message:{}", said.ts),
    };
    stored(world, &said.channel, &sk).await.is_some()
}

/// Whether the team's channel has heard of each of them.
fn all_told(world: &World, unanswered: &[&Said]) -> Option<()> {
    let told = world.outside.posted(INTERNAL);
    unanswered.iter().all(|question| told.iter().any(|message| message.contains(&question.ts))).then_some(())
}

/// What the functions have measured by this name.
async fn measured(world: &World, metric: &str) -> Vec<f64> {
    let mut found = Vec::new();
    for function in FUNCTIONS {
        let log = stack::log(&world.aws, function.name).await;
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        found.extend(lines.filter_map(|line| line[metric].as_f64()));
    }
    found
}

/// How many, the median, the 99th of a hundred, the largest.
fn row(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let of = |share: f64| values.get(((values.len() as f64 * share) as usize).min(values.len().saturating_sub(1)));
    let cell = |value: Option<&f64>| value.map_or("–".to_owned(), |value| format!("{value:.2}"));
    format!("{} | {} | {} | {}", values.len(), cell(of(0.5)), cell(of(0.99)), cell(values.last()))
}
