//! A running Roundup with a Slack and a GitHub around it, on a clock that the test moves.

mod people;

use crate::blocks;
use crate::configuration::{
    ACME, CLOUDS, CLOUDS_TOKEN, GITHUB_TOKEN, HOME, HOME_TOKEN, NOW, introduce_to_github, introduce_to_slack,
};
use crate::github::Delivery;
use crate::sign::{self, GITHUB_SECRET, SLACK_SECRET};
use crate::slack::{Said, envelope};
use jiff::Timestamp;
use reqwest::{Client, Method, StatusCode};
use roundup_domain::SlackTs;
use roundup_local::environment::Outside;
use roundup_local::process::{Keep, Options, Process, Without};
use roundup_local::server;
use roundup_metrics::Metrics;
use roundup_runtime::secrets::{GithubSecret, Secrets, SlackSecret};
use roundup_standins::{Call, GithubStandIn, Journal, SlackStandIn};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::task::JoinHandle;

/// What a world begins with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The configuration.
    pub configuration: String,
    /// Where the clock stands, RFC 3339.
    pub now: String,
    /// What does not watch deadlines.
    pub without: Without,
    /// The secrets from before a rotation: Slack's and GitHub's.
    pub previous: Option<(String, String)>,
    /// Whether facts are reacted to as they come; else only when the clock is moved.
    pub reacting: bool,
    /// Whether calls go to the stand-ins built into the process, as where neither token nor address is set.
    pub built_in: bool,
    /// Where it is counted.
    pub metrics: Metrics,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            configuration: ACME.to_owned(),
            now: NOW.to_owned(),
            without: Without::default(),
            previous: None,
            reacting: true,
            built_in: false,
            metrics: Metrics::off(),
        }
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// `Content-Type`, empty where there is none.
    pub content_type: String,
    /// Body.
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text))
    }
}

/// A webhook that was sent, to be sent again.
#[derive(Clone, Debug)]
pub enum Sent {
    /// An event of Slack's.
    Slack(Value),
    /// A delivery of GitHub's.
    Github(Delivery),
}

/// A running Roundup and what is around it.
pub struct World {
    /// Roundup.
    pub process: Process,
    /// The Slack that it calls.
    pub slack: SlackStandIn,
    /// The GitHub that it calls.
    pub github: GithubStandIn,
    /// Every webhook so far.
    sent: Mutex<Vec<Sent>>,
    /// What people wrote, unescaped.
    texts: Mutex<Vec<String>>,
    /// What Slack was answered, where that was more than an acknowledgement.
    answers: Mutex<Vec<Value>>,
    base: String,
    client: Client,
    serial: AtomicU64,
    used: Mutex<BTreeSet<(String, SlackTs)>>,
    tasks: Vec<JoinHandle<()>>,
}

impl World {
    /// Acme's, on a Monday morning.
    pub async fn new() -> Self {
        Self::with(Setup::default()).await
    }

    /// One that is configured otherwise.
    pub async fn configured(configuration: impl Into<String>) -> Self {
        Self::with(Setup { configuration: configuration.into(), ..Setup::default() }).await
    }

    /// One to order.
    pub async fn with(setup: Setup) -> Self {
        // The stand-ins go by the clock of the process, which needs their addresses to start.
        let clock: Arc<OnceLock<roundup_local::process::Clock>> = Arc::default();
        let told = Arc::clone(&clock);
        let journal =
            Journal::new(Arc::new(move || told.get().map_or(Timestamp::UNIX_EPOCH, roundup_local::process::Clock::now)));
        let mut slack = SlackStandIn::new(&journal, HOME);
        let mut github = GithubStandIn::new(&journal);
        let (slack_address, slack_task) = roundup_standins::serve(slack.router()).await.unwrap();
        let (github_address, github_task) = roundup_standins::serve(github.router()).await.unwrap();

        let (previous_slack, previous_github) = setup.previous.unzip();
        let bot_tokens = [(HOME, HOME_TOKEN), (CLOUDS, CLOUDS_TOKEN)].map(|(team, token)| (team.to_owned(), token.to_owned()));
        let called = !setup.built_in;
        let secrets = Secrets {
            slack: vec![SlackSecret {
                signing_secret: SLACK_SECRET.to_owned(),
                previous_signing_secret: previous_slack,
                bot_tokens: bot_tokens.into_iter().filter(|_| called).collect(),
            }],
            github: vec![GithubSecret {
                webhook_secret: GITHUB_SECRET.to_owned(),
                previous_webhook_secret: previous_github,
                token: called.then(|| GITHUB_TOKEN.to_owned()),
                ..GithubSecret::default()
            }],
        };
        let outside = Outside {
            slack_url: called.then(|| format!("http://{slack_address}/api/")),
            github_url: called.then(|| format!("http://{github_address}/")),
            secrets,
            slack_token: None,
        };
        let rules = roundup_config::parse(&setup.configuration).unwrap();
        let keep = Keep::Memory(setup.now.parse().unwrap());
        let options = Options { configuration: setup.configuration, rules, outside, keep, without: setup.without };
        let process = Process::start_measured(options, setup.metrics).await.unwrap();
        clock.set(process.clock.clone()).unwrap_or_else(|_| panic!("the clock is set once"));
        if setup.built_in {
            slack = process.stand_ins.slack.clone().unwrap();
            github = process.stand_ins.github.clone().unwrap();
        } else {
            introduce_to_slack(&slack);
            introduce_to_github(&github);
        }

        let listener = server::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let mut tasks = vec![slack_task, github_task];
        let served = server::serve(listener, process.clone(), std::future::pending());
        tasks.push(tokio::spawn(async move { served.await.unwrap() }));
        if setup.reacting {
            let mover = process.clone();
            tasks.push(tokio::spawn(async move { mover.run().await }));
        }
        Self {
            process,
            slack,
            github,
            sent: Mutex::default(),
            texts: Mutex::default(),
            answers: Mutex::default(),
            base,
            client: roundup_http::client().unwrap(),
            serial: AtomicU64::new(1),
            used: Mutex::default(),
            tasks,
        }
    }

    /// The time by the clock of the process.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.process.clock.now()
    }

    /// Sends a request.
    pub async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<reqwest::Body>) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.base)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let content_type =
            response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        Answer { status, content_type, text: response.text().await.unwrap() }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, &[], "").await
    }

    /// `POST`.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<reqwest::Body>) -> Answer {
        self.request(Method::POST, path, headers, body).await
    }

    /// Sends a `POST` whose headers go over the wire letter by letter; the status.
    pub async fn raw(&self, path: &str, headers: &str, body: &str) -> u16 {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let address = self.base.trim_start_matches("http://");
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// A body signed as Slack signs it, now.
    pub async fn post_slack(&self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let timestamp = self.now().as_second().to_string();
        let signature = sign::slack(SLACK_SECRET, &timestamp, body);
        let headers = [
            ("content-type", content_type),
            ("x-slack-request-timestamp", timestamp.as_str()),
            ("x-slack-signature", signature.as_str()),
        ];
        let answer = self.post(path, &headers, body.to_vec()).await;
        if answer.content_type.starts_with("application/json") && path != "/slack/events" {
            self.answers.lock().unwrap().push(answer.json());
        }
        answer
    }

    /// A body signed as GitHub signs it.
    pub async fn post_github(&self, event: &str, content_type: &str, body: &[u8]) -> Answer {
        let signature = sign::github(GITHUB_SECRET, body);
        let delivery = format!("72d3162e-0000-4000-8000-{:012}", self.serial());
        let headers = [
            ("content-type", content_type),
            ("user-agent", "GitHub-Hookshot/044aadd"),
            ("x-github-event", event),
            ("x-github-delivery", delivery.as_str()),
            ("x-hub-signature-256", signature.as_str()),
        ];
        self.post("/github/webhook", &headers, body.to_vec()).await
    }

    /// Delivers an event, which is acknowledged.
    pub async fn event(&self, event: Value) {
        self.sent.lock().unwrap().push(Sent::Slack(event.clone()));
        self.send_event(&event).await;
    }

    async fn send_event(&self, event: &Value) {
        let body = envelope(event, &format!("Ev{:010}", self.serial()), self.now()).to_string();
        let answer = self.post_slack("/slack/events", "application/json", body.as_bytes()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }

    /// Delivers from GitHub, which is acknowledged.
    pub async fn deliver(&self, delivery: Delivery) {
        self.sent.lock().unwrap().push(Sent::Github(delivery.clone()));
        self.send_delivery(&delivery).await;
    }

    async fn send_delivery(&self, delivery: &Delivery) {
        let answer = self.post_github(delivery.event, "application/json", delivery.payload.to_string().as_bytes()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }

    /// Every webhook so far, oldest first.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// Delivers a webhook that was sent before, here or in another world, under a new delivery id.
    pub async fn again(&self, sent: &Sent) {
        match sent {
            Sent::Slack(event) => self.send_event(event).await,
            Sent::Github(delivery) => self.send_delivery(delivery).await,
        }
    }

    pub(crate) fn serial(&self) -> u64 {
        self.serial.fetch_add(1, Ordering::Relaxed)
    }

    /// A timestamp of this instant that no message of the channel has.
    fn ts(&self, channel: &str, at: Timestamp) -> String {
        let mut used = self.used.lock().unwrap();
        let free = (0..).map(|micros| SlackTs::from_time(at + jiff::SignedDuration::from_micros(micros)));
        let ts = free.into_iter().find(|ts| used.insert((channel.to_owned(), ts.clone()))).unwrap();
        ts.to_string()
    }

    /// Moves the clock; what falls due on the way has been reacted to.
    pub async fn advance(&self, length: &str) {
        self.clock(&json!({"advance": length})).await;
    }

    /// Moves the clock to a time (RFC 3339).
    pub async fn to(&self, time: &str) {
        self.clock(&json!({"to": time})).await;
    }

    async fn clock(&self, body: &Value) {
        let answer = self.post("/dev/clock", &[("content-type", "application/json")], body.to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(answer.json()["now"], json!(self.now()));
    }

    /// All items, newest first, once everything has been reacted to.
    pub async fn items(&self) -> Vec<Value> {
        self.advance("0s").await;
        let answer = self.get("/dev/items").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json().as_array().unwrap().clone()
    }

    /// All items with their traces.
    pub async fn items_in_full(&self) -> Vec<Value> {
        let mut full = Vec::new();
        for item in self.items().await {
            full.push(self.item(item["id"].as_str().unwrap()).await);
        }
        full
    }

    /// One item with its trace, once everything has been reacted to.
    pub async fn item(&self, id: &str) -> Value {
        let found = self.find(id).await;
        assert!(!found.is_null(), "there is no item {id}");
        found
    }

    /// One item with its trace, or null.
    pub async fn find(&self, id: &str) -> Value {
        self.advance("0s").await;
        let answer = self.get(&format!("/dev/items/{}", encoded(id))).await;
        if answer.status == StatusCode::NOT_FOUND { Value::Null } else { answer.json() }
    }

    /// The item that a message begins.
    pub async fn item_of(&self, said: &Said) -> Value {
        self.item(&said.item(HOME)).await
    }

    /// Calls to Slack and GitHub so far.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.slack.calls().into_iter().chain(self.github.calls()).collect()
    }
}

/// An item's name as one segment of a path.
#[must_use]
pub fn encoded(id: &str) -> String {
    id.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl Drop for World {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        if !std::thread::panicking()
            && let Some(faults) = blocks::faults(&self.slack.calls(), &self.answers.lock().unwrap(), &self.texts.lock().unwrap())
        {
            panic!("Slack would not take these messages, or not as they are meant:\n{faults}");
        }
    }
}
