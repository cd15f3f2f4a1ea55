//! `doctor` (CONTRACT 1): each check's good and bad answer, with what to do next.

use crate::run;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use roundup_embedded::EmbeddedTable;
use roundup_store::{Configuration, Store};
use roundup_tests::aws::{AwsStandIn, Schedule, Services};
use roundup_tests::binary::{Ended, Serving, command, ended, folder};
use roundup_tests::sign::{GITHUB_SECRET, SLACK_SECRET};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// What the deployment was configured with.
const CONFIGURATION: &str = r#"
[team]
name = "Acme"
timezone = "America/New_York"
slack_team = "T0STAFF01"
staff_github_org = "acme"
[on_call]
rotation = ["U0STAFF01", "U0STAFF02"]
handoff = "Mon 09:00"
every = "1w"
channel = "C0HELP001"
[[sources]]
name = "Customers"
slack = { team = "T0STAFF01", pattern = "at-*" }
[[sources]]
name = "Tracker"
github = "acme/widgets"
[roundup]
meeting = "Tue 13:00"
prepare = ["2d", "1d"]
post = "C0HELP001"
email = { from = "roundup@acme.test", to = ["team@acme.test"] }
"#;

/// What Slack and GitHub answer, by path.
type Answers = Arc<Mutex<BTreeMap<String, Value>>>;

/// A deployment in which all is well, and what it consists of.
struct Deployment {
    folder: TempDir,
    aws: AwsStandIn,
    answers: Answers,
    outside: String,
    serving: Serving,
}

impl Deployment {
    async fn healthy() -> Self {
        let folder = folder();
        // The webhooks' handlers are the same, wherever they run.
        let serving = Serving::start(folder.path(), &["--data", "data"]).await;
        let table = EmbeddedTable::in_memory(Timestamp::UNIX_EPOCH).unwrap();
        roundup_store::schema::create_table(&table.client(), "roundup").await.unwrap();
        let applied =
            Configuration { version: 1, toml: CONFIGURATION.to_owned(), by: "ada".to_owned(), at: Timestamp::UNIX_EPOCH };
        Store::new(table.client(), "roundup").apply_configuration(&applied).await.unwrap();
        let aws = AwsStandIn::with(table).await;
        *aws.services() = services(&serving.base);
        let answers: Answers = Arc::new(Mutex::new(outside(&serving.base)));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&answers));
        let (address, _) = roundup_standins::serve(router).await.unwrap();
        Self { folder, aws, answers, outside: format!("http://{address}/"), serving }
    }

    async fn doctor(&self, args: &[&str]) -> Ended {
        let mut command = command(self.folder.path(), &[&["doctor", "--table", "roundup"], args].concat());
        self.aws.told(&mut command);
        command.env("SLACK_API_URL", &self.outside).env("GITHUB_API_URL", &self.outside);
        ended(command).await
    }

    fn set(&self, path: &str, answer: Value) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }
}

async fn answer(State(answers): State<Answers>, uri: Uri, headers: HeaderMap) -> Response {
    if !headers.contains_key("authorization") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let scopes = answers.lock().unwrap().get("scopes").and_then(Value::as_str).unwrap_or_default().to_owned();
    match answers.lock().unwrap().get(uri.path()) {
        Some(body) => ([("x-oauth-scopes", scopes)], body.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// AWS after `sam deploy` and what comes after it.
fn services(url: &str) -> Services {
    let resource = |logical: &str, kind: &str, physical: &str| (logical.to_owned(), format!("AWS::{kind}"), physical.to_owned());
    let cron = |expression: &str| Schedule { expression: expression.into(), zone: "America/New_York".into(), is_enabled: true };
    let rate = |expression: &str| Schedule { zone: "UTC".into(), ..cron(expression) };
    Services {
        stack: Some("UPDATE_COMPLETE".into()),
        url: url.to_owned(),
        resources: vec![
            resource("Table", "DynamoDB::Table", "roundup"),
            resource("Secret", "SecretsManager::Secret", "arn:aws:secretsmanager:eu-central-1:1:secret:roundup"),
            resource("RecurringSchedules", "Scheduler::ScheduleGroup", "roundup-recurring"),
            resource("SweepSchedule", "Scheduler::Schedule", "sweep"),
            resource("ReconcileSchedule", "Scheduler::Schedule", "reconcile"),
            resource("HandOffTimes", "Scheduler::Schedule", "hand-off"),
            resource("PreparationTimes", "Scheduler::Schedule", "preparation"),
            resource("AgendaTimes", "Scheduler::Schedule", "agenda"),
            resource("AlarmTopic", "SNS::Topic", "arn:aws:sns:eu-central-1:1:alarms"),
            resource("HeartbeatAlarm", "CloudWatch::Alarm", "roundup-heartbeat"),
            resource("FailedRecordsAlarm", "CloudWatch::Alarm", "roundup-failed-records"),
            resource("FailedRecords", "SQS::Queue", "https://sqs.test/1/failed-records"),
            resource("ReactorStream", "Lambda::EventSourceMapping", "0a1b"),
        ],
        secret: Some(json!({
            "slack": [{"signing_secret": SLACK_SECRET, "bot_tokens": {"T0STAFF01": "xoxb-canary-token"}}],
            "github": [{"webhook_secret": GITHUB_SECRET, "token": "ghp_canary_token"}],
        })),
        schedules: BTreeMap::from([
            ("sweep".into(), rate("rate(5 minutes)")),
            ("reconcile".into(), rate("rate(1 hour)")),
            ("hand-off".into(), cron("cron(0 9 ? * MON *)")),
            ("preparation".into(), cron("cron(0 13 ? * SUN,MON *)")),
            ("agenda".into(), cron("cron(0 13 ? * TUE *)")),
        ]),
        identities: ["acme.test".to_owned()].into(),
        is_in_production: true,
        alarms: BTreeMap::from([
            ("roundup-heartbeat".into(), "OK".into()),
            ("roundup-failed-records".into(), "INSUFFICIENT_DATA".into()),
        ]),
        subscriptions: vec!["arn:aws:sns:eu-central-1:1:alarms:7".into()],
        queues: BTreeMap::from([("https://sqs.test/1/failed-records".into(), 0)]),
        mapping: Some("Enabled".into()),
        ..Services::default()
    }
}

const SCOPES: &str = "channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,im:read,im:write,\
    reactions:read,usergroups:write,users:read";
const EVENTS: [&str; 7] = [
    "discussion",
    "discussion_comment",
    "issue_comment",
    "issues",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
];

/// Slack and GitHub after the manifests were pasted.
fn outside(url: &str) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("scopes".into(), json!(SCOPES.replace(char::is_whitespace, ""))),
        ("/auth.test".into(), json!({"ok": true, "team_id": "T0STAFF01", "user_id": "U0APP"})),
        ("/conversations.info".into(), json!({"ok": true, "channel": {"id": "C0HELP001", "is_member": true}})),
        ("/repos/acme/widgets".into(), json!({"full_name": "acme/widgets", "permissions": {"push": true, "triage": true}})),
        ("/repos/acme/widgets/hooks".into(), json!([hook(url, &EVENTS)])),
    ])
}

fn hook(url: &str, events: &[&str]) -> Value {
    json!({"id": 1, "active": true, "events": events, "config": {"url": format!("{url}/github/webhook")}})
}

/// The lines that say that something is wrong.
fn wrong(ended: &Ended) -> Vec<&str> {
    ended.out.lines().filter(|line| line.starts_with('✗')).collect()
}

#[tokio::test]
async fn where_all_is_well_every_check_says_so_and_the_exit_code_too() {
    let deployment = Deployment::healthy().await;
    let seen = deployment.doctor(&[]).await;
    assert_eq!((seen.code, seen.err.as_str()), (0, ""), "{}", seen.out);
    let lines: Vec<&str> = seen.out.lines().collect();
    assert_eq!(lines.last(), Some(&"All is well."));
    assert!(lines[..lines.len() - 1].iter().all(|line| line.starts_with('✓')), "{}", seen.out);
    for check in
        ["stack", "configuration", "secrets", "slack", "github", "webhooks", "schedules", "email", "alarms", "queues", "stream"]
    {
        assert!(lines.iter().any(|line| line.split_whitespace().nth(1) == Some(check)), "{check} in {}", seen.out);
    }
    assert!(!seen.out.contains("canary") && !seen.out.contains(SLACK_SECRET), "no secret is shown");
    let json: Value = serde_json::from_str(&deployment.doctor(&["--json"]).await.out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), lines.len() - 1);
    assert!(json.as_array().unwrap().iter().all(|finding| finding["verdict"] == "right"));
}

/// A thing that goes wrong, what is said of it, and what is to be done.
type Case = (fn(&Deployment), &'static str, &'static str);

const CASES: &[Case] = &[
    (|d| d.aws.services().stack = None, "there is no stack roundup", "--stack"),
    (|d| d.aws.services().stack = Some("UPDATE_ROLLBACK_COMPLETE".into()), "UPDATE_ROLLBACK_COMPLETE", "describe-stack-events"),
    (|d| d.aws.services().secret = None, "cannot be read", "put one there"),
    (|d| d.aws.services().secret = Some(json!({"slack": [], "github": []})), "no Slack app is in it", "put-secret-value"),
    (|d| d.aws.services().secret = Some(json!({"slack": 7})), "not of its form", "put-secret-value"),
    (
        |d| d.set("/auth.test", json!({"ok": false, "error": "invalid_auth"})),
        "the token is refused: invalid_auth",
        "bot_tokens.T0STAFF01",
    ),
    (
        |d| d.set("/auth.test", json!({"ok": true, "team_id": "T0OTHER01"})),
        "the token is one of T0OTHER01",
        "bot_tokens.T0OTHER01",
    ),
    (|d| d.set("scopes", json!(SCOPES.replace("users:read", ""))), "lacks the scopes users:read", "reinstall"),
    (
        |d| d.set("/conversations.info", json!({"ok": true, "channel": {"is_member": false}})),
        "the app is not in C0HELP001",
        "/invite @Roundup",
    ),
    (
        |d| d.set("/conversations.info", json!({"ok": false, "error": "channel_not_found"})),
        "C0HELP001 (roundup.post) cannot be seen: channel_not_found",
        "correct the channel",
    ),
    (|d| drop(d.answers.lock().unwrap().remove("/repos/acme/widgets")), "acme/widgets cannot be seen: HTTP 404", "access to it"),
    (
        |d| d.set("/repos/acme/widgets", json!({"permissions": {"push": false, "triage": false}})),
        "can be read only",
        "write access",
    ),
    (|d| d.set("/repos/acme/widgets/hooks", json!([])), "has no webhook to", "add a webhook"),
    (
        |d| d.set("/repos/acme/widgets/hooks", json!([hook(&d.serving.base, &EVENTS[..3])])),
        "the events issues, pull_request, pull_request_review, pull_request_review_comment are not sent",
        "choose them",
    ),
    (
        |d| {
            let mut off = hook(&d.serving.base, &EVENTS);
            off["active"] = json!(false);
            d.set("/repos/acme/widgets/hooks", json!([off]));
        },
        "the webhook is switched off",
        "switch it on",
    ),
    (
        |d| d.aws.services().secret.as_mut().unwrap()["slack"][0]["signing_secret"] = json!("another"),
        "/slack/events turns a right signature away",
        "within ten minutes",
    ),
    (|d| d.aws.services().url = "http://127.0.0.1:1".into(), "http://127.0.0.1:1 is out of reach", "output `Url`"),
    (
        |d| drop(d.aws.services().schedules.remove("agenda")),
        "schedule of the agenda (roundup-recurring/agenda) cannot be seen",
        "deploy again",
    ),
    (
        |d| d.aws.services().resources.retain(|(logical, ..)| logical != "PreparationTimes"),
        "the preparation has no schedule",
        "sam deploy",
    ),
    (|d| d.aws.services().schedules.get_mut("sweep").unwrap().is_enabled = false, "the sweep is switched off", "switch it on"),
    (
        |d| d.aws.services().schedules.get_mut("agenda").unwrap().expression = "cron(0 14 ? * TUE *)".into(),
        "the agenda is at cron(0 14 ? * TUE *) in America/New_York, and the configuration says cron(0 13 ? * TUE *)",
        "config parameters",
    ),
    (|d| d.aws.services().schedules.get_mut("hand-off").unwrap().zone = "UTC".into(), "the hand-off is at", "config parameters"),
    (|d| d.aws.services().identities.clear(), "roundup@acme.test is not verified", "verify acme.test"),
    (
        |d| {
            let mut services = d.aws.services();
            services.is_in_production = false;
            services.identities = ["roundup@acme.test".to_owned()].into();
        },
        "sandbox, and these recipients are not verified: team@acme.test",
        "production access",
    ),
    (
        |d| drop(d.aws.services().alarms.insert("roundup-heartbeat".into(), "ALARM".into())),
        "HeartbeatAlarm (roundup-heartbeat) is ringing",
        "docs/operations.md",
    ),
    (|d| drop(d.aws.services().alarms.remove("roundup-heartbeat")), "HeartbeatAlarm (roundup-heartbeat) is gone", "deploy again"),
    (|d| d.aws.services().subscriptions.clear(), "nobody is told", "AlarmEmail"),
    (|d| d.aws.services().subscriptions = vec!["PendingConfirmation".into()], "not confirmed", "follow the link"),
    (|d| d.aws.services().queues.values_mut().for_each(|count| *count = 3), "FailedRecords holds 3", "redrive"),
    (
        |d| d.aws.services().mapping = Some("Disabled".into()),
        "the reactor does not read it: Disabled",
        "update-event-source-mapping",
    ),
];

#[tokio::test]
async fn what_is_wrong_is_said_on_one_line_with_what_to_do_next() {
    let deployment = Deployment::healthy().await;
    for (goes_wrong, said, next) in CASES {
        *deployment.aws.services() = services(&deployment.serving.base);
        *deployment.answers.lock().unwrap() = outside(&deployment.serving.base);
        goes_wrong(&deployment);
        let seen = deployment.doctor(&[]).await;
        assert_eq!(seen.code, 1, "{said}: {seen:?}");
        assert!(wrong(&seen).iter().any(|line| line.contains(said) && line.contains(next)), "{said} → {next} in\n{}", seen.out);
        assert!(seen.out.lines().last().unwrap().contains("wrong"), "{}", seen.out);
        assert!(!seen.out.contains("canary") && !seen.out.contains(SLACK_SECRET), "no secret is shown: {}", seen.out);
    }
}

#[tokio::test]
async fn without_a_configuration_it_says_to_apply_one() {
    let deployment = Deployment::healthy().await;
    let empty = EmbeddedTable::in_memory(Timestamp::UNIX_EPOCH).unwrap();
    roundup_store::schema::create_table(&empty.client(), "roundup").await.unwrap();
    let aws = AwsStandIn::with(empty).await;
    *aws.services() = services(&deployment.serving.base);
    let seen = run(Path::new("."), &aws, &["doctor", "--table", "roundup"]).await;
    assert_eq!(seen.code, 1);
    assert!(wrong(&seen)[0].contains("holds none yet → roundup config apply roundup.toml --table roundup"), "{}", seen.out);
}

#[tokio::test]
async fn what_a_token_may_not_see_is_no_failure_and_says_where_to_look() {
    let deployment = Deployment::healthy().await;
    deployment.answers.lock().unwrap().remove("/repos/acme/widgets/hooks");
    let seen = deployment.doctor(&[]).await;
    assert_eq!(seen.code, 0, "{}", seen.out);
    assert!(seen.out.lines().any(|line| line.starts_with('?') && line.contains("Recent Deliveries")), "{}", seen.out);
}
