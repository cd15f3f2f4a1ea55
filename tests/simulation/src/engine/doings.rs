//! What people do becomes what Slack and GitHub send about it.

use super::Engine;
use super::record::FactName;
use crate::cast::{CHANNELS, HELP, HOME, REPOSITORIES, Somebody};
use crate::story::{Act, Button};
use jiff::Timestamp;
use roundup_domain::{Role, SlackTs};
use roundup_ingest::{github, slack};
use roundup_tests::github::{Delivery as Sent, Form, Thread};
use roundup_tests::interactions::element;
use roundup_tests::slack::{Said, envelope};
use serde_json::{Value, json};

/// Where something is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Slack,
    Interaction,
    Command,
    /// With the event's name.
    Github(&'static str),
}

/// Something that is on its way to us.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Where to.
    pub door: Door,
    /// The body.
    pub body: Vec<u8>,
    /// The sender's name for it.
    pub id: String,
    /// How often it was tried before.
    pub tries: usize,
    /// The facts that it tells of.
    pub facts: Vec<FactName>,
}

/// What was said and opened so far.
#[derive(Default)]
pub struct Scene {
    said: Vec<Said>,
    issues: Vec<Thread>,
    /// Counts events and comments.
    serial: u64,
}

impl Scene {
    fn next(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }
}

/// One of them, counted around.
fn pick<T: Clone>(of: &[T], which: usize) -> Option<T> {
    (!of.is_empty()).then(|| of[which % of.len()].clone())
}

impl Engine {
    pub(super) fn act(&mut self, number: usize) {
        let act = self.story.acts[number].1.clone();
        let now = self.now;
        self.record.tell(now, || format!("* {act:?}"));
        match act {
            Act::Write { channel, who, text, mentions } => {
                let mention = mentions.map(|who| format!("<@{}> ", who.slack)).unwrap_or_default();
                self.say(CHANNELS[channel], who, &format!("{mention}{text}"), None);
            }
            Act::Reply { who, to, text } => {
                // Slack lets nobody reply to what is gone.
                if let Some(to) = pick(&self.scene.said, to).filter(|to| self.machines.shows(&to.channel, to.root(), true)) {
                    let root = to.root().to_owned();
                    self.say(&to.channel, who, text, Some(root));
                }
            }
            Act::Edit { of } => self.about_message(of, |said, ts| said.edited("It is otherwise: zugzwang", ts)),
            Act::Delete { of } => {
                self.about_message(of, Said::deleted);
                self.forget_deleted(of);
            }
            Act::Mark { who, of, on } => {
                let kind = if on { "reaction_added" } else { "reaction_removed" };
                self.about_message(of, |said, ts| said.reaction(kind, who.slack, "white_check_mark", ts));
            }
            Act::OpenHome { who } => {
                let ts = self.next_ts();
                let channel = format!("D{}", &who.slack[1..]);
                self.event(
                    &json!({"type": "app_home_opened", "user": who.slack, "channel": channel, "tab": "home", "event_ts": ts}),
                );
            }
            Act::Open { who, repository } => {
                let issue_number = 100 + self.scene.issues.len() as u64;
                let form = if issue_number.is_multiple_of(3) { Form::Pull } else { Form::Issue };
                let issue =
                    Thread::new(form, REPOSITORIES[repository], issue_number, who.github, "It fails with zugzwang", second(now));
                self.deliver(&issue.opened());
                self.scene.issues.push(issue);
            }
            Act::Comment { who, on, text } => {
                let id = self.scene.next();
                self.about_issue(on, |issue, at| issue.comment(id, Some(who.github), text, at));
            }
            Act::Close { who, issue } => self.about_issue(issue, |issue, at| {
                issue.closed_at = Some(at);
                issue.happened("closed", who.github, at)
            }),
            Act::Reopen { who, issue } => self.about_issue(issue, |issue, at| {
                issue.closed_at = None;
                issue.happened("reopened", who.github, at)
            }),
            Act::Label { issue } => self.about_issue(issue, |issue, at| {
                issue.labels.push("bug".to_owned());
                issue.labelled("bug", "ada-gh", at)
            }),
            Act::Press { who, button, which } => self.press(who, button, which),
            Act::Command { who, text } => self.command(who, text),
            Act::Snooze { who, of, until } => {
                if let Some(said) = pick(&self.scene.said, of) {
                    self.command(who, &format!("snooze {} {until}", said.item(HOME)));
                }
            }
        }
    }

    fn next_ts(&self) -> String {
        SlackTs::from_time(self.now).to_string()
    }

    /// Somebody says something: Slack has it, and tells of it.
    fn say(&mut self, channel: &str, who: Somebody, text: &str, root: Option<String>) {
        let Some(ts) = self.machines.slack.say(channel, who.slack, text, root.as_deref()) else { return };
        let said = Said { channel: channel.to_owned(), user: who.slack.to_owned(), text: text.to_owned(), ts, root };
        let written = said.written();
        self.scene.said.push(said);
        self.event(&written);
    }

    fn about_message(&mut self, of: usize, event: impl Fn(&Said, &str) -> Value) {
        let Some(said) = pick(&self.scene.said, of) else { return };
        let event = event(&said, &self.next_ts());
        self.event(&event);
    }

    /// Nobody can find any more that it was ever there.
    fn forget_deleted(&mut self, of: usize) {
        if let Some(said) = pick(&self.scene.said, of) {
            let name = format!("message:{}", said.ts);
            self.record.missed.retain(|(_, missed), _| *missed != name);
        }
    }

    fn event(&mut self, event: &Value) {
        self.machines.slack.hear(event);
        let id = format!("Ev{:06}", self.scene.next());
        let body = envelope(event, &id, self.now).to_string().into_bytes();
        let facts = match slack::parse_event(&body) {
            slack::Event::Facts(facts) => facts.into_iter().map(|filed| (filed.conversation, filed.fact.name)).collect(),
            _ => Vec::new(),
        };
        self.send(Delivery { door: Door::Slack, body, id, tries: 0, facts });
    }

    fn about_issue(&mut self, which: usize, sent: impl Fn(&mut Thread, Timestamp) -> Sent) {
        if self.scene.issues.is_empty() {
            return;
        }
        let (at, count) = (second(self.now), self.scene.issues.len());
        let sent = sent(&mut self.scene.issues[which % count], at);
        self.deliver(&sent);
    }

    fn deliver(&mut self, sent: &Sent) {
        let id = format!("{:08}-guid", self.scene.next());
        let mut delivery = Delivery {
            door: Door::Github(sent.event),
            body: sent.payload.to_string().into_bytes(),
            id,
            tries: 0,
            facts: Vec::new(),
        };
        let request = delivery.request(self.now);
        if let github::Event::Facts(facts) = github::parse_delivery(&request.headers, &request.body) {
            delivery.facts = facts.into_iter().map(|filed| (filed.conversation, filed.fact.name)).collect();
        }
        self.machines.github.hear(sent.event, &sent.payload);
        self.sent.insert(delivery.id.clone(), delivery.clone());
        self.send(delivery);
    }

    /// Presses a button on one of our messages, as they look by now.
    fn press(&mut self, who: Somebody, button: Button, which: usize) {
        let directs = crate::cast::STAFF.map(|who| format!("D{}", &who.slack[1..]));
        let places = [HELP.to_owned()].into_iter().chain(directs);
        let messages = places
            .flat_map(|place| self.machines.slack.messages(&place).into_iter().map(move |message| (place.clone(), message)));
        let found: Vec<(String, Value, Value)> = messages
            .filter_map(|(place, message)| element(&message, button.id()).map(|element| (place, message, element)))
            .collect();
        let Some((channel, message, mut element)) = pick(&found, which) else { return };
        element["action_ts"] = json!(self.next_ts());
        let team = if who.role == Role::Outside { "T0GLOBEX0" } else { HOME };
        let payload = json!({"type": "block_actions", "user": {"id": who.slack, "username": "somebody", "name": "somebody", "team_id": team},
            "api_app_id": "A0ROUNDUP", "token": "verification-token-of-old", "trigger_id": format!("{}.1.x", self.scene.next()),
            "team": {"id": HOME, "domain": "acme"}, "enterprise": null, "is_enterprise_install": false, "actions": [element],
            "channel": {"id": channel, "name": "directmessage"}, "message": message,
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": false},
            "response_url": "https://hooks.slack.com/actions/T0STAFF01/1/x"});
        self.submit(Door::Interaction, &[("payload", &payload.to_string())]);
    }

    fn command(&mut self, who: Somebody, text: &str) {
        let trigger = format!("{}.1.x", self.scene.next());
        self.submit(
            Door::Command,
            &[
                ("token", "verification-token-of-old"),
                ("team_id", HOME),
                ("channel_id", HELP),
                ("channel_name", "help"),
                ("user_id", who.slack),
                ("command", "/roundup"),
                ("text", text),
                ("is_enterprise_install", "false"),
                ("response_url", "https://hooks.slack.com/commands/T0STAFF01/1/x"),
                ("trigger_id", &trigger),
            ],
        );
    }

    fn submit(&mut self, door: Door, form: &[(&str, &str)]) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish().into_bytes();
        let id = format!("{door:?} {}", self.scene.next());
        self.send(Delivery { door, body, id, tries: 0, facts: Vec::new() });
    }
}

/// GitHub's times are whole seconds.
fn second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
