//! An answer races the steps of its deadline (RELIABILITY fault 7): a model of the table and of several machines at once, each of which
//! reads, decides, commits on the condition that nothing was committed since, claims, and sends. Every interleaving is drawn
//! from a seed; a seed that fails is in the message.

use crate::SubjectForm;
use crate::decide::{Known, Plan, decide, is_open};
use crate::fact::{Fact, What};
use crate::fold::{Context, Heard, fold};
use crate::id::{ConversationId, GithubThread, ItemId};
use crate::item::Folded;
use crate::person::{People, Platform};
use crate::plan::Notice;
use crate::rules::Rules;
use crate::testing::{ADA, CUSTOMER, on_github, rules, t};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// How many races are run.
const SEEDS: u64 = 100_000;

/// Pseudo-random numbers (Steele, Lea, Flood, "Fast splittable pseudorandom number generators": SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// What is owed, as the table has it.
#[derive(Clone)]
struct Owed {
    notice: Notice,
    wants: String,
    attempts: u32,
}

/// The one conversation in the table.
#[derive(Clone, Default)]
struct Table {
    facts: Vec<Fact>,
    version: u64,
    known: Known,
    owed: BTreeMap<String, Owed>,
}

/// Where a machine is.
enum Machine {
    /// It has read, and has not committed yet.
    Decided { read: Box<Table>, now: Timestamp },
    /// It has committed, and these are to be sent.
    Committed { keys: Vec<String> },
    /// It has claimed this one.
    Claimed { key: String, rest: Vec<String> },
}

struct Race<'a> {
    rules: &'a Rules,
    table: Table,
    machines: Vec<Machine>,
    /// What was sent, and whether the answer had been committed before its claim.
    sent: Vec<String>,
    /// Whether the table has been brought up to date with the answer.
    is_settled: bool,
}

impl Race<'_> {
    fn fold(&self, table: &Table, now: Timestamp) -> Option<Folded> {
        let conversation = ConversationId::github("acme/widgets", GithubThread::Issue, 12);
        let heard: Vec<Heard> = table.facts.iter().cloned().map(Heard::Inside).collect();
        let context = Context {
            rules: self.rules,
            source: &self.rules.sources[0],
            policy: &self.rules.policies["default"],
            conversation: &conversation,
            id: &ItemId::github(&conversation),
            url: "",
            people: &People::new(),
            top_level_answers: false,
            now,
        };
        fold(&context, &heard)
    }

    /// A machine begins: it reads all there is.
    fn begin(&mut self, now: Timestamp) {
        self.machines.push(Machine::Decided { read: Box::new(self.table.clone()), now });
    }

    /// One machine takes its next step.
    fn step(&mut self, chance: &mut Chance) {
        let machine = self.machines.swap_remove(usize::try_from(chance.below(self.machines.len() as u64)).unwrap());
        match machine {
            // Dies, as any machine may at any time; somebody else comes again.
            Machine::Decided { now, .. } if chance.below(20) == 0 => self.begin(now),
            Machine::Decided { read, now } if read.version != self.table.version => {
                drop(read);
                self.begin(now);
            }
            Machine::Decided { read, now } => self.commit(&read, now),
            Machine::Committed { keys } => self.claim(keys),
            Machine::Claimed { key, rest } => {
                self.sent.push(key);
                self.machines.push(Machine::Committed { keys: rest });
            }
        }
    }

    fn commit(&mut self, read: &Table, now: Timestamp) {
        let folded = self.fold(read, now);
        let plan: Plan = decide(folded.as_ref(), &read.known, &self.rules.policies["default"], &self.rules.on_call, now);
        let wants = |notice: &Notice| folded.as_ref().map_or_else(|| "settled".to_owned(), |folded| folded.wants(notice));
        for owed in self.table.owed.values_mut() {
            owed.wants = wants(&owed.notice);
        }
        for notice in &plan.notices {
            let before =
                self.table.owed.insert(notice.key.clone(), Owed { notice: notice.clone(), wants: wants(notice), attempts: 0 });
            assert!(before.is_none(), "{} is owed twice", notice.key);
        }
        for deadline in &plan.reached {
            self.table.known.reached.insert((deadline.since, deadline.step.clone()));
        }
        self.table.known.deadlines = plan.watch;
        self.table.known.notices.extend(plan.notices);
        self.table.version += 1;
        self.is_settled |= folded.is_some_and(|folded| folded.item.waiting_since.is_none());
        let keys = self.table.owed.values().filter(|owed| is_open(&owed.wants) && owed.attempts == 0);
        let keys = keys.map(|owed| owed.notice.key.clone()).collect();
        self.machines.push(Machine::Committed { keys });
    }

    /// Claims the next that is still to be sent, on the condition that nobody else has.
    fn claim(&mut self, mut keys: Vec<String>) {
        let Some(key) = keys.pop() else { return };
        let Some(owed) = self.table.owed.get_mut(&key) else { return };
        if owed.attempts > 0 || !is_open(&owed.wants) {
            return self.machines.push(Machine::Committed { keys });
        }
        owed.attempts += 1;
        assert!(!self.is_settled, "{key} is claimed although the table knows the answer");
        self.machines.push(Machine::Claimed { key, rest: keys });
    }
}

/// One race; what was sent in it.
fn race(rules: &Rules, seed: u64) -> Vec<String> {
    let mut chance = Chance(seed);
    let asked = t("Mon 14:00");
    let steps = rules.policies["default"].steps(asked);
    let step = &steps[usize::try_from(chance.below(steps.len() as u64)).unwrap()];
    let around = |chance: &mut Chance| SignedDuration::from_secs(i64::try_from(chance.below(120)).unwrap() - 60);
    let answered = step.at + around(&mut chance);
    let told = answered + SignedDuration::from_secs(i64::try_from(chance.below(90)).unwrap());
    let question = on_github(SubjectForm::Issue).says("Mon 14:00", CUSTOMER, "It fails").heard;
    let mut race = Race { rules, table: Table::default(), machines: Vec::new(), sent: Vec::new(), is_settled: false };
    race.table.facts.extend(question.iter().map(|heard| heard.fact().clone()));
    race.begin(asked);
    while !race.machines.is_empty() {
        race.step(&mut chance);
    }
    // Everything that happens from here on: each step is noticed by three whose clocks differ, and the answer arrives.
    let mut happens: Vec<(Timestamp, bool)> = steps
        .iter()
        .flat_map(|step| [0, 1, 2].map(|_| step.at))
        .map(|at| (at + SignedDuration::from_secs(i64::try_from(chance.below(70)).unwrap()), false))
        .chain([(told, true)])
        .collect();
    happens.sort_unstable();
    for (at, is_answer) in happens {
        if is_answer {
            let what = What::Comment { id: "comment:99".to_owned(), text: "Soon".to_owned(), mentions: Vec::new(), url: None };
            let by = Some(ADA.on(Platform::Github));
            race.table.facts.push(Fact { name: "comment:99".to_owned(), at: answered, by, what, subject: None });
        }
        race.begin(at + SignedDuration::from_secs(i64::try_from(chance.below(7)).unwrap() - 3));
        for _ in 0..chance.below(8) {
            if !race.machines.is_empty() {
                race.step(&mut chance);
            }
        }
    }
    while !race.machines.is_empty() {
        race.step(&mut chance);
    }
    let late: Vec<&String> = race.table.owed.iter().filter(|(_, owed)| is_open(&owed.wants)).map(|(key, _)| key).collect();
    assert!(late.is_empty(), "still open after the answer: {late:?}");
    race.sent
}

#[test]
fn in_100_000_races_of_an_answer_with_a_step_nothing_is_sent_twice_and_nothing_after_the_answer_is_known() {
    let rules = rules();
    let mut sent = 0;
    for seed in 0..SEEDS {
        let mut keys = std::panic::catch_unwind(|| race(&rules, seed)).unwrap_or_else(|_| panic!("in the race of seed {seed}"));
        sent += keys.len();
        keys.sort();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all, "sent twice in the race of seed {seed}");
    }
    // Races are won by either side.
    assert!(sent > 100_000, "only {sent} messages in {SEEDS} races");
}
