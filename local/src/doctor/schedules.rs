//! The schedules that wake the functions: present, enabled, at the times that the configuration says.

use super::stack::Stack;
use super::{Deployment, Finding};
use crate::parameters::Parameters;
use aws_sdk_scheduler::types::ScheduleState;
use roundup_domain::Rules;

const CHECK: &str = "schedules";
const DEPLOY: &str =
    "sam deploy --parameter-overrides \"$(roundup config parameters roundup.toml)\", with your other parameters as they are";

/// A schedule that there is to be.
struct Wanted {
    /// In the template.
    logical: &'static str,
    /// What it is for.
    what: &'static str,
    /// Empty where there is to be none; none where that is not known.
    expression: Option<String>,
    /// None where its zone is of no consequence.
    zone: Option<String>,
}

/// Looks at all of them.
pub(super) async fn look(deployment: &Deployment, stack: &Stack, rules: Option<&Rules>, findings: &mut Vec<Finding>) {
    if !stack.is_known() {
        return;
    }
    let Some(group) = stack.name("RecurringSchedules") else {
        findings.push(Finding::wrong(CHECK, "the stack has no group of schedules", "deploy this version's template"));
        return;
    };
    for wanted in wanted(rules) {
        findings.extend(looked_at(deployment, stack, group, &wanted).await);
    }
}

fn wanted(rules: Option<&Rules>) -> Vec<Wanted> {
    let rate = |logical, what, expression: &str| Wanted { logical, what, expression: Some(expression.to_owned()), zone: None };
    let parameters = rules.map(Parameters::of);
    let cron = |logical, what, of: fn(&Parameters) -> &String| Wanted {
        logical,
        what,
        expression: parameters.as_ref().map(|parameters| of(parameters).clone()),
        zone: parameters.as_ref().map(|parameters| parameters.time_zone.clone()),
    };
    vec![
        rate("SweepSchedule", "the sweep", "rate(5 minutes)"),
        rate("ReconcileSchedule", "the reconciliation", "rate(1 hour)"),
        cron("HandOffTimes", "the hand-off", |parameters| &parameters.hand_off_schedule),
        cron("PreparationTimes", "the preparation", |parameters| &parameters.preparation_schedule),
        cron("AgendaTimes", "the agenda", |parameters| &parameters.agenda_schedule),
    ]
}

async fn looked_at(deployment: &Deployment, stack: &Stack, group: &str, wanted: &Wanted) -> Option<Finding> {
    let Wanted { logical, what, expression, zone } = wanted;
    let is_wanted = expression.as_deref() != Some("");
    let Some(name) = stack.name(logical) else {
        // Without a configuration it cannot be said whether it should be there.
        let is_missing = is_wanted && expression.is_some();
        return is_missing.then(|| Finding::wrong(CHECK, format!("{what} has no schedule"), DEPLOY));
    };
    if !is_wanted {
        return Some(Finding::wrong(CHECK, format!("{what} has a schedule, and the configuration has none"), DEPLOY));
    }
    // What `!Ref` says is the name; some say it with the group before it.
    let name = name.rsplit(['/', '|']).next().unwrap_or(name);
    let found = match deployment.aws.scheduler().get_schedule().name(name).group_name(group).send().await {
        Ok(found) => found,
        Err(_) => {
            let next = "deploy again; or use credentials that may call scheduler:GetSchedule";
            return Some(Finding::wrong(CHECK, format!("the schedule of {what} ({group}/{name}) cannot be seen"), next));
        }
    };
    if found.state() == Some(&ScheduleState::Disabled) {
        return Some(Finding::wrong(CHECK, format!("the schedule of {what} is switched off"), "switch it on, or deploy again"));
    }
    let is = found.schedule_expression().unwrap_or_default();
    let is_in = found.schedule_expression_timezone().unwrap_or("UTC");
    let is_at_its_time = expression.as_deref().is_none_or(|expression| expression == is);
    let is_in_its_zone = zone.as_deref().is_none_or(|zone| zone == is_in);
    if is_at_its_time && is_in_its_zone {
        return Some(Finding::right(
            CHECK,
            format!("{what}: {is}{}", zone.as_ref().map(|_| format!(" in {is_in}")).unwrap_or_default()),
        ));
    }
    let should = expression.as_deref().unwrap_or(is);
    let should_in = zone.as_deref().unwrap_or(is_in);
    Some(Finding::wrong(
        CHECK,
        format!("{what} is at {is} in {is_in}, and the configuration says {should} in {should_in}"),
        DEPLOY,
    ))
}
