//! Histories of a GitHub issue or pull request.

use super::{any_text, anybody, pick, staff};
use crate::SubjectForm;
use crate::fact::{Fact, OPENING, Subject, What};
use crate::fold::Heard;
use crate::person::{Author, Platform};
use crate::testing::{Somebody, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;

/// Something that happens to an issue; an [`Index`] says to which of the comments so far.
#[derive(Clone, Debug)]
enum Act {
    Comments { who: Somebody, text: &'static str, kind: &'static str },
    Edits { of: Index, text: &'static str },
    Deletes { of: Index },
    Does { who: Somebody, name: &'static str, what: What },
    Labels { label: &'static str, is_on: bool },
    PressesAnswered { who: Somebody },
    Counts { of: Index },
}

fn any_act() -> impl Strategy<Value = Act> {
    let kind = prop::sample::select(vec!["comment", "comment", "review", "review_comment"]);
    let label = prop::sample::select(vec!["bug", "Ready for roundup"]);
    let done = vec![
        ("closed", What::Closed { merged: false }),
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
        2 => (label, any::<bool>()).prop_map(|(label, is_on)| Act::Labels { label, is_on }),
        1 => staff().prop_map(|who| Act::PressesAnswered { who }),
        1 => any::<Index>().prop_map(|of| Act::Counts { of }),
    ]
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
        // What a fact is named after happens once.
        if self.facts.iter().any(|fact| fact.name == name) {
            return;
        }
        let subject = Subject {
            form: self.form,
            title: format!("Title at {at}"),
            url: "https://github.test/acme/widgets/issues/12".to_owned(),
            author: Some(self.author.clone()),
            labels: Some(self.labels.clone()),
            answerable: false,
        };
        self.facts.push(Fact { name, at, by, what, subject: Some(subject) });
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
            Act::Labels { label, is_on } => self.label(at, label, is_on),
            Act::PressesAnswered { who } => self.add(format!("answered:{at}"), at, Some(who.on(Platform::Slack)), What::Answered),
            Act::Counts { of } => {
                let of = pick(&of, &comments)?.clone();
                self.add(format!("counts:{of}"), at, None, What::Counts { of });
            }
        }
        Some(())
    }

    fn label(&mut self, at: Timestamp, label: &str, is_on: bool) {
        self.labels.retain(|known| known != label);
        let (verb, what) = if is_on {
            self.labels.push(label.to_owned());
            ("labelled", What::Labelled { label: label.to_owned() })
        } else {
            ("unlabelled", What::Unlabelled { label: label.to_owned() })
        };
        self.add(format!("{verb}:{label}:{at}"), at, None, what);
    }
}

/// All facts of an issue or pull request in the order in which they happened, each up to `longest_gap` after the one before;
/// some in the same second.
pub(super) fn any_issue(longest_gap: SignedDuration) -> impl Strategy<Value = Vec<Heard>> {
    let gap = prop_oneof![1 => Just(0), 4 => 1..=longest_gap.as_secs()].prop_map(SignedDuration::from_secs);
    let form = prop::sample::select(vec![SubjectForm::Issue, SubjectForm::PullRequest]);
    (form, anybody(), any::<bool>(), prop::collection::vec((gap, any_act()), 0..16)).prop_map(|(form, opener, draft, acts)| {
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
