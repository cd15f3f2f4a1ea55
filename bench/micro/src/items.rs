//! Threads of any length, and a Roundup's items.

use jiff::{SignedDuration, Timestamp};
use roundup_agenda::{Agenda, Input, agenda};
use roundup_domain::decide::{Known, Plan, decide};
use roundup_domain::fold::{Context, Heard, fold};
use roundup_domain::item::Folded;
use roundup_domain::{Author, ConversationId, Fact, ItemId, Kind, People, Person, Role, Rules, SlackTs, What};

const CONFIGURATION: &str = r#"
[team]
name = "Acme"
timezone = "America/New_York"
slack_team = "T0STAFF01"
[on_call]
rotation = ["U0STAFF01", "U0STAFF02"]
start = "2026-01-05"
handoff = "Mon 09:00"
every = "1w"
channel = "C0HELP001"
lead = "U0STAFF02"
[policies.default]
respond_within = "24h"
remind_before = ["4h", "1h"]
escalate_after = ["0m", "4h"]
[[sources]]
name = "Customers"
slack = { team = "T0STAFF01", pattern = "at-*" }
[roundup]
meeting = "Tue 13:00"
"#;

/// In seconds since the epoch: Wednesday, 4 March 2026, 14:00 UTC, the day after a Roundup.
const BEGINNING: i64 = 1_772_632_800;

/// A thread of a channel: a customer asks, one of ours answers, and so on, every ten minutes.
#[derive(Debug)]
pub struct Thread {
    rules: Rules,
    conversation: ConversationId,
    id: ItemId,
    people: People,
    heard: Vec<Heard>,
    now: Timestamp,
}

impl Thread {
    /// One of so many comments.
    #[must_use]
    pub fn of(comments: u32) -> Self {
        Self::at(Timestamp::from_second(BEGINNING).unwrap_or_default(), comments)
    }

    fn at(beginning: Timestamp, comments: u32) -> Self {
        let rules = roundup_config::parse(CONFIGURATION).expect("the configuration holds");
        let conversation = ConversationId::slack("C0GLOBEX1");
        let person = |role, name: &str| Person { role, name: name.to_owned(), company: None, provisional: false };
        let known = [("U0GLOBEX1", Role::Outside, "Grace Hopper"), ("U0STAFF01", Role::Staff, "Ada Lovelace")];
        let people = known.map(|(id, role, name)| (Author::slack(id).key(), person(role, name)));
        let at = |number: u32| beginning + SignedDuration::from_mins(10 * i64::from(number));
        let heard = (0..comments).map(|number| Heard::Inside(comment(at(number), number.is_multiple_of(2)))).collect();
        Self {
            id: ItemId::slack("T0STAFF01", "C0GLOBEX1", &SlackTs::from_time(beginning)),
            rules,
            conversation,
            people: people.into_iter().collect(),
            heard,
            now: at(comments),
        }
    }

    /// The item that it is.
    #[must_use]
    pub fn fold(&self) -> Option<Folded> {
        let source = &self.rules.sources[0];
        let context = Context {
            rules: &self.rules,
            source,
            policy: &self.rules.policies[&source.policy],
            conversation: &self.conversation,
            id: &self.id,
            url: "https://slack.com/app_redirect?team=T0STAFF01&channel=C0GLOBEX1",
            people: &self.people,
            top_level_answers: true,
            now: self.now,
        };
        fold(&context, &self.heard)
    }

    /// What is to be done about it.
    #[must_use]
    pub fn decide(&self, folded: &Folded) -> Plan {
        let policy = &self.rules.policies[&self.rules.sources[0].policy];
        decide(Some(folded), &Known::default(), policy, &self.rules.on_call, self.now)
    }
}

fn comment(at: Timestamp, is_customers: bool) -> Fact {
    let ts = SlackTs::from_time(at);
    let (by, text) = match is_customers {
        true => ("U0GLOBEX1", "The export of our audit log ends with error 502 since this morning. Is that known?"),
        false => ("U0STAFF01", "Thanks for telling us. We look into it, and come back to you today."),
    };
    let what = What::Comment { id: ts.to_string(), text: text.to_owned(), mentions: Vec::new(), url: None };
    Fact { name: format!("message:{ts}"), at, by: Some(Author::slack(by)), what, subject: None }
}

/// The items of one Roundup, of all kinds, most of them ready.
#[derive(Debug)]
pub struct Items {
    rules: Rules,
    inputs: Vec<Input>,
    now: Timestamp,
}

impl Items {
    /// So many.
    #[must_use]
    pub fn of(count: u32) -> Self {
        let beginning = Timestamp::from_second(BEGINNING).unwrap_or_default();
        let inputs = (0..count).filter_map(|number| input(beginning + SignedDuration::from_secs(i64::from(number)), number));
        let rules = roundup_config::parse(CONFIGURATION).expect("the configuration holds");
        Self { rules, inputs: inputs.collect(), now: beginning + SignedDuration::from_hours(24) }
    }

    /// Their agenda.
    #[must_use]
    pub fn agenda(&self) -> Agenda {
        let meeting = self.rules.roundup.meeting.next(self.now);
        let from = self.rules.roundup.meeting.previous(&meeting).at;
        agenda(&self.rules, &meeting, from, self.now, &self.inputs, &[])
    }
}

fn input(opened: Timestamp, number: u32) -> Option<Input> {
    let folded = Thread::at(opened, 2 + number % 3).fold()?;
    let mut item = folded.item;
    let kind = Kind::ALL[number as usize % Kind::ALL.len()];
    item.kind = Some(kind);
    item.form = kind.fields().iter().map(|field| (field.name.to_owned(), format!("{} of {number}", field.label))).collect();
    item.missing = Vec::new();
    item.ready = !number.is_multiple_of(5);
    Some(Input::new(item, folded.runs, folded.comments, folded.excerpt, number.is_multiple_of(7)))
}

#[cfg(test)]
mod tests {
    use super::{Items, Thread};

    #[test]
    fn every_comment_counts_and_the_last_one_waits() {
        for (comments, runs) in [(1, 1), (100, 50), (101, 51)] {
            let thread = Thread::of(comments);
            let folded = thread.fold().expect("an item");
            assert_eq!(folded.runs.len(), runs);
            let waits = comments % 2 == 1;
            assert_eq!(!thread.decide(&folded).watch.is_empty(), waits, "{comments}");
        }
    }

    #[test]
    fn the_agenda_has_what_is_ready() {
        let agenda = Items::of(100).agenda();
        assert_eq!((agenda.entries.len(), agenda.untriaged.len()), (80, 20));
    }
}
