//! Histories of a GitHub issue or pull request.

use super::any_deed::{Deed, any_deed, fact_of};
use super::{any_text, anybody, pick, staff};
use crate::SubjectForm;
use crate::fact::{Fact, OPENING, Subject, What};
use crate::fold::Heard;
use crate::person::{Author, Platform};
use crate::testing::{ADA, BOT, CUSTOMER, Somebody, on_github, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;

/// Something that happens to an issue; an [`Index`] says to which of the comments so far.
#[derive(Clone, Debug)]
enum Act {
    Comments {
        who: Somebody,
        text: &'static str,
        kind: &'static str,
    },
    Edits {
        of: Index,
        text: &'static str,
    },
    Deletes {
        of: Index,
    },
    Does {
        who: Somebody,
        name: &'static str,
        what: What,
    },
    Labels {
        who: Somebody,
        label: &'static str,
        is_on: bool,
    },
    PressesAnswered {
        who: Somebody,
    },
    Counts {
        who: Somebody,
        of: Index,
    },
    Deed {
        who: Somebody,
        deed: Deed,
    },
    /// Some of the labels that are wished for are set, by our app as `who`.
    Echoes {
        who: Somebody,
        only_first: bool,
    },
}

fn any_act() -> BoxedStrategy<Act> {
    let kind = prop::sample::select(vec!["comment", "comment", "review", "review_comment"]);
    let label = prop::sample::select(vec!["bug", "question", "Ready for roundup"]);
    let done = vec![
        ("closed", What::Closed { merged: false, declined: false }),
        ("reopened", What::Reopened),
        ("drafted", What::Drafted),
        ("ready", What::Ready),
        ("retitled", What::Retitled),
    ];
    prop_oneof![
        8 => (anybody(), any_text(), kind).prop_map(|(who, text, kind)| Act::Comments { who, text, kind }),
        1 => (any::<Index>(), any_text()).prop_map(|(of, text)| Act::Edits { of, text }),
        2 => any::<Index>().prop_map(|of| Act::Deletes { of }),
        5 => (anybody(), prop::sample::select(done)).prop_map(|(who, (name, what))| Act::Does { who, name, what }),
        2 => (staff(), label, any::<bool>()).prop_map(|(who, label, is_on)| Act::Labels { who, label, is_on }),
        1 => staff().prop_map(|who| Act::PressesAnswered { who }),
        1 => (anybody(), any::<Index>()).prop_map(|(who, of)| Act::Counts { who, of }),
    ]
    .boxed()
}

fn any_triage() -> BoxedStrategy<Act> {
    prop_oneof![
        2 => any_act(),
        2 => any_deed().prop_map(|(who, deed)| Act::Deed { who, deed }),
    ]
    .boxed()
}

fn any_echo() -> impl Strategy<Value = Act> {
    let account = prop::sample::select(vec![ADA, BOT, CUSTOMER]);
    (account, any::<bool>()).prop_map(|(who, only_first)| Act::Echoes { who, only_first })
}

struct History {
    form: SubjectForm,
    author: Author,
    labels: Vec<String>,
    comments: Vec<String>,
    facts: Vec<Fact>,
}

impl History {
    fn add(&mut self, name: String, at: Timestamp, by: Option<Author>, what: What) {
        let subject = Subject {
            form: self.form,
            title: format!("Title at {at}"),
            url: "https://github.test/acme/widgets/issues/12".to_owned(),
            author: Some(self.author.clone()),
            labels: Some(self.labels.clone()),
            answerable: false,
        };
        self.file(Fact { name, at, by, what, subject: Some(subject) });
    }

    /// What is done in Slack shows nothing of the issue.
    fn press(&mut self, name: String, at: Timestamp, who: Somebody, what: What) {
        self.file(Fact { name, at, by: Some(who.on(Platform::Slack)), what, subject: None });
    }

    /// What a fact is named after happens once.
    fn file(&mut self, fact: Fact) {
        if self.facts.iter().all(|known| known.name != fact.name) {
            self.facts.push(fact);
        }
    }

    fn take(&mut self, at: Timestamp, act: Act) -> Option<()> {
        let comments = self.comments.clone();
        let by = |who: Somebody| Some(who.on(Platform::Github));
        match act {
            Act::Comments { who, text, kind } => {
                let id = format!("{kind}:{}", 996 + comments.len());
                self.comments.push(id.clone());
                let what = What::Comment { id: id.clone(), text: text.to_owned(), mentions: Vec::new(), url: None };
                self.add(id, at, by(who), what);
            }
            Act::Edits { of, text } => {
                let of = pick(&of, &comments)?.clone();
                self.add(format!("edit:{of}:{at}"), at, None, What::Edited { of, text: text.to_owned() });
            }
            Act::Deletes { of } => {
                let of = pick(&of, &comments)?.clone();
                (of != OPENING).then(|| self.add(format!("delete:{of}"), at, None, What::Deleted { of }))?;
            }
            Act::Does { who, name, what } => self.add(format!("{name}:{at}"), at, by(who), what),
            Act::Labels { who, label, is_on } => self.label(at, who, label, is_on),
            Act::PressesAnswered { who } => self.press(format!("answered:{at}"), at, who, What::Answered),
            Act::Counts { who, of } => {
                let of = pick(&of, &comments)?.clone();
                self.press(format!("counts:{of}"), at, who, What::Counts { of });
            }
            Act::Deed { who, deed } => {
                let so_far: Vec<&Fact> = self.facts.iter().collect();
                let (name, by, what) = fact_of(who, deed, at, &so_far)?;
                self.file(Fact { name, at, by, what, subject: None });
            }
            Act::Echoes { who, only_first } => self.echo(at, who, if only_first { 1 } else { usize::MAX }),
        }
        Some(())
    }

    /// Labels are set as they are wished for.
    fn echo(&mut self, at: Timestamp, who: Somebody, at_most: usize) {
        let heard: Vec<Heard> = self.facts.iter().cloned().map(Heard::Inside).collect();
        let folded = on_github(self.form).fold(&heard, "Sun 23:00");
        let wish = folded.and_then(|folded| folded.triage.labels).unwrap_or_default();
        let changes = wish.add.iter().map(|label| (label, true)).chain(wish.remove.iter().map(|label| (label, false)));
        for (label, is_on) in changes.take(at_most) {
            self.label(at, who, label, is_on);
        }
    }

    fn label(&mut self, at: Timestamp, who: Somebody, label: &str, is_on: bool) {
        self.labels.retain(|known| known != label);
        let (verb, what) = if is_on {
            self.labels.push(label.to_owned());
            ("labelled", What::Labelled { label: label.to_owned() })
        } else {
            ("unlabelled", What::Unlabelled { label: label.to_owned() })
        };
        self.add(format!("{verb}:{label}:{at}"), at, Some(who.on(Platform::Github)), what);
    }
}

/// All facts of an issue or pull request in the order in which they happened, each up to `longest_gap` after the one before;
/// some in the same second.
pub(super) fn any_issue(longest_gap: SignedDuration) -> impl Strategy<Value = Vec<Heard>> {
    let gap = prop_oneof![1 => Just(0), 4 => 1..=longest_gap.as_secs()].prop_map(SignedDuration::from_secs);
    any_history(prop::collection::vec((gap, any_act()), 0..16))
}

/// The same with what people do about it in Slack, and the labels that come of it.
pub(super) fn any_triaged_issue(longest_gap: SignedDuration) -> impl Strategy<Value = Vec<Heard>> {
    let gap = prop_oneof![1 => Just(0), 1 => 1..=60_i64, 4 => 1..=longest_gap.as_secs()].prop_map(SignedDuration::from_secs);
    let act = prop_oneof![6 => any_triage(), 1 => any_echo()];
    any_history(prop::collection::vec((gap, act), 0..20))
}

/// The same where no labels come of it, and nothing happens within a minute and a bit.
pub(super) fn any_slow_triaged_issue(longest_gap: SignedDuration) -> impl Strategy<Value = Vec<Heard>> {
    let gap = (70..=longest_gap.as_secs()).prop_map(SignedDuration::from_secs);
    any_history(prop::collection::vec((gap, any_triage()), 0..20))
}

fn any_history(acts: impl Strategy<Value = Vec<(SignedDuration, Act)>>) -> impl Strategy<Value = Vec<Heard>> {
    let form = prop::sample::select(vec![SubjectForm::Issue, SubjectForm::PullRequest]);
    (form, anybody(), any::<bool>(), acts).prop_map(|(form, opener, draft, acts)| {
        let author = opener.on(Platform::Github);
        let mut history = History { form, author, labels: Vec::new(), comments: vec![OPENING.to_owned()], facts: Vec::new() };
        let mut now = t("Mon 14:00");
        let draft = draft && form == SubjectForm::PullRequest;
        let by = Some(opener.on(Platform::Github));
        history.add("opened".to_owned(), now, by, What::Opened { text: "It fails".to_owned(), draft });
        for (gap, act) in acts {
            now += gap;
            history.take(now, act);
        }
        history.facts.into_iter().map(Heard::Inside).collect()
    })
}

/// The history goes on: all labels are set as they are wished for, by our app as `who`.
pub(super) fn labelled_as_wished(form: SubjectForm, mut heard: Vec<Heard>, at: Timestamp, who: Somebody) -> Vec<Heard> {
    let facts: Vec<Fact> = heard.iter().map(|heard| heard.fact().clone()).collect();
    let shown = facts.iter().rev().find_map(|fact| fact.subject.clone());
    let labels = shown.iter().filter_map(|subject| subject.labels.clone()).next().unwrap_or_default();
    let known = facts.len();
    let mut history = History { form, author: ADA.on(Platform::Github), labels, comments: Vec::new(), facts };
    history.echo(at, who, usize::MAX);
    heard.extend(history.facts.into_iter().skip(known).map(|fact| {
        let labels = fact.subject.and_then(|subject| subject.labels);
        let subject = shown.clone().map(|subject| Subject { labels, ..subject });
        Heard::Inside(Fact { subject, ..fact })
    }));
    heard
}
