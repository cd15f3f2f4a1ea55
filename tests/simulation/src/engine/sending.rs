//! How Slack and GitHub send: Slack tries four times (Slack, "Events API": retries at once, after one minute, after five),
//! GitHub once. What never arrives the reconciliation finds, as far as the sources show it: GitHub keeps a log of what it sent and
//! sends it once more when it is asked to.

use super::doings::{Delivery, Door};
use super::invoking::Outcome;
use super::record::FactName;
use super::{Engine, Event};
use crate::cast::REPOSITORIES;
use jiff::{SignedDuration, Timestamp};
use roundup_runtime::SecretCache;
use roundup_runtime::gateway::Request;
use roundup_runtime::secrets::{GithubSecret, Secrets, SlackSecret};
use roundup_tests::sign;

/// Slack's waits before its second, third and fourth try, in seconds.
const RETRIES: [i64; 3] = [1, 60, 300];
/// What Slack signs with, now and before it was rotated; looked for where no secret may be.
pub const SLACK_SECRETS: [&str; 2] = ["slack-signing-canary", "slack-signing-canary-of-old"];
/// What GitHub signs with, now and before it was rotated; looked for where no secret may be.
pub const GITHUB_SECRETS: [&str; 2] = ["github-webhook-canary", "github-webhook-canary-of-old"];

pub(super) fn secrets() -> SecretCache {
    let ([slack, slack_before], [github, github_before]) = (SLACK_SECRETS, GITHUB_SECRETS);
    let slack = SlackSecret {
        signing_secret: slack.to_owned(),
        previous_signing_secret: Some(slack_before.to_owned()),
        ..SlackSecret::default()
    };
    let github = GithubSecret {
        webhook_secret: github.to_owned(),
        previous_webhook_secret: Some(github_before.to_owned()),
        ..GithubSecret::default()
    };
    SecretCache::fixed(Secrets { slack: vec![slack], github: vec![github] })
}

impl Delivery {
    /// The request as it is sent at `now`: signed with the secret in use, or with the one before while it is rotated.
    pub(super) fn request(&self, now: Timestamp) -> Request {
        let secret = usize::from(now.as_second() % 2 == 0);
        let mut request = Request { body: self.body.clone(), ..Request::default() };
        let mut header = |name: &'static str, value: String| {
            if let Ok(value) = value.parse() {
                request.headers.insert(name, value);
            }
        };
        match self.door {
            Door::Github(event) => {
                header("x-github-event", event.to_owned());
                header("x-github-delivery", self.id.clone());
                header("content-type", "application/json".to_owned());
                header("x-hub-signature-256", sign::github(GITHUB_SECRETS[secret], &self.body));
            }
            Door::Slack | Door::Interaction | Door::Command => {
                let timestamp = now.as_second().to_string();
                header("x-slack-signature", sign::slack(SLACK_SECRETS[secret], &timestamp, &self.body));
                header("x-slack-request-timestamp", timestamp);
            }
        }
        request
    }
}

impl Engine {
    /// Sends something on its way, as events travel in this story.
    pub(super) fn send(&mut self, delivery: Delivery) {
        let travel = self.story.travel;
        let delay = if self.rng.u8(..100) < travel.slow { self.millis(5_000..1_200_000) } else { self.millis(20..3_000) };
        let is_event = matches!(delivery.door, Door::Slack | Door::Github(_));
        if is_event && self.rng.u8(..100) < travel.again {
            for copy in 0..travel.copies {
                let again = self.millis(0..90_000);
                let twin = Delivery { id: format!("{}-again-{copy}", delivery.id), ..delivery.clone() };
                self.after(again, Event::Arrive(Box::new(twin)));
            }
        }
        if is_event && self.rng.u8(..100) < travel.lost {
            self.record.tell(self.now, || format!("{} is lost on the way", delivery.id));
            return self.miss(&delivery);
        }
        self.after(delay, Event::Arrive(Box::new(delivery)));
    }

    /// Nobody sends it any more.
    fn miss(&mut self, delivery: &Delivery) {
        self.record.hurt(self.now);
        self.log_delivery(delivery, 0);
        for fact in &delivery.facts {
            if self.is_shown(fact) {
                self.record.missed.entry(fact.clone()).or_insert(self.now);
            }
        }
    }

    /// Whether its source shows what this fact says: GitHub everything, and Slack's history a message that is there. It shows an
    /// edit until another follows and does not date a check mark; of what was taken off or deleted, and of who opened their Home,
    /// it shows nothing.
    fn is_shown(&self, (conversation, name): &FactName) -> bool {
        let message = conversation.slack_channel().zip(name.strip_prefix("message:"));
        conversation.github_issue().is_some() || message.is_some_and(|(channel, ts)| self.machines.shows(channel, ts, false))
    }

    /// GitHub writes down how a delivery fared.
    fn log_delivery(&self, delivery: &Delivery, status: u16) {
        let repository = delivery.facts.first().and_then(|(conversation, _)| conversation.github_repository());
        if let Some(repository) = repository {
            self.machines.github.delivered(repository, &delivery.id, self.now, status);
        }
    }

    /// GitHub sends once more what it was asked to.
    pub(super) fn send_what_github_repeats(&mut self) {
        for repository in REPOSITORIES {
            for name in self.machines.github.wanted_again(repository) {
                if let Some(delivery) = self.sent.get(&name).cloned() {
                    self.record.tell(self.now, || format!("GitHub sends {name} once more"));
                    self.send(delivery);
                }
            }
        }
    }

    pub(super) fn acknowledged(&mut self, delivery: Delivery, outcome: &Outcome) {
        match outcome {
            Outcome::Status(200) => {
                for fact in &delivery.facts {
                    self.record.facts.entry(fact.clone()).or_default().stored.get_or_insert(self.now);
                }
                self.log_delivery(&delivery, 200);
            }
            Outcome::Status(503) | Outcome::Died => self.send_again(delivery),
            other => self.record.wrong.push(format!("{}: {} was answered with {other:?}", self.now, delivery.id)),
        }
    }

    fn send_again(&mut self, mut delivery: Delivery) {
        let wait = RETRIES.get(delivery.tries).copied();
        delivery.tries += 1;
        match (delivery.door, wait) {
            (Door::Slack, Some(wait)) => self.after(SignedDuration::from_secs(wait), Event::Arrive(Box::new(delivery))),
            (Door::Slack | Door::Github(_), _) => self.miss(&delivery),
            // The person sees that it did not work.
            (Door::Interaction | Door::Command, _) => {}
        }
    }
}
