//! Rule 9 of the clock: each step once for one run, by whichever way it was noticed, and never after the clock has stopped.

#![allow(clippy::unwrap_used)]

mod triage;
mod wants;

use super::*;
use crate::testing::{ADA, CUSTOMER, GRACE, NEIGHBOUR, Story, lapses, on_call, on_slack, policy, shown, t};

/// An item, what was decided about it, and under which rules.
struct Watched {
    story: Story,
    known: Known,
    on_call: OnCall,
}

fn watched(story: Story) -> Watched {
    Watched { story, known: Known::default(), on_call: on_call() }
}

/// Somebody waits since Monday, 14:00, with the deadline on Tuesday, 14:00.
fn asked() -> Watched {
    watched(on_slack().says("Mon 14:00", CUSTOMER, "It fails"))
}

impl Watched {
    fn plan(&self, now: &str) -> Plan {
        let policy = &self.story.rules.policies["default"];
        decide(self.story.fold_at(now).as_ref(), &self.known, policy, &self.on_call, t(now))
    }

    /// Decides and commits; the messages that are owed.
    fn react(&mut self, now: &str) -> Vec<String> {
        let plan = self.plan(now);
        self.known.deadlines = plan.watch;
        self.known.reached.extend(plan.reached.into_iter().map(|deadline| (deadline.since, deadline.step)));
        let owed = plan.notices.iter().map(shown).collect();
        self.known.notices.extend(plan.notices);
        owed
    }

    fn tell(&mut self, tell: impl FnOnce(Story) -> Story) {
        self.story = tell(self.story.clone());
    }
}

fn moments(deadlines: &[Deadline]) -> Vec<String> {
    deadlines.iter().map(|deadline| format!("{} {}", deadline.at.strftime("%a %H:%M"), deadline.step)).collect()
}

const REMIND_4H: &str = "Remind to U0STAFF01 for remind-4h";
const REMIND_1H: &str = "Remind to U0STAFF01 for remind-1h";
const ESCALATE: &str = "Escalate to C0HELP001 for escalate-0m";

#[test]
fn whoever_waits_is_watched_over_by_all_steps_to_come() {
    let plan = asked().plan("Mon 14:00");
    assert_eq!(
        moments(&plan.watch),
        ["Tue 10:00 remind-4h", "Tue 13:00 remind-1h", "Tue 14:00 escalate-0m", "Tue 18:00 escalate-4h"]
    );
    assert_eq!(plan.next_step, Some(t("Tue 10:00")));
    assert_eq!((plan.forget, plan.reached, plan.notices), (vec![], vec![], vec![]));
}

#[test]
fn a_step_that_another_configuration_moves_is_watched_for_at_its_new_time_and_not_forgotten() {
    let mut item = asked();
    item.react("Mon 14:00");
    item.story.rules.policies.get_mut("default").unwrap().respond_within = lapses(&["48h"])[0];
    let plan = item.plan("Mon 15:00");
    assert!(moments(&plan.watch).contains(&"Wed 14:00 escalate-0m".to_owned()));
    assert_eq!(plan.forget, vec![]);
    item.story.rules.policies.get_mut("default").unwrap().escalate_after.truncate(1);
    assert_eq!(moments(&item.plan("Mon 15:00").forget), ["Tue 18:00 escalate-4h"]);
}

#[test]
fn each_step_is_sent_once_when_its_time_comes() {
    let mut item = asked();
    assert_eq!(item.react("Tue 09:59:59"), Vec::<String>::new());
    assert_eq!(item.react("Tue 10:00"), [REMIND_4H]);
    assert_eq!(item.react("Tue 10:00"), Vec::<String>::new());
    assert_eq!(item.react("Tue 12:00"), Vec::<String>::new());
    assert_eq!(item.react("Tue 13:00"), [REMIND_1H]);
    assert_eq!(item.react("Tue 14:00"), [ESCALATE]);
    assert_eq!(item.react("Tue 17:00"), Vec::<String>::new());
    let last = ["EscalateToLead to C0HELP001 for escalate-4h", "EscalateToLead to U0STAFF02 for escalate-4h"];
    assert_eq!(item.react("Tue 18:00"), last);
    assert_eq!(item.react("Sun 18:00"), Vec::<String>::new());
    assert_eq!(item.plan("Sun 18:00").next_step, None);
}

#[test]
fn steps_are_written_down_as_reached_once_and_watched_for_no_more() {
    let mut item = asked();
    item.react("Mon 14:00");
    let plan = item.plan("Tue 13:30");
    assert_eq!(moments(&plan.reached), ["Tue 10:00 remind-4h", "Tue 13:00 remind-1h"]);
    assert_eq!(moments(&plan.forget), ["Tue 10:00 remind-4h", "Tue 13:00 remind-1h"]);
    assert_eq!(moments(&plan.watch), ["Tue 14:00 escalate-0m", "Tue 18:00 escalate-4h"]);
    item.react("Tue 13:30");
    let again = item.plan("Tue 13:30");
    assert_eq!((again.reached, again.forget), (vec![], vec![]));
}

#[test]
fn of_the_reminders_whose_time_has_passed_only_the_latest_is_sent() {
    let mut item = asked();
    assert_eq!(item.react("Tue 13:30"), ["Remind to U0STAFF01 for remind-4h remind-1h"]);
    assert_eq!(item.react("Tue 14:00"), [ESCALATE]);
}

#[test]
fn after_the_deadline_only_the_escalation_is_sent() {
    let mut item = asked();
    assert_eq!(item.react("Tue 14:00"), ["Escalate to C0HELP001 for remind-4h remind-1h escalate-0m"]);
    assert_eq!(item.react("Tue 15:00"), Vec::<String>::new());
    let mut item = asked();
    item.react("Tue 10:00");
    assert_eq!(item.react("Tue 15:00"), ["Escalate to C0HELP001 for remind-1h escalate-0m"]);
}

#[test]
fn of_several_escalations_only_the_latest_is_sent() {
    let steps = "remind-4h remind-1h escalate-0m escalate-4h";
    let expected = ["C0HELP001", "U0STAFF02"].map(|to| format!("EscalateToLead to {to} for {steps}"));
    let mut item = asked();
    assert_eq!(item.react("Tue 20:00"), expected);
    assert_eq!(item.react("Wed 20:00"), Vec::<String>::new());
}

#[test]
fn after_the_deadline_no_reminder_is_sent_also_where_the_escalation_is_yet_to_come() {
    let mut item = asked();
    item.story.rules.policies.get_mut("default").unwrap().escalate_after = lapses(&["2h"]);
    assert_eq!(item.react("Tue 15:00"), Vec::<String>::new());
    assert_eq!(moments(&item.plan("Tue 15:00").watch), ["Tue 16:00 escalate-2h"]);
    assert_eq!(item.react("Tue 16:00"), ["Escalate to C0HELP001 for remind-4h remind-1h escalate-2h"]);
}

#[test]
fn nothing_is_sent_after_the_clock_has_stopped_and_every_deadline_is_forgotten() {
    let mut item = asked();
    item.react("Tue 10:00");
    item.tell(|it| it.says("Tue 12:00", ADA, "How?"));
    let plan = item.plan("Tue 20:00");
    assert_eq!(moments(&plan.forget), ["Tue 13:00 remind-1h", "Tue 14:00 escalate-0m", "Tue 18:00 escalate-4h"]);
    assert_eq!((plan.watch, plan.notices, plan.reached, plan.next_step), (vec![], vec![], vec![], None));
}

#[test]
fn a_deadline_that_was_reached_sends_nothing_once_it_is_answered() {
    let mut item = asked();
    item.react("Mon 14:00");
    item.known.reached.insert((t("Mon 14:00"), "escalate-0m".to_owned()));
    item.tell(|it| it.says("Tue 13:59", ADA, "How?"));
    assert_eq!(item.react("Tue 14:00"), Vec::<String>::new());
}

#[test]
fn an_item_that_is_no_more_is_watched_for_no_more() {
    let mut item = asked();
    item.react("Mon 14:00");
    let plan = decide(None, &item.known, &policy(), &item.on_call, t("Mon 15:00"));
    assert_eq!(plan.forget, item.known.deadlines);
    assert_eq!((plan.watch, plan.notices, plan.next_step), (vec![], vec![], None));
}

#[test]
fn the_next_run_has_its_own_steps() {
    let mut item = asked();
    item.react("Tue 14:00");
    item.tell(|it| it.says("Tue 15:00", ADA, "How?").says("Tue 16:00", CUSTOMER, "Like this"));
    assert_eq!(item.react("Tue 16:00"), Vec::<String>::new());
    assert_eq!(item.react("Wed 12:00"), [REMIND_4H]);
    assert_eq!(item.react("Wed 16:00"), ["Escalate to C0HELP001 for remind-1h escalate-0m"]);
    let keys: BTreeSet<&str> = item.known.notices.iter().map(|notice| notice.key.as_str()).collect();
    assert_eq!(keys.len(), item.known.notices.len());
}

#[test]
fn deleting_the_first_comment_moves_all_steps_to_the_next() {
    let mut item = asked();
    item.tell(|it| it.says("Mon 15:00", NEIGHBOUR, "For me too"));
    item.react("Mon 15:00");
    item.tell(|it| it.deleted("Mon 16:00", "Mon 14:00"));
    let plan = item.plan("Mon 16:00");
    assert_eq!(
        moments(&plan.watch),
        ["Tue 11:00 remind-4h", "Tue 14:00 remind-1h", "Tue 15:00 escalate-0m", "Tue 19:00 escalate-4h"]
    );
    assert_eq!(
        moments(&plan.forget),
        ["Tue 10:00 remind-4h", "Tue 13:00 remind-1h", "Tue 14:00 escalate-0m", "Tue 18:00 escalate-4h"]
    );
}

#[test]
fn a_reached_deadline_proves_that_its_time_has_come_also_to_a_clock_that_is_slow() {
    let mut item = asked();
    item.react("Mon 14:00");
    item.known.reached.insert((t("Mon 14:00"), "remind-4h".to_owned()));
    assert_eq!(item.react("Tue 09:59:58"), [REMIND_4H]);
    item.known.reached.insert((t("Mon 14:00"), "escalate-0m".to_owned()));
    assert_eq!(item.react("Tue 13:59:58"), ["Escalate to C0HELP001 for remind-1h escalate-0m"]);
    assert_eq!(item.react("Tue 14:00"), Vec::<String>::new());
}

#[test]
fn a_reached_deadline_of_another_run_proves_nothing() {
    let mut item = asked();
    item.known.reached.insert((t("Mon 13:00"), "escalate-0m".to_owned()));
    assert_eq!(item.react("Mon 14:00"), Vec::<String>::new());
}

#[test]
fn a_reminder_goes_to_whoever_is_on_call_at_that_time() {
    // The hand-off is on Monday at 14:00 UTC: until then it was Grace's week.
    for (asked_at, reminded_at, who) in [("Mon 12:59:59", "Mon 13:59:59", GRACE), ("Mon 13:00", "Mon 14:00", ADA)] {
        let mut item = watched(on_slack().says(asked_at, CUSTOMER, "It fails"));
        let policy = item.story.rules.policies.get_mut("default").unwrap();
        (policy.respond_within, policy.remind_before) = ("5h".parse().unwrap(), lapses(&["4h"]));
        assert_eq!(item.react(reminded_at), [format!("Remind to {} for remind-4h", who.slack)]);
    }
}

#[test]
fn a_change_of_who_is_on_call_before_a_repetition_after_a_crash_keeps_the_key() {
    let item = asked();
    let before = item.plan("Tue 10:00").notices;
    let mut handed_over = asked();
    handed_over.on_call.rotation.reverse();
    let after = handed_over.plan("Tue 10:00").notices;
    assert_ne!(before[0].to, after[0].to);
    assert_eq!(before[0].key, after[0].key);
    handed_over.known.notices = before;
    assert_eq!(handed_over.react("Tue 10:00"), Vec::<String>::new());
}

#[test]
fn keys_tell_runs_steps_and_kinds_of_destination_apart() {
    let mut item = asked();
    for now in ["Tue 10:00", "Tue 13:00", "Tue 14:00", "Tue 18:00"] {
        item.react(now);
    }
    let keys: Vec<&str> = item.known.notices.iter().map(|notice| notice.key.as_str()).collect();
    let run = "2026-03-02T14:00:00Z";
    let expected = ["remind-4h/person", "remind-1h/person", "escalate-0m/channel", "escalate-4h/channel", "escalate-4h/person"];
    assert_eq!(keys, expected.map(|key| format!("{run}/{key}")));
}

#[test]
fn with_nobody_in_the_rotation_there_are_only_escalations() {
    let mut item = asked();
    item.on_call.rotation.clear();
    assert_eq!(moments(&item.plan("Mon 14:00").watch), ["Tue 14:00 escalate-0m", "Tue 18:00 escalate-4h"]);
    assert_eq!(item.react("Tue 13:30"), Vec::<String>::new());
    assert_eq!(item.react("Tue 14:00"), [ESCALATE]);
}

#[test]
fn a_reminder_for_which_nobody_is_on_call_yet_is_owed_until_somebody_is() {
    let mut item = asked();
    item.on_call.rotation.clear();
    item.on_call.overrides =
        vec![crate::rotation::Override { user: GRACE.slack.to_owned(), from: t("Tue 11:00"), to: t("Tue 12:00") }];
    assert_eq!(item.react("Tue 10:30"), Vec::<String>::new());
    assert_eq!(item.react("Tue 11:30"), ["Remind to U0STAFF02 for remind-4h"]);
}

#[test]
fn without_an_internal_channel_escalations_go_to_the_lead_and_without_both_there_are_none() {
    let mut item = asked();
    item.on_call.channel = None;
    assert_eq!(item.react("Tue 14:00"), ["Escalate to U0STAFF02 for remind-4h remind-1h escalate-0m"]);
    assert_eq!(item.react("Tue 18:00"), ["EscalateToLead to U0STAFF02 for escalate-4h"]);
    let mut item = asked();
    (item.on_call.channel, item.on_call.lead) = (None, None);
    assert_eq!(moments(&item.plan("Mon 14:00").watch), ["Tue 10:00 remind-4h", "Tue 13:00 remind-1h"]);
    assert_eq!(item.react("Wed 14:00"), Vec::<String>::new());
}

#[test]
fn without_a_lead_later_escalations_go_to_the_channel() {
    let mut item = asked();
    item.on_call.lead = None;
    assert_eq!(item.react("Tue 18:00"), ["EscalateToLead to C0HELP001 for remind-4h remind-1h escalate-0m escalate-4h"]);
}

#[test]
fn an_answer_given_in_time_but_delivered_after_the_escalation_ends_the_run_and_sends_nothing_more() {
    let mut item = asked();
    item.react("Tue 14:00");
    item.tell(|it| it.says("Tue 13:00", ADA, "How?"));
    assert_eq!(item.react("Tue 18:00"), Vec::<String>::new());
    let folded = item.story.fold_at("Tue 18:00").unwrap();
    assert_eq!(folded.outcome_of(t("Mon 14:00")), "answered 2026-03-03T13:00:00Z slack:U0STAFF01");
}

#[test]
fn a_notice_shows_how_its_run_ended() {
    let mut item = asked();
    let outcome = |item: &Watched, since: &str| item.story.fold_at("Wed 14:00").unwrap().outcome_of(t(since));
    assert_eq!(outcome(&item, "Mon 14:00"), "open");
    assert_eq!(outcome(&item, "Mon 13:00"), "settled");
    item.tell(|it| it.deleted("Mon 16:00", "Mon 14:00"));
    assert_eq!(outcome(&item, "Mon 14:00"), "withdrawn 2026-03-02T16:00:00Z");
}

#[test]
fn nobody_is_told_of_what_was_due_before_the_import_that_told_of_it() {
    for (imported, now, owed) in [
        ("Tue 12:00", "Tue 12:30", vec![]),
        ("Tue 12:00", "Tue 13:00", vec![REMIND_1H]),
        ("Tue 15:00", "Tue 15:00", vec![]),
        ("Tue 15:00", "Tue 17:59", vec![]),
        (
            "Tue 15:00",
            "Tue 18:00",
            vec!["EscalateToLead to C0HELP001 for escalate-4h", "EscalateToLead to U0STAFF02 for escalate-4h"],
        ),
    ] {
        let story = on_slack().says("Mon 14:00", CUSTOMER, "It fails");
        let told = story.heard[0].fact().name.clone();
        let mark = Fact {
            name: "imported".into(),
            at: t(imported),
            by: None,
            what: What::Imported { facts: vec![told] },
            subject: None,
        };
        let mut item = watched(story);
        let facts: Vec<Fact> = item.story.heard.iter().map(|heard| heard.fact().clone()).chain([mark]).collect();
        item.known.hush(facts.iter());
        assert_eq!(item.react(now), owed, "imported {imported}, seen {now}");
        assert_eq!(item.story.fold_at(now).unwrap().item.breaches, u32::from(t(now) >= t("Tue 14:00")), "the record stays");
    }
}

#[test]
fn an_import_that_told_of_something_else_keeps_nothing_from_anybody() {
    let mut item = asked();
    let mark = Fact {
        name: "imported".into(),
        at: t("Tue 12:00"),
        by: None,
        what: What::Imported { facts: vec!["message:1".into()] },
        subject: None,
    };
    let facts: Vec<Fact> = item.story.heard.iter().map(|heard| heard.fact().clone()).chain([mark]).collect();
    item.known.hush(facts.iter());
    assert_eq!(item.react("Tue 12:30"), [REMIND_4H]);
}
