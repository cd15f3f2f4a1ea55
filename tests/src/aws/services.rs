//! CloudFormation, Secrets Manager, Scheduler, SES, CloudWatch, SNS, SQS and Lambda, as far as somebody asks how things stand.

use axum::http::{Method, Uri};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A schedule.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Its expression.
    pub expression: String,
    /// The zone of its time.
    pub zone: String,
    /// Whether it fires.
    pub is_enabled: bool,
}

/// How things stand; whatever is empty is not there.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// Status of the stack `roundup`.
    pub stack: Option<String>,
    /// The stack's address.
    pub url: String,
    /// What is in the stack: logical id, type, physical id.
    pub resources: Vec<(String, String, String)>,
    /// The document in the secret.
    pub secret: Option<Value>,
    /// By name.
    pub schedules: BTreeMap<String, Schedule>,
    /// Identities that SES has verified.
    pub identities: BTreeSet<String>,
    /// Whether the account is out of SES's sandbox.
    pub is_in_production: bool,
    /// By name, their states.
    pub alarms: BTreeMap<String, String>,
    /// Who has subscribed to the topic.
    pub subscriptions: Vec<String>,
    /// By URL, how many messages.
    pub queues: BTreeMap<String, u32>,
    /// State of the mapping between stream and reactor.
    pub mapping: Option<String>,
    /// What functions have in their environment, by name.
    pub functions: BTreeMap<String, Value>,
    /// Schedules that were deleted: by group and name.
    pub unscheduled: Vec<String>,
}

type Answer = (u16, String);

impl Services {
    /// Answers a call.
    pub(super) fn answer(&mut self, method: &Method, uri: &Uri, target: &str, body: &[u8]) -> Answer {
        let path = uri.path();
        if let Some(name) = path.strip_prefix("/schedules/") {
            if method == Method::DELETE {
                self.unscheduled.push(format!("{} {name}", uri.query().unwrap_or_default()));
                return (200, "{}".to_owned());
            }
            return self.schedule(name);
        }
        if let Some(function) = path.strip_prefix("/2015-03-31/functions/") {
            return match self.functions.get(function.trim_end_matches("/configuration")) {
                Some(variables) => (200, json!({"Environment": {"Variables": variables}}).to_string()),
                None => refused(404, "ResourceNotFoundException"),
            };
        }
        if let Some(identity) = path.strip_prefix("/v2/email/identities/") {
            return self.identity(&identity.replace("%40", "@"));
        }
        match (method, path, target) {
            (_, "/v2/email/account", _) => {
                let account = json!({"ProductionAccessEnabled": self.is_in_production, "SendingEnabled": true});
                (200, account.to_string())
            }
            (_, path, _) if path.starts_with("/2015-03-31/event-source-mappings/") => match &self.mapping {
                Some(state) => (200, json!({"State": state}).to_string()),
                None => refused(404, "ResourceNotFoundException"),
            },
            (_, _, "secretsmanager.GetSecretValue") => match &self.secret {
                Some(secret) => (200, json!({"Name": "roundup", "SecretString": secret.to_string()}).to_string()),
                None => refused(400, "ResourceNotFoundException"),
            },
            (_, _, "AmazonSQS.GetQueueAttributes") => self.queue(body),
            (_, "/", "") => self.query(body),
            _ => refused(400, "UnknownOperationException"),
        }
    }

    fn schedule(&self, name: &str) -> Answer {
        let Some(schedule) = self.schedules.get(name) else { return refused(404, "ResourceNotFoundException") };
        let state = if schedule.is_enabled { "ENABLED" } else { "DISABLED" };
        let shown = json!({"Name": name, "ScheduleExpression": schedule.expression, "State": state,
            "ScheduleExpressionTimezone": schedule.zone, "FlexibleTimeWindow": {"Mode": "OFF"}});
        (200, shown.to_string())
    }

    fn identity(&self, identity: &str) -> Answer {
        match self.identities.contains(identity) {
            true => (200, json!({"VerifiedForSendingStatus": true}).to_string()),
            false => refused(404, "NotFoundException"),
        }
    }

    fn queue(&self, body: &[u8]) -> Answer {
        let asked: Value = serde_json::from_slice(body).unwrap();
        match self.queues.get(asked["QueueUrl"].as_str().unwrap()) {
            Some(count) => (200, json!({"Attributes": {"ApproximateNumberOfMessages": count.to_string()}}).to_string()),
            None => refused(400, "QueueDoesNotExist"),
        }
    }

    fn query(&self, body: &[u8]) -> Answer {
        let asked: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        match asked["Action"].as_str() {
            "DescribeStacks" | "ListStackResources" if self.stack.is_none() || asked["StackName"] != "roundup" => {
                (400, "<ErrorResponse><Error><Code>ValidationError</Code></Error></ErrorResponse>".to_owned())
            }
            "DescribeStacks" => {
                let output = members(&[&[("OutputKey", "Url"), ("OutputValue", &self.url)]]);
                let status = self.stack.clone().unwrap();
                (
                    200,
                    format!(
                        "<R><Stacks><member><StackStatus>{status}</StackStatus><Outputs>{output}</Outputs></member></Stacks></R>"
                    ),
                )
            }
            // In two pages.
            "ListStackResources" => {
                let (first, second) = self.resources.split_at(self.resources.len() / 2);
                let (page, next) = match asked.get("NextToken") {
                    None => (first, "<NextToken>second</NextToken>"),
                    Some(_) => (second, ""),
                };
                let listed: String = page
                    .iter()
                    .map(|(logical, kind, physical)| {
                        members(&[&[("LogicalResourceId", logical), ("ResourceType", kind), ("PhysicalResourceId", physical)]])
                    })
                    .collect();
                (200, format!("<R><StackResourceSummaries>{listed}</StackResourceSummaries>{next}</R>"))
            }
            "DescribeAlarms" => {
                let asked: BTreeSet<&String> =
                    asked.iter().filter(|(name, _)| name.starts_with("AlarmNames")).map(|(_, name)| name).collect();
                let alarms = self.alarms.iter().filter(|(name, _)| asked.contains(name));
                let listed: String =
                    alarms.map(|(name, state)| members(&[&[("AlarmName", name), ("StateValue", state)]])).collect();
                (200, format!("<R><MetricAlarms>{listed}</MetricAlarms></R>"))
            }
            "ListSubscriptionsByTopic" => {
                let listed: String = self.subscriptions.iter().map(|arn| members(&[&[("SubscriptionArn", arn)]])).collect();
                (200, format!("<R><Subscriptions>{listed}</Subscriptions></R>"))
            }
            _ => (400, "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>".to_owned()),
        }
    }
}

/// Members of a list in XML, each with its texts.
fn members(all: &[&[(&str, &str)]]) -> String {
    let texts = |one: &[(&str, &str)]| one.iter().map(|(name, text)| format!("<{name}>{text}</{name}>")).collect::<String>();
    all.iter().map(|one| format!("<member>{}</member>", texts(one))).collect()
}

fn refused(status: u16, code: &str) -> Answer {
    (status, json!({"__type": code, "message": "No."}).to_string())
}
