//! Histories of a Slack channel.

use super::any_deed::{Deed, any_deed, fact_of};
use super::{any_text, anybody, pick, staff};
use crate::fact::{Fact, Filed, Place, What};
use crate::id::ConversationId;
use crate::person::{Author, Platform};
use crate::slack_ts::SlackTs;
use crate::testing::{CUSTOMER, NEIGHBOUR, Somebody, t};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;

/// Something that happens in a channel; an [`Index`] says to which of the messages so far.
#[derive(Clone, Debug)]
enum Act {
    Writes { who: Somebody, text: &'static str, mentions: Option<Somebody> },
    Replies { who: Somebody, to: Index, text: &'static str },
    Edits { of: Index, text: &'static str },
    Deletes { of: Index },
    Marks { who: Somebody, of: Index },
    Unmarks { who: Somebody, of: Index },
    PressesAnswered { who: Somebody, on: Index },
    Counts { who: Somebody, of: Index },
    Does { who: Somebody, deed: Deed, on: Index },
}

fn any_act() -> impl Strategy<Value = Act> {
    let mentions = || prop::option::of(prop::sample::select(vec![CUSTOMER, NEIGHBOUR]));
    let of = any::<Index>;
    prop_oneof![
        6 => (anybody(), any_text(), mentions()).prop_map(|(who, text, mentions)| Act::Writes { who, text, mentions }),
        5 => (anybody(), of(), any_text()).prop_map(|(who, to, text)| Act::Replies { who, to, text }),
        1 => (of(), any_text()).prop_map(|(of, text)| Act::Edits { of, text }),
        2 => of().prop_map(|of| Act::Deletes { of }),
        2 => (anybody(), of()).prop_map(|(who, of)| Act::Marks { who, of }),
        1 => (anybody(), of()).prop_map(|(who, of)| Act::Unmarks { who, of }),
        1 => (staff(), of()).prop_map(|(who, on)| Act::PressesAnswered { who, on }),
        1 => (anybody(), of()).prop_map(|(who, of)| Act::Counts { who, of }),
        6 => (any_deed(), of()).prop_map(|((who, deed), on)| Act::Does { who, deed, on }),
    ]
}

/// How long after the one before; around the five minutes of grouping, the hours of a policy, and its deadline.
fn any_gap() -> impl Strategy<Value = SignedDuration> {
    let seconds = prop::sample::select(vec![1, 60, 240, 299, 300, 301, 3_600, 30_000, 90_000]);
    seconds.prop_map(SignedDuration::from_secs)
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

    /// The item's thread, as the app files what it writes itself.
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
        let fact = Fact { name, at: at.time(), by, what, subject: None };
        self.facts.push(Filed { conversation: ConversationId::slack("C0EXT0001"), place, fact });
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
            Act::Replies { who, to, text } => {
                let to = pick(&to, &messages)?;
                let root = to.root.clone().unwrap_or_else(|| to.ts.clone());
                self.message(at, Some(root), who, text, None);
            }
            Act::Edits { of, text } => {
                let of = pick(&of, &messages)?;
                let what = What::Edited { of: of.ts.to_string(), text: text.to_owned() };
                self.file(of.about(says_thread), format!("edit:{}:{at}", of.ts), at, None, what);
            }
            Act::Deletes { of } => {
                let of = pick(&of, &messages)?;
                let name = format!("delete:{}", of.ts);
                // Deleted once: a second deletion would be another fact under the same name.
                self.facts.iter().all(|filed| filed.fact.name != name).then_some(())?;
                self.file(of.about(says_thread), name, at, None, What::Deleted { of: of.ts.to_string() });
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
            Act::Counts { who, of } => {
                let of = pick(&of, &messages)?;
                let name = format!("counts:{}", of.ts);
                self.facts.iter().all(|filed| filed.fact.name != name).then_some(())?;
                self.file(of.thread(), name, at, by(who), What::Counts { of: of.ts.to_string() });
            }
            Act::Does { who, deed, on } => {
                let thread = pick(&on, &messages)?.thread();
                let there: Vec<&Fact> =
                    self.facts.iter().filter(|filed| filed.place == thread).map(|filed| &filed.fact).collect();
                let (name, by, what) = fact_of(who, deed, at.time(), &there)?;
                self.facts.iter().all(|filed| filed.fact.name != name).then_some(())?;
                self.file(thread, name, at, by, what);
            }
        }
        Some(())
    }
}

/// All facts of a channel, in the order in which they happened.
pub(super) fn any_channel() -> impl Strategy<Value = Vec<Filed>> {
    prop::collection::vec((any_gap(), any_act(), any::<bool>()), 1..24).prop_map(|acts| {
        let mut history = History::default();
        let mut now: Timestamp = t("Mon 14:00");
        for (gap, act, says_thread) in acts {
            now += gap;
            history.take(&SlackTs::from_time(now), act, says_thread);
        }
        history.facts
    })
}
