//! What people do with buttons and forms, in any history; also what they should not, and twice.

use super::pick;
use crate::fact::{Decision, Fact, Triaged, What};
use crate::id::ItemId;
use crate::item::{Kind, Requester};
use crate::person::{Author, Platform};
use crate::testing::{ADA, BOT, CUSTOMER, GRACE, NEIGHBOUR, Somebody, bug_form, question_form};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Something that is done about an item; an [`Index`] says about which of the facts so far.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    /// It says all itself: the fact's kind, and what it is.
    Does(&'static str, What),
    SnoozesFor(SignedDuration),
    Replies(Index),
    Undoes(Index),
    /// The reactor tells that another item is, or is not, the same.
    Duplicated {
        item: ItemId,
        fact: &'static str,
        is_distinct: bool,
    },
}

fn user(who: Somebody) -> String {
    who.slack.to_owned()
}

fn other_item() -> impl Strategy<Value = ItemId> {
    select(vec!["github:acme/widgets#7", "github:acme/widgets#12", "slack:T0STAFF01:C0EXT0001:1772460000.000000"])
        .prop_map(ItemId::from_stored)
}

fn any_form() -> impl Strategy<Value = Triaged> {
    let form = prop_oneof![
        3 => any::<bool>().prop_map(bug_form),
        2 => any::<bool>().prop_map(question_form),
        1 => Just(Triaged { kind: Kind::PullRequest, low_risk: true, ..bug_form(true) }),
    ];
    (form, any::<bool>()).prop_map(|(form, docs_missing)| Triaged { docs_missing, ..form })
}

fn any_done() -> impl Strategy<Value = (&'static str, What)> {
    let somebody = || select(vec![ADA, GRACE, NEIGHBOUR]);
    let holder = prop::option::of(select(vec![ADA, GRACE]));
    let meeting = date(2026, 3, 3);
    prop_oneof![
        4 => holder.prop_map(|holder| ("claimed", What::Claimed { instead_of: holder.map(user) })),
        2 => select(vec![ADA, GRACE]).prop_map(|of| ("released", What::Released { of: user(of) })),
        1 => Just(("woken", What::Woken)),
        2 => Just(("no_response", What::NoResponse)),
        4 => any_form().prop_map(|form| ("triaged", What::Triaged(Box::new(form)))),
        3 => any::<bool>().prop_map(|ready| ("ready_set", What::ReadySet { ready })),
        2 => other_item().prop_map(|item| ("same_as", What::SameAs { item })),
        2 => somebody().prop_map(|who| ("asked", What::Asked { colleague: user(who), question: "Do you know?".to_owned() })),
        1 => somebody().prop_map(|who| ("tracked", What::Tracked { author: Author::slack(who.slack), text: "Look".to_owned() })),
        2 => select(Decision::ALL.to_vec()).prop_map(move |decision| ("decided", What::Decided { meeting, decision })),
        1 => somebody().prop_map(move |who| ("owned", What::Owned { meeting, owner: user(who) })),
    ]
}

/// A deed and who does it: mostly staff.
pub(super) fn any_deed() -> impl Strategy<Value = (Somebody, Deed)> {
    let who = select(vec![ADA, ADA, ADA, GRACE, GRACE, GRACE, CUSTOMER, NEIGHBOUR, BOT]);
    let seconds = select(vec![-60_i64, 60, 3_600, 30_000, 90_000, 200_000]);
    let told = (other_item(), select(vec!["same_as:1", "same_as:2"]), any::<bool>());
    let deed = prop_oneof![
        12 => any_done().prop_map(|(name, what)| Deed::Does(name, what)),
        3 => seconds.prop_map(|seconds| Deed::SnoozesFor(SignedDuration::from_secs(seconds))),
        1 => any::<Index>().prop_map(Deed::Replies),
        5 => any::<Index>().prop_map(Deed::Undoes),
        2 => told.prop_map(|(item, fact, is_distinct)| Deed::Duplicated { item, fact, is_distinct }),
    ];
    (who, deed)
}

/// Name, author and content of the fact that a deed of that time is, with the facts so far.
pub(super) fn fact_of(who: Somebody, deed: Deed, at: Timestamp, so_far: &[&Fact]) -> Option<(String, Option<Author>, What)> {
    let by = Some(who.on(Platform::Slack));
    let named = |name: &str, what: What| Some((format!("{name}:{}:{at}", who.slack), by.clone(), what));
    match deed {
        Deed::Does(name, what) => named(name, what),
        Deed::SnoozesFor(lapse) => named("snoozed", What::Snoozed { until: at + lapse }),
        Deed::Replies(to) => {
            let asked: Vec<&&Fact> = so_far.iter().filter(|fact| matches!(fact.what, What::Asked { .. })).collect();
            named("replied", What::Replied { to: pick(&to, &asked)?.name.clone(), text: "Yes".to_owned() })
        }
        Deed::Undoes(of) => {
            let done: Vec<&&Fact> = so_far.iter().filter(|fact| fact.what.can_be_undone()).collect();
            let of = pick(&of, &done)?.name.clone();
            Some((format!("undone:{of}:{}", who.slack), by, What::Undone { of }))
        }
        Deed::Duplicated { item, fact, is_distinct: true } => {
            Some((format!("distinct:{item}:{fact}"), None, What::DistinctFrom { item, fact: fact.to_owned() }))
        }
        Deed::Duplicated { item, fact, is_distinct: false } => {
            let author = NEIGHBOUR.on(Platform::Slack);
            let requester =
                Box::new(Requester { platform: author.platform, name: author.id.clone(), id: author.id, company: None });
            Some((format!("duplicate:{item}:{fact}"), None, What::DuplicatedBy { item, requester, fact: fact.to_owned() }))
        }
    }
}
