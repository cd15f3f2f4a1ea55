#![allow(clippy::unwrap_used)]

use crate::plan::Act;
use crate::testing::{lapses, policy, t};

#[test]
fn the_steps_of_a_promise_come_in_order_of_time() {
    let steps = policy().steps(t("Mon 14:00"));
    let shown: Vec<_> = steps.iter().map(|step| (step.name.as_str(), step.act, step.at)).collect();
    let expected = [
        ("remind-4h", Act::Remind, t("Tue 10:00")),
        ("remind-1h", Act::Remind, t("Tue 13:00")),
        ("escalate-0m", Act::Escalate, t("Tue 14:00")),
        ("escalate-4h", Act::EscalateToLead, t("Tue 18:00")),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_reminder_that_would_be_due_before_anybody_waits_is_left_out() {
    let mut policy = policy();
    for (within, expected) in [("2h", &["remind-1h"][..]), ("1h", &[]), ("61m", &["remind-1h"]), ("4h", &["remind-1h"])] {
        policy.respond_within = within.parse().unwrap();
        let steps = policy.steps(t("Mon 14:00"));
        let reminders: Vec<&str> = steps.iter().filter(|step| step.act == Act::Remind).map(|step| step.name.as_str()).collect();
        assert_eq!(reminders, expected, "{within}");
    }
}

#[test]
fn without_steps_there_is_only_the_deadline() {
    let mut policy = policy();
    (policy.remind_before, policy.escalate_after) = (Vec::new(), Vec::new());
    assert_eq!(policy.steps(t("Mon 14:00")), []);
    assert_eq!(policy.due(t("Mon 14:00")), t("Tue 14:00"));
}

#[test]
fn the_first_escalation_is_the_first_listed_whenever_it_comes() {
    let mut policy = policy();
    policy.escalate_after = lapses(&["2h", "1d", "2d"]);
    let acts: Vec<Act> = policy.steps(t("Mon 14:00")).iter().map(|step| step.act).collect();
    assert_eq!(acts, [Act::Remind, Act::Remind, Act::Escalate, Act::EscalateToLead, Act::EscalateToLead]);
}
