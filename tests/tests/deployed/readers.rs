//! `items`, `why` and `digest` on the deployed table (CONTRACT 1).

use crate::{assert_refused, run, well};
use roundup_tests::aws::AwsStandIn;
use roundup_tests::binary::{self, Serving, command, ended, folder, system_now};
use roundup_tests::configuration::*;
use roundup_tests::slack::Said;
use serde_json::Value;
use std::time::Duration;

/// A data folder in which Dana asked something, and AWS over its table.
pub(super) async fn asked() -> (tempfile::TempDir, AwsStandIn, String) {
    let folder = folder();
    let serving = Serving::start(folder.path(), &["--data", "data"]).await;
    let ts = format!("{}.000100", system_now().as_second());
    let said = Said { channel: GLOBEX.into(), user: DANA.into(), text: "The export fails".into(), ts, root: None };
    assert_eq!(serving.event(&said.written()).await, 200);
    let mut id = None;
    for _ in 0..100 {
        id = serving.get("/dev/items").await[0]["id"].as_str().map(str::to_owned);
        if id.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    serving.kill().await;
    let aws = AwsStandIn::over(&folder.path().join("data")).await;
    (folder, aws, id.expect("an item within ten seconds"))
}

#[tokio::test]
async fn what_is_read_from_the_deployed_table_is_what_is_read_from_the_same_data_in_a_folder() {
    let (folder, aws, id) = asked().await;
    for command in [
        vec!["items"],
        vec!["items", "--json"],
        vec!["why", id.as_str()],
        vec!["why", id.as_str(), "--json"],
        vec!["digest"],
        vec!["digest", "--format", "markdown"],
    ] {
        let deployed = well(run(folder.path(), &aws, &[command.clone(), vec!["--table", "roundup"]].concat()).await);
        let local = well(binary::run(folder.path(), &[command.clone(), vec!["--data", "data"]].concat()).await);
        assert_eq!(deployed, local, "{command:?}");
    }
    let items: Value =
        serde_json::from_str(&well(run(folder.path(), &aws, &["items", "--json", "--table", "roundup"]).await)).unwrap();
    assert_eq!(items[0]["id"].as_str(), Some(id.as_str()));
}

#[tokio::test]
async fn a_table_that_cannot_be_read_is_one_line_that_says_what_would_be_right() {
    let (folder, aws, _) = asked().await;
    let elsewhere = run(folder.path(), &aws, &["items", "--table", "raindown"]).await;
    assert_refused(&elsewhere, &["raindown", "ResourceNotFoundException", "AWS_REGION", "--table"]);
    for both in [["--data", "data"], ["--url", "http://127.0.0.1:9000"]] {
        let wrong = run(folder.path(), &aws, &["items", "--table", "roundup", both[0], both[1]]).await;
        assert_eq!(wrong.code, 2, "{wrong:?}");
    }
}

#[tokio::test]
async fn without_region_or_credentials_it_says_where_these_are_set() {
    let folder = folder();
    let none = |name: &'static str| {
        let mut command = command(folder.path(), &["items", "--table", "roundup"]);
        command.env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", "/nonexistent").env(name, "eu-central-1");
        command
    };
    assert_refused(&ended(none("NOT_A_REGION")).await, &["no AWS region", "AWS_REGION", "AWS_PROFILE"]);
    assert_refused(&ended(none("AWS_REGION")).await, &["no AWS credentials", "AWS_PROFILE", "aws sso login"]);
}
