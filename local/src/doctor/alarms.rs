//! The alarms: there, none ringing, and somebody who is told.

use super::stack::Stack;
use super::{Deployment, Finding};
use crate::aws::members;
use std::collections::BTreeMap;

const CHECK: &str = "alarms";
const CLOUDWATCH: (&str, &str, &str) = ("monitoring", "monitoring", "2010-08-01");
const SNS: (&str, &str, &str) = ("sns", "sns", "2010-03-31");

/// Looks at all alarms of the stack, and at who has subscribed.
pub(super) async fn look(deployment: &Deployment, stack: &Stack, findings: &mut Vec<Finding>) {
    if !stack.is_known() {
        return;
    }
    let alarms = stack.of_type("AWS::CloudWatch::Alarm");
    if alarms.is_empty() {
        findings.push(Finding::wrong(CHECK, "the stack has no alarms", "deploy this version's template"));
    } else {
        states(deployment, &alarms, findings).await;
    }
    match stack.name("AlarmTopic") {
        Some(topic) => findings.push(subscribers(deployment, topic).await),
        None => findings.push(Finding::wrong(CHECK, "the stack has no topic for alarms", "deploy this version's template")),
    }
}

async fn states(deployment: &Deployment, alarms: &[(&str, &str)], findings: &mut Vec<Finding>) {
    let names: Vec<(String, &str)> =
        (1..).zip(alarms).map(|(number, (_, name))| (format!("AlarmNames.member.{number}"), *name)).collect();
    let parameters: Vec<(&str, &str)> = names.iter().map(|(parameter, name)| (parameter.as_str(), *name)).collect();
    let described = match deployment.aws.query(CLOUDWATCH, "DescribeAlarms", &parameters, deployment.now).await {
        Ok(described) => described,
        Err(error) => {
            let next = "use credentials that may call cloudwatch:DescribeAlarms";
            findings.push(Finding::wrong(CHECK, format!("they cannot be seen: {error}"), next));
            return;
        }
    };
    let state = |alarm: BTreeMap<String, String>| Some((alarm.get("AlarmName")?.clone(), alarm.get("StateValue")?.clone()));
    let states: BTreeMap<String, String> = members(&described, "member").into_iter().filter_map(state).collect();
    let mut all_well = true;
    for (logical, name) in alarms {
        match states.get(*name).map(String::as_str) {
            None => {
                all_well = false;
                findings.push(Finding::wrong(CHECK, format!("{logical} ({name}) is gone"), "deploy again"));
            }
            Some("ALARM") => {
                all_well = false;
                let next = "its description says what to do (docs/operations.md)";
                findings.push(Finding::wrong(CHECK, format!("{logical} ({name}) is ringing"), next));
            }
            Some(_) => {}
        }
    }
    if all_well {
        findings.push(Finding::right(CHECK, format!("all {} are there, and none is ringing", alarms.len())));
    }
}

async fn subscribers(deployment: &Deployment, topic: &str) -> Finding {
    match deployment.aws.query(SNS, "ListSubscriptionsByTopic", &[("TopicArn", topic)], deployment.now).await {
        Ok(listed) => {
            let arns: Vec<String> =
                members(&listed, "member").into_iter().filter_map(|member| member.get("SubscriptionArn").cloned()).collect();
            if arns.iter().any(|arn| arn.starts_with("arn:")) {
                Finding::right(CHECK, "somebody is told of them")
            } else if arns.is_empty() {
                Finding::wrong(
                    CHECK,
                    "nobody is told of them",
                    "deploy with AlarmEmail=…, or subscribe to the stack's AlarmTopic",
                )
            } else {
                Finding::wrong(CHECK, "the subscription is not confirmed", "follow the link in the email from AWS Notifications")
            }
        }
        Err(error) => {
            let next = "use credentials that may call sns:ListSubscriptionsByTopic";
            Finding::wrong(CHECK, format!("who is told cannot be seen: {error}"), next)
        }
    }
}
