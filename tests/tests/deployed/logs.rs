//! What is logged: names and numbers, never what people wrote, and no secret.

use roundup_standins::{GithubStandIn, Journal, SlackStandIn, serve};
use roundup_tests::binary::{Serving, command, ended, folder, system_now};
use roundup_tests::configuration::*;
use roundup_tests::sign::{GITHUB_SECRET, SLACK_SECRET};
use roundup_tests::slack::Said;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_run_logs_its_calls_and_neither_words_nor_secrets() {
    let folder = folder();
    let journal = Journal::new(Arc::new(system_now));
    let (slack, github) = (SlackStandIn::new(&journal, HOME), GithubStandIn::new(&journal));
    introduce_to_slack(&slack);
    introduce_to_github(&github);
    let (slack_at, _) = serve(slack.router()).await.unwrap();
    let (github_at, _) = serve(github.router()).await.unwrap();
    let log = folder.path().join("log");
    let mut serving = command(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--data", "data"]);
    serving.env("RUST_LOG", "debug").env("NO_COLOR", "1").stderr(fs::File::create(&log).unwrap());
    serving.env("SLACK_API_URL", format!("http://{slack_at}/api/")).env("SLACK_BOT_TOKEN", HOME_TOKEN);
    serving.env("GITHUB_API_URL", format!("http://{github_at}/")).env("GITHUB_TOKEN", GITHUB_TOKEN);
    let serving = Serving::of(serving).await;

    let ts = format!("{}.000100", system_now().as_second());
    let said = Said { channel: GLOBEX.into(), user: DANA.into(), text: "canary: the export fails".into(), ts, root: None };
    assert_eq!(serving.event(&said.written()).await, 200);
    let forged = said.written();
    assert_eq!(serving.event_at(&forged, "2020-01-01T00:00:00Z".parse().unwrap()).await, 401);
    for _ in 0..100 {
        if !serving.get("/dev/items").await.as_array().unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    serving.kill().await;

    let log = fs::read_to_string(&log).unwrap();
    for expected in ["a request was turned away", "users.info", "outcome=\"ok\""] {
        assert!(log.contains(expected), "{expected:?} in the log");
    }
    for word in ["canary", SLACK_SECRET, GITHUB_SECRET, HOME_TOKEN, GITHUB_TOKEN] {
        let line = log.lines().find(|line| line.contains(word));
        assert!(line.is_none(), "{word} in {}", line.unwrap_or_default());
    }
}

#[tokio::test]
async fn a_command_on_what_is_deployed_says_its_calls_to_aws_when_it_is_asked_to() {
    let (folder, aws, _) = crate::readers::asked().await;
    for (arguments, calls) in [
        (vec!["items", "--table", "roundup"], vec!["to=\"DynamoDB\" what=\"Query\" outcome=\"ok\""]),
        (
            vec!["doctor", "--table", "roundup"],
            vec!["to=\"cloudformation\" what=\"DescribeStacks\"", "to=\"DynamoDB\" what=\"GetItem\""],
        ),
    ] {
        let mut loud = command(folder.path(), &arguments);
        loud.env("RUST_LOG", "debug").env("NO_COLOR", "1");
        aws.told(&mut loud);
        let loud = ended(loud).await;
        for call in calls {
            assert!(loud.err.contains(call), "{call:?} in {}", loud.err);
        }
        assert!(!loud.err.contains("The export fails"), "nobody's words");
        let quiet = crate::run(folder.path(), &aws, &arguments).await;
        assert!(!quiet.err.contains("what="), "{}", quiet.err);
    }
}
