//! Histories of a Slack channel.

use crate::arrivals::pick;
use crate::people::{ADA, BOT, CUSTOMER, GRACE, IGNORED, NEIGHBOUR, STRANGER, Somebody};
use crate::world::t;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;
use roundup_domain::{Author, ConversationId, Fact, Filed, Place, Platform, SlackTs, What};

/// When every history begins. Its last fact is seconds after [`LONGEST`] later, at most.
pub const START: &str = "Mon 14:00";
/// The first reminder is due twenty hours after the first comment.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(18);

/// Something that happens in a channel; an [`Index`] says to which of the messages so far.
#[derive(Clone, Debug)]
enum Act {
    Writes {
        who: Somebody,
        text: &'static str,
        mentions: Option<Somebody>,
    },
    /// In a thread; in one whose root nobody ever reports, if `unseen`.
    Replies {
        who: Somebody,
        to: Index,
        text: &'static str,
        unseen: bool,
    },
    Edits {
        of: Index,
        text: &'static str,
    },
    Deletes {
        of: Index,
    },
    Marks {
        who: Somebody,
        of: Index,
    },
    Unmarks {
        who: Somebody,
        of: Index,
    },
    PressesAnswered {
        who: Somebody,
        on: Index,
    },
    Counts {
        of: Index,
    },
}

fn anybody() -> impl Strategy<Value = Somebody> {
    prop::sample::select(vec![CUSTOMER, CUSTOMER, CUSTOMER, NEIGHBOUR, NEIGHBOUR, STRANGER, ADA, GRACE, IGNORED, BOT])
}

fn any_text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["It fails", "Why?", "thanks!", ":+1:", "", "thanks, but it still fails"])
}

fn any_act() -> impl Strategy<Value = Act> {
    let mentions = || prop::option::of(prop::sample::select(vec![CUSTOMER, NEIGHBOUR]));
    let staff = || prop::sample::select(vec![ADA, GRACE]);
    let unseen = || prop::bool::weighted(0.15);
    let of = any::<Index>;
    prop_oneof![
        8 => (anybody(), any_text(), mentions()).prop_map(|(who, text, mentions)| Act::Writes { who, text, mentions }),
        5 => (anybody(), of(), any_text(), unseen()).prop_map(|(who, to, text, unseen)| Act::Replies { who, to, text, unseen }),
        1 => (of(), any_text()).prop_map(|(of, text)| Act::Edits { of, text }),
        2 => of().prop_map(|of| Act::Deletes { of }),
        2 => (anybody(), of()).prop_map(|(who, of)| Act::Marks { who, of }),
        1 => (anybody(), of()).prop_map(|(who, of)| Act::Unmarks { who, of }),
        1 => (staff(), of()).prop_map(|(who, on)| Act::PressesAnswered { who, on }),
        1 => of().prop_map(|of| Act::Counts { of }),
    ]
}

/// How long after the one before: mostly around the five minutes of grouping.
fn any_gap() -> impl Strategy<Value = SignedDuration> {
    prop::sample::select(vec![1, 60, 120, 240, 299, 300, 300, 301, 3_600, 9_000]).prop_map(SignedDuration::from_secs)
}

/// A message, and the root of its thread if it is a reply.
#[derive(Clone)]
struct Message {
    ts: SlackTs,
    root: Option<SlackTs>,
}

impl Message {
    /// Where a fact about it is filed: some events say that it is a reply, some do not.
    fn about(&self, says_thread: bool) -> Place {
        match &self.root {
            Some(root) if says_thread => Place::Reply { root: root.clone(), ts: self.ts.clone() },
            _ => Place::About(self.ts.clone()),
        }
    }

    /// Its thread, as what the app itself writes is filed.
    fn thread(&self) -> Place {
        Place::About(self.root.clone().unwrap_or_else(|| self.ts.clone()))
    }
}

#[derive(Default)]
struct History {
    messages: Vec<Message>,
    facts: Vec<Filed>,
}

impl History {
    fn file(&mut self, place: Place, name: String, at: &SlackTs, by: Option<Author>, what: What) {
        // What a fact is named after happens once.
        if self.facts.iter().any(|filed| filed.fact.name == name) {
            return;
        }
        let fact = Fact { name, at: at.time(), by, what, subject: None };
        self.facts.push(Filed { conversation: ConversationId::slack("C0"), place, fact });
    }

    fn message(&mut self, at: &SlackTs, root: Option<SlackTs>, who: Somebody, text: &str, mentions: Option<Somebody>) {
        let place = match &root {
            Some(root) => Place::Reply { root: root.clone(), ts: at.clone() },
            None => Place::Top(at.clone()),
        };
        let mentions = mentions.iter().map(|who| who.slack.to_owned()).collect();
        let what = What::Comment { id: at.to_string(), text: text.to_owned(), mentions, url: None };
        self.file(place, format!("message:{at}"), at, Some(who.on(Platform::Slack)), what);
        self.messages.push(Message { ts: at.clone(), root });
    }

    fn take(&mut self, at: &SlackTs, act: Act, says_thread: bool) -> Option<()> {
        let messages = self.messages.clone();
        let by = |who: Somebody| Some(who.on(Platform::Slack));
        match act {
            Act::Writes { who, text, mentions } => self.message(at, None, who, text, mentions),
            Act::Replies { who, to, text, unseen } => {
                let root = match pick(&to, &messages) {
                    Some(to) if !unseen => to.root.clone().unwrap_or_else(|| to.ts.clone()),
                    _ => SlackTs::from_time(t(START) - SignedDuration::from_mins(90)),
                };
                // What is done to messages may be done to the unseen root, too.
                self.messages.push(Message { ts: root.clone(), root: None });
                self.message(at, Some(root), who, text, None);
            }
            Act::Edits { of, text } => {
                let of = pick(&of, &messages)?;
                let what = What::Edited { of: of.ts.to_string(), text: text.to_owned() };
                self.file(of.about(says_thread), format!("edit:{}:{at}", of.ts), at, None, what);
            }
            Act::Deletes { of } => {
                let of = pick(&of, &messages)?;
                self.file(of.about(says_thread), format!("delete:{}", of.ts), at, None, What::Deleted { of: of.ts.to_string() });
            }
            Act::Marks { who, of } => {
                let of = pick(&of, &messages)?;
                let what = What::Marked { of: of.ts.to_string() };
                self.file(of.about(false), format!("mark:{}:{}:{at}", of.ts, who.slack), at, by(who), what);
            }
            Act::Unmarks { who, of } => {
                let of = pick(&of, &messages)?;
                let what = What::Unmarked { of: of.ts.to_string() };
                self.file(of.about(false), format!("unmark:{}:{}:{at}", of.ts, who.slack), at, by(who), what);
            }
            Act::PressesAnswered { who, on } => {
                let on = pick(&on, &messages)?;
                self.file(on.thread(), format!("answered:{at}"), at, by(who), What::Answered);
            }
            Act::Counts { of } => {
                let of = pick(&of, &messages)?;
                self.file(of.thread(), format!("counts:{}", of.ts), at, None, What::Counts { of: of.ts.to_string() });
            }
        }
        Some(())
    }
}

/// All facts of a channel, in the order in which they happened.
pub fn any_channel() -> impl Strategy<Value = Vec<Filed>> {
    prop::collection::vec((any_gap(), any_act(), any::<bool>()), 1..16).prop_map(|acts| {
        let mut history = History::default();
        let mut now: Timestamp = t(START);
        for (gap, act, says_thread) in acts {
            let next = now + gap;
            now = if next > t(START) + LONGEST { now + SignedDuration::from_secs(1) } else { next };
            history.take(&SlackTs::from_time(now), act, says_thread);
        }
        history.facts
    })
}

/// The same in a channel of this name.
pub fn in_channel(conversation: &ConversationId, filed: &Filed) -> Filed {
    Filed { conversation: conversation.clone(), ..filed.clone() }
}
