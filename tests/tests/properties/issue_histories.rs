//! Histories of a GitHub issue that moves between repositories.

use crate::arrivals::pick;
use crate::channel_histories::START;
use crate::people::{ADA, BOT, CUSTOMER, GRACE, IGNORED, NEIGHBOUR, Somebody};
use crate::world::t;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;
use roundup_domain::fact::OPENING;
use roundup_domain::id::GithubThread;
use roundup_domain::{Author, ConversationId, Fact, Filed, ItemId, Place, Platform, Subject, SubjectForm, What};

/// The number that the issue has in every repository, until a case gives it another.
const NUMBER: &str = "#7777777";
const REPOSITORIES: [&str; 3] = ["acme/widgets", "acme/gadgets", "acme/gizmos"];

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
        label: &'static str,
        is_on: bool,
    },
    PressesAnswered {
        who: Somebody,
    },
    /// It moves; the new place says so itself, or does not.
    Moves {
        says_so: bool,
    },
}

fn anybody() -> impl Strategy<Value = Somebody> {
    prop::sample::select(vec![CUSTOMER, CUSTOMER, NEIGHBOUR, ADA, GRACE, IGNORED, BOT])
}

fn any_text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["It fails", "Why?", "thanks!", ""])
}

fn any_act() -> impl Strategy<Value = Act> {
    let kind = prop::sample::select(vec!["comment", "comment", "review", "review_comment"]);
    let label = prop::sample::select(vec!["bug", "Ready for roundup"]);
    let done = vec![
        ("closed", What::Closed { merged: false, declined: false }),
        ("reopened", What::Reopened),
        ("retitled", What::Retitled),
    ];
    prop_oneof![
        8 => (anybody(), any_text(), kind).prop_map(|(who, text, kind)| Act::Comments { who, text, kind }),
        1 => (any::<Index>(), any_text()).prop_map(|(of, text)| Act::Edits { of, text }),
        2 => any::<Index>().prop_map(|of| Act::Deletes { of }),
        4 => (anybody(), prop::sample::select(done)).prop_map(|(who, (name, what))| Act::Does { who, name, what }),
        2 => (label, any::<bool>()).prop_map(|(label, is_on)| Act::Labels { label, is_on }),
        1 => prop::sample::select(vec![ADA, GRACE]).prop_map(|who| Act::PressesAnswered { who }),
        3 => any::<bool>().prop_map(|says_so| Act::Moves { says_so }),
    ]
}

struct History {
    author: Author,
    /// In which repository it is.
    place: usize,
    labels: Vec<String>,
    comments: Vec<String>,
    facts: Vec<Filed>,
}

impl History {
    fn conversation(place: usize) -> ConversationId {
        ConversationId::github(REPOSITORIES[place], GithubThread::Issue, NUMBER[1..].parse().unwrap())
    }

    fn add(&mut self, name: String, at: Timestamp, by: Option<Author>, what: What) {
        // What a fact is named after happens once.
        if self.facts.iter().any(|filed| filed.fact.name == name) {
            return;
        }
        let conversation = Self::conversation(self.place);
        let subject = Subject {
            form: SubjectForm::Issue,
            title: format!("Title at {at}"),
            url: format!("https://github.test/{conversation}"),
            author: Some(self.author.clone()),
            labels: Some(self.labels.clone()),
            answerable: false,
        };
        let fact = Fact { name, at, by, what, subject: Some(subject) };
        self.facts.push(Filed { conversation, place: Place::Thread, fact });
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
            Act::Moves { says_so } => self.moves(at, says_so),
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

    fn moves(&mut self, at: Timestamp, says_so: bool) {
        if self.place + 1 == REPOSITORIES.len() {
            return;
        }
        let from = ItemId::github(&Self::conversation(self.place));
        let to = ItemId::github(&Self::conversation(self.place + 1));
        self.add(format!("moved_to:{to}"), at, Some(ADA.on(Platform::Github)), What::MovedTo { to });
        self.place += 1;
        if says_so {
            let at = at + SignedDuration::from_secs(1);
            self.add(format!("moved_from:{from}"), at, Some(ADA.on(Platform::Github)), What::MovedFrom { from });
        }
    }
}

/// All facts of an issue in the order in which they happened, within seventeen hours; some in the same second.
pub fn any_issue() -> impl Strategy<Value = Vec<Filed>> {
    let gap = prop_oneof![1 => Just(0), 4 => 1..=3_900_i64].prop_map(SignedDuration::from_secs);
    (anybody(), prop::collection::vec((gap, any_act()), 0..15)).prop_map(|(opener, acts)| {
        let author = opener.on(Platform::Github);
        let mut history = History { author, place: 0, labels: Vec::new(), comments: vec![OPENING.to_owned()], facts: Vec::new() };
        let mut now = t(START);
        let opened = What::Opened { text: "It fails".to_owned(), draft: false };
        history.add("opened".to_owned(), now, Some(opener.on(Platform::Github)), opened);
        for (gap, act) in acts {
            now += gap;
            history.take(now, act);
        }
        history.facts
    })
}

/// The repositories' issues of this number, in the order in which an issue moves through them.
pub fn places(number: usize) -> Vec<ConversationId> {
    let number = number.try_into().unwrap();
    REPOSITORIES.map(|repository| ConversationId::github(repository, GithubThread::Issue, number)).to_vec()
}

/// The same fact of the issue of this number.
pub fn of_number(number: usize, filed: &Filed) -> Filed {
    let text = serde_json::to_string(filed).unwrap().replace(NUMBER, &format!("#{number}"));
    serde_json::from_str(&text).unwrap()
}
