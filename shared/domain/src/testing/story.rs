//! A history of one item, told in sentences.

mod triage;

pub(crate) use triage::{bug_form, question_form};

use super::{Somebody, rules, source, t, ts};
use crate::fact::{Fact, OPENING, Subject, SubjectForm, What};
use crate::fold::{Context, Heard, fold};
use crate::id::{ConversationId, GithubThread, ItemId};
use crate::item::Folded;
use crate::person::{Author, People, Person, Platform, Role};
use crate::rules::{Rules, Source};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Facts of one item, in the order in which they are told.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub platform: Platform,
    pub heard: Vec<Heard>,
    pub rules: Rules,
    pub source: Source,
    pub people: People,
    /// Whether a top-level message of ours answers everything in the channel.
    pub top_level_answers: bool,
    form: SubjectForm,
    /// The ids of comments, by the time at which they were written.
    comments: BTreeMap<String, String>,
}

/// The same history as a Slack thread and as a GitHub issue.
pub(crate) fn everywhere(tell: impl Fn(Story) -> Story) -> [Story; 2] {
    [tell(on_slack()), tell(on_github(SubjectForm::Issue))]
}

/// A thread in a channel that is shared with nobody.
pub(crate) fn on_slack() -> Story {
    Story::new(Platform::Slack, SubjectForm::Issue)
}

pub(crate) fn on_github(form: SubjectForm) -> Story {
    Story::new(Platform::Github, form)
}

impl Story {
    fn new(platform: Platform, form: SubjectForm) -> Self {
        Self {
            platform,
            heard: Vec::new(),
            rules: rules(),
            source: source(),
            people: People::new(),
            top_level_answers: false,
            form,
            comments: BTreeMap::new(),
        }
    }

    /// The item at `now`.
    pub fn fold_at(&self, now: &str) -> Option<Folded> {
        self.fold(&self.heard, now)
    }

    /// The item that these facts make at `now`.
    pub fn fold(&self, heard: &[Heard], now: &str) -> Option<Folded> {
        self.fold_by(heard, t(now))
    }

    pub fn fold_by(&self, heard: &[Heard], now: Timestamp) -> Option<Folded> {
        let conversation = self.conversation();
        let id = match self.platform {
            Platform::Slack => ItemId::slack("T0STAFF01", "C0EXT0001", &ts("Mon 14:00")),
            Platform::Github => ItemId::github(&conversation),
        };
        let context = Context {
            rules: &self.rules,
            source: &self.source,
            policy: &self.rules.policies["default"],
            conversation: &conversation,
            id: &id,
            url: "https://acme.slack.test/archives/C0EXT0001",
            people: &self.people,
            top_level_answers: self.top_level_answers,
            now,
        };
        fold(&context, heard)
    }

    fn conversation(&self) -> ConversationId {
        match self.platform {
            Platform::Slack => ConversationId::slack("C0EXT0001"),
            Platform::Github => ConversationId::github("acme/widgets", GithubThread::Issue, 12),
        }
    }

    /// In a channel in which a top-level message of ours answers everything.
    pub fn shared(mut self) -> Self {
        self.top_level_answers = true;
        self
    }

    /// A look-up found this out about somebody.
    pub fn knowing(mut self, who: Somebody, role: Role, name: &str, company: Option<&str>) -> Self {
        let person = Person { role, name: name.to_owned(), company: company.map(str::to_owned), provisional: false };
        self.people.insert(who.on(self.platform).key(), person);
        self
    }

    fn add(mut self, when: &str, name: String, by: Option<Author>, what: What) -> Self {
        let subject = (self.platform == Platform::Github).then(|| self.subject());
        self.heard.push(Heard::Inside(Fact { name, at: t(when), by, what, subject }));
        self
    }

    fn subject(&self) -> Subject {
        let opened = self.heard.iter().map(Heard::fact).find(|fact| matches!(fact.what, What::Opened { .. }));
        Subject {
            form: self.form,
            title: "It fails on Windows".to_owned(),
            url: "https://github.test/acme/widgets/issues/12".to_owned(),
            author: opened.and_then(|fact| fact.by.clone()),
            labels: None,
            answerable: false,
        }
    }

    /// Changes what the last event shows of the issue.
    pub fn showing(mut self, change: impl FnOnce(&mut Subject)) -> Self {
        let Some(Heard::Inside(fact)) = self.heard.last_mut() else { panic!("nothing told yet") };
        change(fact.subject.as_mut().expect("only GitHub's events show a subject"));
        self
    }

    /// The id of the comment that was written then.
    pub fn id_of(&self, when: &str) -> String {
        self.comments[when].clone()
    }

    /// The first on GitHub opens the issue; all others are comments.
    pub fn says(self, when: &str, who: Somebody, text: &str) -> Self {
        match self.platform {
            Platform::Github if self.heard.is_empty() => self.opens(when, who, text, false),
            Platform::Github => {
                let id = format!("comment:{}", 980 + self.heard.len());
                self.comments(when, who, &id, text)
            }
            Platform::Slack => {
                let id = ts(when).to_string();
                self.comments(when, who, &id, text)
            }
        }
    }

    pub fn opens(mut self, when: &str, who: Somebody, text: &str, draft: bool) -> Self {
        self.comments.insert(when.to_owned(), OPENING.to_owned());
        let by = who.on(self.platform);
        let story = self.add(when, "opened".to_owned(), Some(by.clone()), What::Opened { text: text.to_owned(), draft });
        story.showing(|subject| subject.author = Some(by))
    }

    /// A comment, review or comment in a review by its id.
    pub fn comments(mut self, when: &str, who: Somebody, id: &str, text: &str) -> Self {
        self.comments.insert(when.to_owned(), id.to_owned());
        let by = who.on(self.platform);
        let name = if self.platform == Platform::Slack { format!("message:{id}") } else { id.to_owned() };
        let what = What::Comment { id: id.to_owned(), text: text.to_owned(), mentions: Vec::new(), url: None };
        self.add(when, name, Some(by), what)
    }

    /// At top level in the channel, elsewhere.
    pub fn says_nearby(mut self, when: &str, who: Somebody, mentions: &[Somebody]) -> Self {
        let id = ts(when).to_string();
        let mentions = mentions.iter().map(|who| who.slack.to_owned()).collect();
        let what = What::Comment { id: id.clone(), text: "hello".to_owned(), mentions, url: None };
        let by = Some(who.on(Platform::Slack));
        self.heard.push(Heard::Nearby(Fact { name: format!("message:{id}"), at: t(when), by, what, subject: None }));
        self
    }

    /// At top level in the channel, just before the item.
    pub fn follows(mut self, when: &str, who: Somebody) -> Self {
        let id = ts(when).to_string();
        let what = What::Comment { id: id.clone(), text: "hello".to_owned(), mentions: Vec::new(), url: None };
        let by = Some(who.on(Platform::Slack));
        self.heard.push(Heard::Before(Fact { name: format!("message:{id}"), at: t(when), by, what, subject: None }));
        self
    }

    pub fn edited(self, when: &str, of: &str, text: &str) -> Self {
        let of = self.id_of(of);
        self.add(when, format!("edit:{of}:{when}"), None, What::Edited { of, text: text.to_owned() })
    }

    pub fn deleted(self, when: &str, of: &str) -> Self {
        let of = self.id_of(of);
        self.add(when, format!("delete:{of}"), None, What::Deleted { of })
    }

    pub fn marks(self, when: &str, who: Somebody, of: &str) -> Self {
        let (of, by) = (self.id_of(of), who.on(self.platform));
        self.add(when, format!("mark:{of}:{}:{}", by.id, ts(when)), Some(by), What::Marked { of })
    }

    /// The check mark as history tells of it, which does not say when it was put there.
    pub fn has_mark(self, who: Somebody, of: &str) -> Self {
        let (when, of, by) = (of, self.id_of(of), who.on(self.platform));
        let name = format!("mark:{of}:{}:{}", by.id, crate::fact::UNDATED);
        self.add(when, name, Some(by), What::Marked { of })
    }

    pub fn unmarks(self, when: &str, who: Somebody, of: &str) -> Self {
        let (of, by) = (self.id_of(of), who.on(self.platform));
        self.add(when, format!("unmark:{of}:{}:{}", by.id, ts(when)), Some(by), What::Unmarked { of })
    }

    /// Buttons are pressed in Slack, whatever the item is.
    pub fn presses_answered(self, when: &str, who: Somebody) -> Self {
        self.add(when, format!("answered:{}", ts(when)), Some(who.on(Platform::Slack)), What::Answered)
    }

    pub fn counts(self, when: &str, of: &str) -> Self {
        let of = self.id_of(of);
        self.add(when, format!("counts:{of}"), Some(super::ADA.on(Platform::Slack)), What::Counts { of })
    }

    pub fn closes(self, when: &str, who: Somebody) -> Self {
        self.does(when, who, "closed", What::Closed { merged: false, declined: false })
    }

    pub fn reopens(self, when: &str, who: Somebody) -> Self {
        self.does(when, who, "reopened", What::Reopened)
    }

    pub fn drafts(self, when: &str, who: Somebody) -> Self {
        self.does(when, who, "drafted", What::Drafted)
    }

    pub fn readies(self, when: &str, who: Somebody) -> Self {
        self.does(when, who, "ready", What::Ready)
    }

    pub fn labels(self, when: &str, label: &str) -> Self {
        self.does(when, super::ADA, &format!("labelled:{label}"), What::Labelled { label: label.to_owned() })
    }

    pub fn unlabels(self, when: &str, label: &str) -> Self {
        self.does(when, super::ADA, &format!("unlabelled:{label}"), What::Unlabelled { label: label.to_owned() })
    }

    /// Something done to the issue itself.
    pub fn does(self, when: &str, who: Somebody, name: &str, what: What) -> Self {
        let by = who.on(self.platform);
        self.add(when, format!("{name}:{}", t(when)), Some(by), what)
    }

    pub fn removed(self, when: &str) -> Self {
        self.add(when, "removed".to_owned(), Some(super::ADA.on(Platform::Github)), What::Removed)
    }

    /// A step of the deadline of the run that began at `since` was reached.
    pub fn reached(self, when: &str, since: &str, step: &str) -> Self {
        let (name, since) = (format!("deadline:{}:{step}", t(since)), t(since));
        self.add(when, name, None, What::Reached { since, step: step.to_owned() })
    }
}
