//! Rule 4 of the clock: several messages of one person are one item; and which items hear which facts.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::fact::What;
use crate::id::ConversationId;
use crate::person::Platform;
use crate::testing::{ADA, BOT, CUSTOMER, NEIGHBOUR, Somebody, rules, ts};

fn role(author: &Author) -> Role {
    rules().team.person(author, None).role
}

fn filed(place: Place, name: String, at: &SlackTs, who: Somebody, what: What) -> Filed {
    let by = Some(who.on(Platform::Slack));
    Filed { conversation: ConversationId::slack("C0EXT0001"), place, fact: Fact { name, at: at.time(), by, what, subject: None } }
}

fn message(place: Place, ts: &SlackTs, who: Somebody, mentions: &[Somebody]) -> Filed {
    let mentions = mentions.iter().map(|who| who.slack.to_owned()).collect();
    let what = What::Comment { id: ts.to_string(), text: "hello".to_owned(), mentions, url: None };
    filed(place, format!("message:{ts}"), ts, who, what)
}

fn top(when: &str, who: Somebody) -> Filed {
    message(Place::Top(ts(when)), &ts(when), who, &[])
}

fn reply(when: &str, root: &str, who: Somebody) -> Filed {
    message(Place::Reply { root: ts(root), ts: ts(when) }, &ts(when), who, &[])
}

fn mark(when: &str, of: &str, who: Somebody) -> Filed {
    let of = ts(of);
    filed(
        Place::About(of.clone()),
        format!("mark:{of}:{}:{}", who.slack, ts(when)),
        &ts(when),
        who,
        What::Marked { of: of.to_string() },
    )
}

/// Which item each top-level message belongs to, as the times of their heads.
fn grouped(messages: &[(&str, Somebody)]) -> Vec<String> {
    let tops: Vec<Top> = messages.iter().map(|(when, who)| Top::from_fact(&top(when, *who).fact, role).unwrap()).collect();
    let heads = heads(&tops);
    messages.iter().map(|(when, _)| shown(&heads[&ts(when)])).collect()
}

fn shown(ts: &SlackTs) -> String {
    ts.time().strftime("%a %H:%M").to_string()
}

/// What each item hears: `message Mon 14:00`, those nearby in brackets.
fn heard(facts: &[Filed]) -> Vec<(String, Vec<String>)> {
    let told = |heard: &Heard| {
        let at = heard.fact().at.strftime("%H:%M");
        let verb = heard.fact().name.split(':').next().unwrap();
        match heard {
            Heard::Inside(_) => format!("{verb} {at}"),
            Heard::Nearby(_) | Heard::Before(_) => format!("({verb} {at})"),
        }
    };
    let answers = |heard: &&Heard| !matches!(heard, Heard::Before(_));
    let items = heard_by_channel(facts, role);
    items.iter().map(|(head, heard)| (shown(head), heard.iter().filter(answers).map(told).collect())).collect()
}

fn hears(head: &str, facts: &[&str]) -> (String, Vec<String>) {
    (head.to_owned(), facts.iter().map(|fact| (*fact).to_owned()).collect())
}

#[test]
fn messages_of_one_person_within_five_minutes_are_one_item() {
    assert_eq!(grouped(&[("Mon 14:00", CUSTOMER), ("Mon 14:05", CUSTOMER)]), ["Mon 14:00", "Mon 14:00"]);
    assert_eq!(grouped(&[("Mon 14:00", CUSTOMER), ("Mon 14:05:00.000001", CUSTOMER)]), ["Mon 14:00", "Mon 14:05"]);
}

#[test]
fn grouping_chains() {
    let messages = ["Mon 14:00", "Mon 14:04", "Mon 14:08", "Mon 14:12", "Mon 14:18"].map(|when| (when, CUSTOMER));
    assert_eq!(grouped(&messages), ["Mon 14:00", "Mon 14:00", "Mon 14:00", "Mon 14:00", "Mon 14:18"]);
}

#[test]
fn with_somebody_else_between_they_are_two_items() {
    for other in [NEIGHBOUR, ADA] {
        let messages = [("Mon 14:00", CUSTOMER), ("Mon 14:01", other), ("Mon 14:02", CUSTOMER)];
        assert_eq!(grouped(&messages), ["Mon 14:00", "Mon 14:01", "Mon 14:02"]);
    }
}

#[test]
fn bots_do_not_come_between_and_do_not_group() {
    let messages = [("Mon 14:00", CUSTOMER), ("Mon 14:01", BOT), ("Mon 14:02", BOT), ("Mon 14:03", CUSTOMER)];
    assert_eq!(grouped(&messages), ["Mon 14:00", "Mon 14:01", "Mon 14:02", "Mon 14:00"]);
}

#[test]
fn messages_of_staff_do_not_group() {
    assert_eq!(grouped(&[("Mon 14:00", ADA), ("Mon 14:01", ADA)]), ["Mon 14:00", "Mon 14:01"]);
}

#[test]
fn a_fact_that_is_no_message_or_nobody_s_is_no_top_level_message() {
    assert_eq!(Top::from_fact(&mark("Mon 14:00", "Mon 13:00", ADA).fact, role), None);
    let mut nobody_s = top("Mon 14:00", CUSTOMER).fact;
    nobody_s.by = None;
    assert_eq!(Top::from_fact(&nobody_s, role), None);
}

#[test]
fn a_reply_between_is_nobody_between() {
    let facts = [top("Mon 14:00", CUSTOMER), reply("Mon 14:01", "Mon 14:00", NEIGHBOUR), top("Mon 14:02", CUSTOMER)];
    assert_eq!(heard(&facts), [hears("Mon 14:00", &["message 14:00", "message 14:01", "message 14:02"])]);
}

#[test]
fn an_item_knows_whose_message_came_just_before_it() {
    let facts = [top("Mon 13:00", ADA), top("Mon 14:00", CUSTOMER), top("Mon 14:01", BOT), top("Mon 14:30", NEIGHBOUR)];
    let before: Vec<(String, Option<String>)> = heard_by_channel(&facts, role)
        .iter()
        .map(|(head, heard)| {
            let before = heard.iter().find(|heard| matches!(heard, Heard::Before(_)));
            (shown(head), before.map(|before| before.fact().at.strftime("%a %H:%M").to_string()))
        })
        .collect();
    let known = |head: &str, before: Option<&str>| (head.to_owned(), before.map(str::to_owned));
    assert_eq!(
        before,
        [
            known("Mon 13:00", None),
            known("Mon 14:00", Some("Mon 13:00")),
            known("Mon 14:01", Some("Mon 14:00")),
            known("Mon 14:30", Some("Mon 14:00")),
        ]
    );
}

#[test]
fn replies_to_a_grouped_message_belong_to_the_item_of_the_first() {
    let facts = [top("Mon 14:00", CUSTOMER), top("Mon 14:02", CUSTOMER), reply("Mon 15:00", "Mon 14:02", ADA)];
    assert_eq!(heard(&facts), [hears("Mon 14:00", &["message 14:00", "message 14:02", "message 15:00"])]);
}

#[test]
fn what_was_done_to_a_message_is_heard_where_the_message_belongs() {
    let facts = [
        mark("Mon 15:01", "Mon 14:00", ADA),
        mark("Mon 15:02", "Mon 14:02", ADA),
        mark("Mon 15:03", "Mon 14:30", ADA),
        top("Mon 14:00", CUSTOMER),
        top("Mon 14:02", CUSTOMER),
        reply("Mon 14:30", "Mon 14:02", CUSTOMER),
    ];
    let expected = ["mark 15:01", "mark 15:02", "mark 15:03", "message 14:00", "message 14:02", "message 14:30"];
    assert_eq!(heard(&facts), [hears("Mon 14:00", &expected)]);
}

#[test]
fn a_reply_whose_root_was_never_seen_makes_an_item_named_after_that_root() {
    assert_eq!(heard(&[reply("Mon 14:30", "Mon 14:00", CUSTOMER)]), [hears("Mon 14:00", &["message 14:30"])]);
}

#[test]
fn our_later_messages_at_top_level_are_heard_nearby_and_earlier_ones_are_not() {
    let facts = [top("Mon 13:00", ADA), top("Mon 14:00", CUSTOMER), top("Mon 15:00", ADA), top("Mon 16:00", NEIGHBOUR)];
    let expected = [
        hears("Mon 13:00", &["message 13:00", "(message 15:00)"]),
        hears("Mon 14:00", &["message 14:00", "(message 15:00)"]),
        hears("Mon 15:00", &["message 15:00"]),
        hears("Mon 16:00", &["message 16:00"]),
    ];
    assert_eq!(heard(&facts), expected);
}

#[test]
fn of_our_messages_between_which_nothing_happened_only_those_that_mention_somebody_new_are_heard() {
    let ours = |when: &str, mentions: &[Somebody]| message(Place::Top(ts(when)), &ts(when), ADA, mentions);
    let facts = [
        top("Mon 14:00", CUSTOMER),
        ours("Mon 15:00", &[]),
        ours("Mon 15:10", &[]),
        ours("Mon 15:20", &[CUSTOMER]),
        ours("Mon 15:30", &[CUSTOMER]),
        reply("Mon 16:00", "Mon 14:00", CUSTOMER),
        ours("Mon 16:30", &[]),
        ours("Mon 16:40", &[CUSTOMER, NEIGHBOUR]),
        ours("Mon 16:50", &[NEIGHBOUR]),
    ];
    let nearby = ["(message 15:00)", "(message 15:20)", "(message 16:30)", "(message 16:40)"];
    let expected = [&["message 14:00", "message 16:00"][..], &nearby].concat();
    assert_eq!(heard(&facts)[0], hears("Mon 14:00", &expected));
}

#[test]
fn a_thread_under_a_message_of_ours_is_its_own_item_and_hears_our_messages_elsewhere() {
    let facts = [top("Mon 14:00", ADA), reply("Mon 14:10", "Mon 14:00", CUSTOMER), top("Mon 15:00", ADA)];
    assert_eq!(heard(&facts)[0], hears("Mon 14:00", &["message 14:00", "message 14:10", "(message 15:00)"]));
}

#[test]
fn facts_about_the_channel_itself_are_heard_by_no_item() {
    let joined = filed(Place::Conversation, "joined".to_owned(), &ts("Mon 14:00"), ADA, What::Joined);
    assert!(heard_by_channel(&[joined], role).is_empty());
}

#[test]
fn a_long_channel_is_heard_in_proportion_to_its_length() {
    let start = ts("Mon 00:00").time().as_second();
    let at = |minute: i64| SlackTs::from_time(Timestamp::from_second(start + 60 * minute).unwrap());
    let facts: Vec<Filed> = (0..2_000)
        .map(|minute| message(Place::Top(at(minute)), &at(minute), if minute % 2 == 0 { CUSTOMER } else { ADA }, &[]))
        .collect();
    let heard = heard_by_channel(&facts, role);
    assert_eq!(heard.len(), 2_000);
    assert!(heard.values().map(Vec::len).sum::<usize>() <= 6_000);
}
