//! Prints what happens as it happens: who did what, what that did to the clock, what Roundup said to whom.

mod words;

use super::cast::{Person, REPOSITORY};
use super::story::{About, Does, Scene, instant};
use crate::Failure;
use crate::process::Process;
use crate::terminal::{Color, paint, plain, print_line};
use jiff::Timestamp;
use jiff::civil::Date;
use roundup_domain::ItemId;
use roundup_domain::rotation::OnCall;
use roundup_standins::Call;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use words::{cut, does, form, recipient, spoken};

/// Where the text of a line begins that belongs to the one above.
const INDENT: &str = "           ";

/// The timeline so far.
pub struct Timeline {
    color: bool,
    day: Option<Date>,
    calls: usize,
    mails: usize,
    /// What messages at top level say, by channel and timestamp.
    said: BTreeMap<(String, String), String>,
    on_call: Option<String>,
    /// Until when it was told who is on call.
    told_until: Timestamp,
    /// Facts whose effect was printed.
    told: BTreeSet<(ItemId, String)>,
}

impl Timeline {
    /// An empty one.
    pub fn new(begin: Timestamp, color: bool) -> Self {
        let (said, told) = (BTreeMap::new(), BTreeSet::new());
        Self { color, day: None, calls: 0, mails: 0, said, on_call: None, told_until: begin, told }
    }

    /// What the app sent since the last time.
    ///
    /// # Errors
    /// The table's.
    pub async fn tell_sent(&mut self, process: &Process) -> Result<(), Failure> {
        let calls = process.stand_ins.calls();
        let new = calls.get(self.calls..).unwrap_or_default();
        let on_call = process.app.on_call().await.map_err(unreadable)?;
        let mut last = None;
        for (position, call) in new.iter().enumerate() {
            let line = self.sent(process, call, new.get(position + 1..).unwrap_or_default());
            // Somebody may have several messages about one thing.
            if let Some(line) = line.filter(|line| last.as_ref() != Some(line)) {
                self.tell_on_call(process, &on_call, call.at);
                self.line(process, call.at, &line);
                last = Some(line);
            }
        }
        self.calls = calls.len();
        self.tell_on_call(process, &on_call, process.clock.now());
        Ok(())
    }

    /// Who is on call from when on, as configured and as people have agreed on.
    fn tell_on_call(&mut self, process: &Process, on_call: &OnCall, until: Timestamp) {
        let user = |at: Timestamp| on_call.at(at).map(|shift| shift.user);
        let changes: Vec<Timestamp> = match until > self.told_until {
            true => on_call.handoffs_between(self.told_until, until).into_iter().map(|(at, ..)| at).collect(),
            false => Vec::new(),
        };
        for at in changes.into_iter().chain([until]) {
            let now = user(at);
            if self.on_call != now {
                let name = now.as_deref().map_or_else(|| "nobody".to_owned(), recipient);
                let after = self.on_call.as_deref().map(|before| format!(", after {}", recipient(before))).unwrap_or_default();
                self.line(process, at, &paint(&format!("☎ {name} is on call now{after}"), Color::Cyan, self.color));
                self.on_call = now;
            }
        }
        self.told_until = until.max(self.told_until);
    }

    /// Who did what.
    pub fn tell_scene(&mut self, process: &Process, scene: &Scene) {
        let Person { name, company, .. } = scene.who;
        let company = if company.is_empty() { String::new() } else { self.dim(&format!(" ({company})")) };
        let line = match scene.does {
            Does::BotSays { .. } => format!("{} {}", paint("a bot", Color::Bold, self.color), does(scene)),
            _ => format!("{}{company} {}", paint(name, Color::Bold, self.color), does(scene)),
        };
        self.line(process, instant(scene.at), &line);
        for line in form(scene) {
            print_line(&format!("{INDENT}{}", self.dim(&line)));
        }
    }

    /// What Roundup said to whoever did something, and to nobody else.
    pub fn tell_whispers(&self, who: Person, whispers: &[String]) {
        for text in whispers {
            let to = paint(&format!("✉ to {} alone:", who.name), Color::Yellow, self.color);
            print_line(&format!("{INDENT}{to} {}", cut(&spoken(text))));
        }
    }

    /// What a scene did to the clocks of the items that it may concern: those of its channel, or its issue.
    ///
    /// # Errors
    /// The table's.
    pub async fn tell_effects(&mut self, process: &Process, scene: &Scene) -> Result<(), Failure> {
        let now = process.clock.now();
        let Some(place) = place(scene) else { return Ok(()) };
        for item in process.app.items(now).await.map_err(unreadable)? {
            if !item.id.as_str().contains(&place) {
                continue;
            }
            let Some(found) = process.app.item(&item.id, now).await.map_err(unreadable)? else { continue };
            for entry in &found.trace {
                let new = self.told.insert((item.id.clone(), entry.fact.clone()));
                // Of a deadline the messages tell; that an item was joined, who joined it.
                let is_told = ["deadline:", "duplicate:", "distinct:"].iter().any(|fact| entry.fact.starts_with(fact));
                if new && !is_told {
                    let effect = plain(&in_local_time(&entry.effect, process));
                    let shade = if effect.contains("late") { Color::Red } else { Color::Green };
                    print_line(&format!("{INDENT}{} {}", self.dim("↳"), paint(&effect, shade, self.color)));
                }
            }
        }
        Ok(())
    }

    /// A message, an edit that says something else than before, a mail, or something done in the tracker; nothing for look-ups.
    fn sent(&mut self, process: &Process, call: &Call, next: &[Call]) -> Option<String> {
        let text = |name: &str| call.body[name].as_str();
        let shown = |sign: &str, rest: &str| Some(format!("{} {rest}", paint(sign, Color::Yellow, self.color)));
        match (call.api, call.method.as_str()) {
            // The replies are counted with the first message.
            (_, "chat.postMessage") if call.body.get("thread_ts").is_some() => None,
            (_, "chat.postMessage") => {
                let (to, said) = (call.answer["channel"].as_str()?, cut(&spoken(text("text")?)));
                let ts = call.answer["ts"].as_str()?;
                self.said.insert((to.to_owned(), ts.to_owned()), gist(&said));
                let replies = next.iter().take_while(|next| next.body["thread_ts"] == ts).count();
                let thread =
                    if replies > 0 { self.dim(&format!(" (and {replies} messages in its thread)")) } else { String::new() };
                shown(&format!("✉ to {}:", recipient(to)), &format!("{said}{thread}"))
            }
            (_, "chat.update") => {
                let (to, said) = (text("channel")?, cut(&spoken(text("text")?)));
                let known = self.said.get_mut(&(to.to_owned(), text("ts")?.to_owned()))?;
                let is_news = *known != gist(&said);
                *known = gist(&said);
                is_news.then(|| self.dim(&format!("✎ to {}: {said}", recipient(to))))
            }
            (_, "usergroups.users.update") => {
                Some(self.dim(&format!("⚙ the user group on call is {}", recipient(text("users")?))))
            }
            ("ses", "SendEmail") => {
                let mail = process.stand_ins.mail.mails().into_iter().nth(self.mails)?;
                self.mails += 1;
                shown(&format!("✉ by email to {}:", mail.to.join(", ")), &plain(&mail.subject))
            }
            ("github", "POST" | "DELETE") => Some(self.dim(&format!("⚙ on GitHub: {}", in_tracker(call)?))),
            _ => None,
        }
    }

    fn dim(&self, text: &str) -> String {
        paint(text, Color::Dim, self.color)
    }

    fn line(&mut self, process: &Process, at: Timestamp, text: &str) {
        let local = at.to_zoned(process.app.rules.team.zone.clone());
        if self.day != Some(local.date()) {
            self.day = Some(local.date());
            let day = local.strftime("%A %-d %B").to_string();
            print_line(&format!("\n{}", paint(&day, Color::Bold, self.color)));
        }
        print_line(&format!("  {}  {text}", self.dim(&local.strftime("%H:%M").to_string())));
    }
}

/// What a message says besides when: an edit that only tells the time anew is no news.
fn gist(said: &str) -> String {
    said.split(':').next().unwrap_or_default().to_owned()
}

/// What the names of the items contain that a scene may concern.
fn place(scene: &Scene) -> Option<String> {
    let of = |about: About| match about {
        About::Issue(number) => Some(format!("#{number}")),
        About::Message(key) => words::channel_of(key).map(|channel| channel.id.to_owned()),
        About::HandOff => None,
    };
    match scene.does {
        Does::Says { channel, .. }
        | Does::Replies { channel, .. }
        | Does::Edits { channel, .. }
        | Does::Deletes { channel, .. }
        | Does::Checks { channel, .. }
        | Does::Tracks { channel, .. }
        | Does::BotSays { channel, .. } => Some(channel.id.to_owned()),
        Does::OpensIssue { number, .. }
        | Does::OpensPull { number, .. }
        | Does::Readies { number }
        | Does::Comments { number, .. }
        | Does::Reviews { number, .. }
        | Does::Labels { number, .. }
        | Does::Closes { number } => of(About::Issue(number)),
        Does::Presses { about, .. } | Does::FillsIn { about, .. } | Does::Decides { about, .. } => of(about),
        // It may have been about anything.
        Does::Answers { .. } | Does::Types { .. } => Some(String::new()),
        Does::OpensHome => None,
    }
}

/// What was changed in the tracker: `#412 gets the label bug, Ready for roundup`.
fn in_tracker(call: &Call) -> Option<String> {
    let path = call.path.strip_prefix("/repos/")?.strip_prefix(REPOSITORY)?.strip_prefix("/issues/")?;
    let (number, what) = path.split_once('/')?;
    let names = |list: &Value| {
        let names = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.collect::<Vec<_>>().join(", ")
    };
    Some(match (call.method.as_str(), what.split('/').next()?) {
        ("POST", "labels") => format!("#{number} gets the label {}", names(&call.body["labels"])),
        ("DELETE", "labels") => format!("#{number} loses a label"),
        ("POST", "assignees") => format!("#{number} is assigned to {}", names(&call.body["assignees"])),
        ("DELETE", "assignees") => format!("#{number} is no longer assigned to {}", names(&call.body["assignees"])),
        _ => return None,
    })
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the demo cannot read its items: {error}"), "report it as a bug")
}

/// Times inside an effect, as the team's wall clock shows them.
fn in_local_time(effect: &str, process: &Process) -> String {
    let word = |word: &str| match word.parse::<Timestamp>() {
        Ok(at) => at.to_zoned(process.app.rules.team.zone.clone()).strftime("%a %-d %b %H:%M %Z").to_string(),
        Err(_) => word.to_owned(),
    };
    effect.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
