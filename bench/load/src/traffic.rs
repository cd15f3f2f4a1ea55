//! Customers ask, add something, and are mostly answered in time.

use crate::events::{HOT, Message, OTHERS, RESPOND_WITHIN, STAFF, channel};
use crate::server::Server;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

/// In milliseconds.
pub type Lags = Vec<f64>;

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// From sending an event to its answer.
    pub accepted: Lags,
    /// From sending a question to its item.
    pub item: Lags,
    /// From when an escalation is due to when it is sent.
    pub sent: Lags,
    /// Events that were not answered with 200.
    pub refused: u64,
    /// Escalations that were due, and not sent.
    pub unsent: usize,
}

/// The traffic to one server.
pub struct Traffic<'a> {
    server: &'a Server,
    measured: Arc<Mutex<Measured>>,
    number: u64,
    /// Questions that will be answered, with when.
    open: VecDeque<(Instant, Message)>,
    /// Questions that nobody answers.
    late: Vec<Message>,
}

impl<'a> Traffic<'a> {
    /// None so far.
    pub fn new(server: &'a Server) -> Self {
        Self { server, measured: Arc::default(), number: 0, open: VecDeque::new(), late: Vec::new() }
    }

    /// An event every `pace`, for so long, whether or not the one before was answered.
    pub async fn steady(&mut self, pace: Duration, length: Duration) {
        let began = Instant::now();
        let mut sending = JoinSet::new();
        let mut ticks = tokio::time::interval(pace);
        while began.elapsed() < length {
            ticks.tick().await;
            let message = self.next();
            sending.spawn(send(self.server.url.clone(), self.server.client.clone(), message, Arc::clone(&self.measured)));
        }
        sending.join_all().await;
    }

    /// What happens next: an answer that is due, or else a question, or something that is added to one.
    fn next(&mut self) -> Message {
        self.number += 1;
        let now = Instant::now();
        if self.open.front().is_some_and(|(at, _)| *at <= now)
            && let Some((_, question)) = self.open.pop_front()
        {
            return Message { user: STAFF.to_owned(), ts: self.ts(), root: Some(question.ts), channel: question.channel };
        }
        if self.number.is_multiple_of(3)
            && let Some((_, question)) = self.open.back()
        {
            return Message { ts: self.ts(), root: Some(question.ts.clone()), ..question.clone() };
        }
        let question = self.question();
        if self.number.is_multiple_of(5) {
            self.late.push(question.clone());
        } else {
            self.open.push_back((now + RESPOND_WITHIN / 3, question.clone()));
        }
        question
    }

    /// By somebody who has not asked before: two by the same person would be one item.
    fn question(&self) -> Message {
        let channel = if self.number.is_multiple_of(2) { HOT.to_owned() } else { channel(self.number / 2 % OTHERS) };
        Message { channel, user: format!("U0CUST{:06}", self.number), ts: self.ts(), root: None }
    }

    /// Of this moment; unique.
    fn ts(&self) -> String {
        let now = Timestamp::now();
        format!("{:010}.{:06}", now.as_second(), self.number % 1_000_000)
    }

    /// What was measured so far, what was sent included.
    pub async fn lags(&self) -> Measured {
        let mut measured = self.measured.lock().await.clone();
        let calls = self.server.get("/dev/calls").await.unwrap_or_default();
        let sent: BTreeMap<String, Timestamp> = calls.as_array().into_iter().flatten().filter_map(posted).collect();
        for question in &self.late {
            let Ok(asked) = question.ts.parse::<f64>() else { continue };
            let due = asked.floor() + RESPOND_WITHIN.as_secs_f64();
            // A question's timestamp is of the second it was asked in; its own fraction is its number.
            match sent.iter().find(|(key, _)| key.contains(&question.ts)) {
                Some((_, at)) => {
                    measured.sent.push((at.as_millisecond() as f64 - due * 1_000.0 - asked.fract() * 1_000.0).max(0.0))
                }
                None => measured.unsent += 1,
            }
        }
        measured
    }

    /// As many questions as are taken, eight at a time, for so long: how many, and in how many seconds.
    pub async fn flood(&mut self, length: Duration) -> (u64, f64) {
        let numbers = Arc::new(AtomicU64::new(self.number));
        let began = Instant::now();
        let mut senders = JoinSet::new();
        for _ in 0..8 {
            let (numbers, url, client) = (Arc::clone(&numbers), self.server.url.clone(), self.server.client.clone());
            senders.spawn(async move {
                let mut accepted = 0;
                while began.elapsed() < length {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    let ts = format!("{:010}.{:06}", Timestamp::now().as_second(), number % 1_000_000);
                    let channel = if number.is_multiple_of(2) { HOT.to_owned() } else { channel(number / 2 % OTHERS) };
                    let message = Message { channel, user: format!("U0CUST{number:06}"), ts, root: None };
                    accepted += u64::from(post(&url, &client, &message).await);
                }
                accepted
            });
        }
        let accepted = senders.join_all().await.into_iter().sum();
        self.number = numbers.load(Ordering::Relaxed) + 1;
        (accepted, began.elapsed().as_secs_f64())
    }

    /// After how many seconds the item of a question that is asked now is there.
    pub async fn probe(&mut self) -> f64 {
        self.number += 1;
        let question = self.question();
        let began = Instant::now();
        assert!(post(&self.server.url, &self.server.client, &question).await, "the last question was not accepted");
        while self.server.get(&format!("/dev/items/{}", question.item())).await.is_none() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        began.elapsed().as_secs_f64()
    }
}

/// The notice and the time of a call that posted a message.
fn posted(call: &Value) -> Option<(String, Timestamp)> {
    let key = call["body"]["metadata"]["event_payload"]["key"].as_str().filter(|_| call["method"] == "chat.postMessage")?;
    Some((key.to_owned(), call["at"].as_str()?.parse().ok()?))
}

/// Sends one event, and for some questions waits for the item.
async fn send(url: String, client: reqwest::Client, message: Message, measured: Arc<Mutex<Measured>>) {
    let began = Instant::now();
    let accepted = post(&url, &client, &message).await;
    let lag = began.elapsed();
    {
        let mut measured = measured.lock().await;
        if !accepted {
            measured.refused += 1;
            return;
        }
        measured.accepted.push(lag.as_secs_f64() * 1_000.0);
    }
    if message.root.is_some() {
        return;
    }
    let item = format!("{url}/dev/items/{}", message.item());
    let is_there = async || client.get(&item).send().await.is_ok_and(|answer| answer.status().is_success());
    while !is_there().await {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    measured.lock().await.item.push(began.elapsed().as_secs_f64() * 1_000.0);
}

async fn post(url: &str, client: &reqwest::Client, message: &Message) -> bool {
    let (body, headers) = message.signed(Timestamp::now());
    let request = client.post(format!("{url}/slack/events")).body(body);
    let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    request.send().await.is_ok_and(|answer| answer.status() == 200)
}
