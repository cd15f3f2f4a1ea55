//! The stack: deployed by the SAM CLI, and looked at through the APIs that an operator has.

use crate::local_aws::{BUCKET, LocalAws};
use crate::signed::{Answer, Call};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The stack's name, and with it the table's and the secret's.
pub const NAME: &str = "roundup";

/// The functions, as the template names them, and their folder or binary.
pub const FUNCTIONS: [Function; 7] = [
    Function { logical: "SlackWebhook", name: "roundup-slack-webhook" },
    Function { logical: "GithubWebhook", name: "roundup-github-webhook" },
    Function { logical: "SlackInteraction", name: "roundup-slack-interaction" },
    Function { logical: "Reactor", name: "roundup-reactor" },
    Function { logical: "Deadline", name: "roundup-deadline" },
    Function { logical: "Sweep", name: "roundup-sweep" },
    Function { logical: "Weekly", name: "roundup-weekly" },
];

/// A function of the template.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name in the template: where `sam build` puts its binary.
    pub logical: &'static str,
    /// Its name in Lambda.
    pub name: &'static str,
}

/// What is handed to `sam deploy --parameter-overrides`.
pub type Parameters = BTreeMap<String, String>;

/// What `sam build` has built: `infra/.aws-sam/build`.
#[must_use]
pub fn built() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.aws-sam/build");
    assert!(built.join("template.yaml").is_file(), "`sam build` has not been run: infra/test/run does that");
    built
}

/// A deployed stack.
pub struct Stack {
    /// What the template gives out.
    pub outputs: BTreeMap<String, String>,
    /// Where its HTTP API is reached on the local AWS.
    pub url: String,
}

impl Stack {
    /// Deploys what was built in `folder`, or deploys it anew.
    pub async fn deploy(aws: &LocalAws, folder: &Path, parameters: &Parameters) -> Self {
        let mut command = aws.command("sam", aws.folder.path());
        command.arg("deploy").arg("--template-file").arg(folder.join("template.yaml"));
        command.args(["--stack-name", NAME, "--s3-bucket", BUCKET, "--capabilities", "CAPABILITY_IAM"]);
        command.args(["--no-confirm-changeset", "--no-fail-on-empty-changeset", "--parameter-overrides"]);
        command.args(parameters.iter().map(|(name, value)| format!("{name}=\"{value}\"")));
        let done = command.output().await.expect("`sam` is installed: infra/test/run does that");
        let told = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "sam deploy failed:\n{told}\n{}", aws.log());
        let outputs = outputs(aws).await;
        let url = format!("{}/_aws/execute-api/{}/$default", aws.endpoint, outputs["ApiId"]);
        Self { outputs, url }
    }

    /// The names of the schedules in the group of deadlines.
    pub async fn deadlines(aws: &LocalAws) -> Vec<String> {
        let call = Call::rest("scheduler", "GET", &format!("/schedules?ScheduleGroup={NAME}-deadlines"), &Value::Null);
        let listed = aws.call(&call).await.succeeded().json();
        let schedules = listed["Schedules"].as_array().cloned().unwrap_or_default();
        schedules.iter().map(|schedule| schedule["Name"].as_str().unwrap().to_owned()).collect()
    }

    /// Those of deadlines in a channel.
    pub async fn deadlines_in(aws: &LocalAws, channel: &str) -> Vec<String> {
        let all = Self::deadlines(aws).await;
        all.into_iter().filter(|name| name.contains(channel)).collect()
    }
}

async fn outputs(aws: &LocalAws) -> BTreeMap<String, String> {
    let mut command = aws.command("sam", aws.folder.path());
    command.args(["list", "stack-outputs", "--stack-name", NAME, "--output", "json"]);
    let listed = command.output().await.unwrap();
    let outputs: Vec<Value> = serde_json::from_slice(&listed.stdout).unwrap();
    let text = |output: &Value, name: &str| output[name].as_str().unwrap().to_owned();
    outputs.iter().map(|output| (text(output, "OutputKey"), text(output, "OutputValue"))).collect()
}

/// Invokes a function with an event, as whoever is allowed to; its answer.
pub async fn invoke(aws: &LocalAws, function: &str, event: &Value) -> Answer {
    try_to_invoke(aws, function, event).await.succeeded()
}

/// Invokes a function that may fail; its answer.
pub async fn try_to_invoke(aws: &LocalAws, function: &str, event: &Value) -> Answer {
    let path = format!("/2015-03-31/functions/{function}/invocations");
    aws.call(&Call::rest("lambda", "POST", &path, event)).await
}

/// How a function is configured, as Lambda says.
pub async fn configuration(aws: &LocalAws, function: &str) -> Value {
    let path = format!("/2015-03-31/functions/{function}/configuration");
    aws.call(&Call::rest("lambda", "GET", &path, &Value::Null)).await.succeeded().json()
}

/// The ARN of a function's role.
pub async fn role(aws: &LocalAws, function: Function) -> String {
    configuration(aws, function.name).await["Role"].as_str().unwrap().to_owned()
}

/// The statements of a policy of a role, as they were deployed.
pub async fn statements(aws: &LocalAws, role: &str, policy: &str) -> Vec<Value> {
    let name = role.rsplit('/').next().unwrap_or(role);
    let fields = [("Action", "GetRolePolicy"), ("Version", "2010-05-08"), ("RoleName", name), ("PolicyName", policy)];
    let answer = aws.call(&Call::form("iam", &fields)).await.succeeded();
    let document = answer.element("PolicyDocument").unwrap();
    let document = percent_decode_str(document).decode_utf8().unwrap().replace("&quot;", "\"").replace("&amp;", "&");
    let document: Value = serde_json::from_str(&document).unwrap();
    document["Statement"].as_array().unwrap().clone()
}

/// The policies of a role, by name.
pub async fn policies(aws: &LocalAws, role: &str) -> Vec<String> {
    let name = role.rsplit('/').next().unwrap_or(role);
    let fields = [("Action", "ListRolePolicies"), ("Version", "2010-05-08"), ("RoleName", name)];
    let answer = aws.call(&Call::form("iam", &fields)).await.succeeded();
    let members = answer.text.split("<member>").skip(1);
    members.filter_map(|member| Some(member.split_once("</member>")?.0.to_owned())).collect()
}

/// The mapping of the table's stream onto the reactor.
pub async fn mapping(aws: &LocalAws) -> Value {
    let call = Call::rest("lambda", "GET", "/2015-03-31/event-source-mappings/", &Value::Null);
    let listed = aws.call(&call).await.succeeded().json();
    let mappings = listed["EventSourceMappings"].as_array().unwrap();
    assert_eq!(mappings.len(), 1);
    mappings[0].clone()
}

/// The table, as DynamoDB describes it.
pub async fn table(aws: &LocalAws) -> Value {
    let call = Call::json("dynamodb", "DynamoDB_20120810.DescribeTable", &json!({"TableName": NAME}));
    aws.call(&call).await.succeeded().json()["Table"].clone()
}

/// What a function has logged, line by line, for whoever looks into a failure.
pub async fn log(aws: &LocalAws, function: &str) -> String {
    let group = json!({"logGroupName": format!("/aws/lambda/{function}")});
    let answer = aws.call(&Call::json("logs", "Logs_20140328.FilterLogEvents", &group)).await;
    let events = serde_json::from_str::<Value>(&answer.text).unwrap_or_default();
    let lines = events["events"].as_array().cloned().unwrap_or_default();
    lines.iter().filter_map(|line| Some(line["message"].as_str()?.trim_end().to_owned())).collect::<Vec<_>>().join("\n")
}
