//! Prints what happens as it happens: who wrote, what that did to the clock, what was sent to whom.

use super::story::{CHANNELS, Does, PEOPLE, Scene, instant};
use crate::Failure;
use crate::process::Process;
use crate::terminal::{Color, paint, plain, print_line};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::ItemId;
use roundup_standins::Call;
use std::collections::BTreeSet;

/// Longest text of a line, in characters.
const WIDTH: usize = 92;

/// The timeline so far.
pub struct Timeline {
    color: bool,
    day: Option<Date>,
    calls: usize,
    /// Until when hand-offs were told.
    handed_off: Timestamp,
    /// Facts whose effect was printed.
    told: BTreeSet<(ItemId, String)>,
}

impl Timeline {
    /// An empty one.
    pub fn new(begin: Timestamp, color: bool) -> Self {
        Self { color, day: None, calls: 0, handed_off: begin, told: BTreeSet::new() }
    }

    /// What the app sent since the last time.
    pub fn tell_sent(&mut self, process: &Process) {
        let calls = process.stand_ins.calls();
        for call in calls.iter().skip(self.calls) {
            self.tell_handoffs(process, call.at);
            if let Some(line) = sent(call, self.color) {
                self.line(process, call.at, &line);
            }
        }
        self.calls = calls.len();
        self.tell_handoffs(process, process.clock.now());
    }

    /// Who took over from whom.
    fn tell_handoffs(&mut self, process: &Process, until: Timestamp) {
        let on_call = &process.app.rules.on_call;
        for (at, outgoing, incoming) in on_call.handoffs_between(self.handed_off, until) {
            let name = |user: Option<String>| user.map_or_else(|| "nobody".to_owned(), |user| recipient(&user));
            let line = format!("☎ {} is on call now, after {}", name(incoming), name(outgoing));
            self.line(process, at, &paint(&line, Color::Cyan, self.color));
        }
        self.handed_off = until.max(self.handed_off);
    }

    /// Who did what.
    pub fn tell_scene(&mut self, process: &Process, scene: &Scene) {
        let name = paint(scene.who.name, Color::Bold, self.color);
        let company = if scene.who.company.is_empty() {
            String::new()
        } else {
            paint(&format!(" ({})", scene.who.company), Color::Dim, self.color)
        };
        let line = match scene.does {
            Does::BotSays { .. } => format!("{} {}", paint("a bot", Color::Bold, self.color), does(scene)),
            _ => format!("{name}{company} {}", does(scene)),
        };
        self.line(process, instant(scene.at), &line);
    }

    /// What the last facts did to the clock of their items.
    pub async fn tell_effects(&mut self, process: &Process) -> Result<(), Failure> {
        let unreadable = |error| Failure::new(format!("the demo cannot read its items: {error}"), "report it as a bug");
        for item in process.app.items(process.clock.now()).await.map_err(unreadable)? {
            let Some(found) = process.app.item(&item.id, process.clock.now()).await.map_err(unreadable)? else { continue };
            for entry in &found.trace {
                let new = self.told.insert((item.id.clone(), entry.fact.clone()));
                if new && !entry.fact.starts_with("deadline:") {
                    let effect = in_local_time(&entry.effect, process);
                    let shade = if effect.contains("late") { Color::Red } else { Color::Green };
                    print_line(&format!(
                        "           {} {}",
                        paint("↳", Color::Dim, self.color),
                        paint(&plain(&effect), shade, self.color)
                    ));
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, process: &Process, at: Timestamp, text: &str) {
        let local = at.to_zoned(process.app.rules.team.zone.clone());
        if self.day != Some(local.date()) {
            self.day = Some(local.date());
            let day = local.strftime("%A %-d %B").to_string();
            print_line(&format!("\n{}", paint(&day, Color::Bold, self.color)));
        }
        print_line(&format!("  {}  {text}", paint(&local.strftime("%H:%M").to_string(), Color::Dim, self.color)));
    }
}

/// Times inside an effect, as the team's wall clock shows them.
fn in_local_time(effect: &str, process: &Process) -> String {
    let word = |word: &str| match word.parse::<Timestamp>() {
        Ok(at) => at.to_zoned(process.app.rules.team.zone.clone()).strftime("%a %-d %b %H:%M %Z").to_string(),
        Err(_) => word.to_owned(),
    };
    effect.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A message that was sent or edited; nothing for look-ups.
fn sent(call: &Call, color: bool) -> Option<String> {
    let text = cut(&plain(call.body["text"].as_str()?));
    let to = recipient(call.body["channel"].as_str()?);
    match call.method.as_str() {
        "chat.postMessage" if call.body.get("thread_ts").is_some() => None,
        "chat.postMessage" => Some(format!("{} {}", paint(&format!("✉ to {to}:"), Color::Yellow, color), text)),
        "chat.update" => {
            Some(format!("{} {}", paint(&format!("✎ in {to}:"), Color::Dim, color), paint(&text, Color::Dim, color)))
        }
        _ => None,
    }
}

/// A channel's or a person's name, by what a message was addressed to.
fn recipient(address: &str) -> String {
    // A direct message's channel is named after its user in the stand-in.
    let person = PEOPLE.iter().find(|person| !person.slack.is_empty() && person.slack[1..] == address[1..]);
    let channel = CHANNELS.iter().find(|channel| channel.id == address);
    match (person, channel) {
        (Some(person), _) => person.name.to_owned(),
        (None, Some(channel)) => format!("#{}", channel.name),
        (None, None) => address.to_owned(),
    }
}

fn does(scene: &Scene) -> String {
    let quoted = |text: &str| format!("“{}”", cut(&mentions(text)));
    match scene.does {
        Does::Says { channel, text, .. } => format!("in #{}: {}", channel.name, quoted(text)),
        Does::Replies { channel, text, .. } => format!("replies in #{}: {}", channel.name, quoted(text)),
        Does::Edits { channel, text, .. } => format!("edits in #{}: {}", channel.name, quoted(text)),
        Does::Deletes { channel, .. } => format!("deletes the message in #{}", channel.name),
        Does::Checks { channel, .. } => format!("puts ✅ on the message in #{}", channel.name),
        Does::BotSays { channel, text } => format!("posts in #{}: {}", channel.name, quoted(text)),
        Does::OpensIssue { number, title, .. } => format!("opens issue #{number}: {}", quoted(title)),
        Does::OpensPull { number, title, draft, .. } => {
            format!("opens {} #{number}: {}", if draft { "draft pull request" } else { "pull request" }, quoted(title))
        }
        Does::Readies { number } => format!("marks #{number} ready for review"),
        Does::Comments { number, text } => format!("comments on #{number}: {}", quoted(text)),
        Does::Reviews { number, text } => format!("reviews #{number}: {}", quoted(text)),
        Does::Labels { number, label } => format!("labels #{number} “{label}”"),
        Does::Closes { number } => format!("closes #{number}"),
    }
}

/// `<@U…>` by name.
fn mentions(text: &str) -> String {
    PEOPLE
        .iter()
        .filter(|person| !person.slack.is_empty())
        .fold(text.to_owned(), |text, person| text.replace(&format!("<@{}>", person.slack), &format!("@{}", person.name)))
}

fn cut(text: &str) -> String {
    let line = text.replace('\n', " ");
    if line.chars().count() <= WIDTH {
        line
    } else {
        format!("{}…", line.chars().take(WIDTH - 1).collect::<String>().trim_end())
    }
}
