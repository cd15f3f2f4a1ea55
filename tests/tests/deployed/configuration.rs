//! `config`: the configuration as data (issue: changing who is on call needs no deployment).

use crate::{assert_refused, run, well};
use jiff::Timestamp;
use roundup_embedded::EmbeddedTable;
use roundup_tests::aws::AwsStandIn;
use roundup_tests::binary::{self, folder};
use roundup_tests::configuration::ACME;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A deployed table in which nothing is yet, and a folder with `roundup.toml`.
async fn deployed() -> (tempfile::TempDir, AwsStandIn) {
    let table = EmbeddedTable::in_memory(Timestamp::UNIX_EPOCH).unwrap();
    roundup_store::schema::create_table(&table.client(), "roundup").await.unwrap();
    (folder(), AwsStandIn::with(table).await)
}

fn write(folder: &Path, toml: &str) {
    fs::write(folder.join("roundup.toml"), toml).unwrap();
}

/// Runs `config` on the table.
async fn config(folder: &Path, aws: &AwsStandIn, args: &[&str]) -> binary::Ended {
    run(folder, aws, &[&["config"], args, &["--table", "roundup"]].concat()).await
}

#[tokio::test]
async fn a_configuration_is_applied_shown_compared_and_taken_back() {
    let (folder, aws) = deployed().await;
    let folder = folder.path();
    let none = config(folder, &aws, &["show"]).await;
    assert_refused(&none, &["no configuration yet", "roundup config apply roundup.toml --table roundup"]);

    let first = well(config(folder, &aws, &["apply", "roundup.toml", "--by", "ada"]).await);
    assert!(first.contains("in force as version 1") && first.contains("within a minute"), "{first}");
    assert_eq!(well(config(folder, &aws, &["show"]).await), ACME);
    let again = well(config(folder, &aws, &["apply", "roundup.toml", "--by", "ada"]).await);
    assert!(again.contains("in force already, as version 1: nothing to do"), "{again}");

    let changed = ACME.replace("rotation = [\"U0STAFF01\", \"U0STAFF02\"]", "rotation = [\"U0STAFF02\"]");
    write(folder, &changed);
    let difference = well(config(folder, &aws, &["diff", "roundup.toml"]).await);
    assert!(difference.contains("\n- rotation = [\"U0STAFF01\", \"U0STAFF02\"]\n+ rotation = [\"U0STAFF02\"]\n"), "{difference}");
    let second = well(config(folder, &aws, &["apply", "roundup.toml", "--by", "ada"]).await);
    assert!(second.contains("version 2") && second.contains("+ rotation") && !second.contains("sam deploy"), "{second}");
    assert!(second.contains("Back: roundup config apply --version 1 --table roundup"), "{second}");
    let same = well(config(folder, &aws, &["diff", "roundup.toml"]).await);
    assert!(same.contains("is what is in force: version 2"), "{same}");

    well(config(folder, &aws, &["apply", "--version", "1", "--by", "ada"]).await);
    assert_eq!(well(config(folder, &aws, &["show"]).await), ACME);
    assert_eq!(well(config(folder, &aws, &["show", "--version", "2"]).await), changed);
    let shown: Value = serde_json::from_str(&well(config(folder, &aws, &["show", "--json"]).await)).unwrap();
    assert_eq!((shown["version"].as_u64(), shown["by"].as_str()), (Some(3), Some("ada")));
    let listed = well(config(folder, &aws, &["history"]).await);
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(listed.lines().next().unwrap().ends_with("ada  (in force)"), "{listed}");
    assert_refused(&config(folder, &aws, &["show", "--version", "9"]).await, &["no version 9", "config history"]);
}

#[tokio::test]
async fn what_somebody_else_applied_is_not_replaced_unseen() {
    let (folder, aws) = deployed().await;
    let folder = folder.path();
    well(config(folder, &aws, &["apply", "roundup.toml", "--by", "ada"]).await);
    write(folder, &format!("# Grace's\n{ACME}"));
    let unseen = config(folder, &aws, &["apply", "roundup.toml", "--by", "grace"]).await;
    assert_refused(&unseen, &["version 1 was applied by ada", "grace", "config diff", "--expect 1"]);
    well(config(folder, &aws, &["apply", "roundup.toml", "--by", "grace", "--expect", "1"]).await);
    // Ada still thinks of version 1.
    write(folder, &format!("# Ada's\n{ACME}"));
    let stale = config(folder, &aws, &["apply", "roundup.toml", "--by", "ada", "--expect", "1"]).await;
    assert_refused(&stale, &["version 2 is in force, and not 1", "--expect 2"]);
    assert_eq!(well(config(folder, &aws, &["show"]).await), format!("# Grace's\n{ACME}"));
}

#[tokio::test]
async fn what_does_not_hold_is_refused_with_the_lines_of_check_and_changes_nothing() {
    let (folder, aws) = deployed().await;
    let folder = folder.path();
    well(config(folder, &aws, &["apply", "roundup.toml"]).await);
    write(folder, &ACME.replace("America/New_York", "America/New_Yrok").replace("24h", "soon"));
    let refused = config(folder, &aws, &["apply", "roundup.toml"]).await;
    let checked = binary::run(folder, &["check", "roundup.toml"]).await;
    assert_eq!((refused.code, refused.err.lines().count()), (1, 3), "{refused:?}");
    assert_eq!(refused.err, checked.err);
    assert_eq!(well(config(folder, &aws, &["show"]).await), ACME);
}

#[tokio::test]
async fn where_the_deployed_schedules_follow_from_what_changed_it_says_how_to_update_them() {
    let (folder, aws) = deployed().await;
    let folder = folder.path();
    well(config(folder, &aws, &["apply", "roundup.toml"]).await);
    for (before, after) in [("Mon 09:00", "Mon 10:00"), ("America/New_York", "Europe/Berlin")] {
        let text = fs::read_to_string(folder.join("roundup.toml")).unwrap();
        write(folder, &text.replace(before, after));
        let applied = well(config(folder, &aws, &["apply", "roundup.toml"]).await);
        assert!(applied.contains("sam deploy --parameter-overrides \"$(roundup config parameters roundup.toml)\""), "{applied}");
        assert!(applied.contains("the sweep does what is due, within five minutes"), "{applied}");
    }
}

#[tokio::test]
async fn parameters_are_pairs_that_a_shell_and_sam_take_and_json() {
    let folder = folder();
    let printed = binary::run(folder.path(), &["config", "parameters", "roundup.toml"]).await;
    // What is odd about the file is said where it does not get in the way.
    assert!(printed.code == 0 && printed.err.contains("warning: roundup.toml:"), "{printed:?}");
    let pairs = printed.out;
    assert!(pairs.starts_with("TimeZone=America/New_York AgendaSchedule='cron(") && pairs.lines().count() == 1, "{pairs}");
    let json = binary::run(folder.path(), &["config", "parameters", "roundup.toml", "--json"]).await;
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["TimeZone"], "America/New_York");
    assert_eq!(json["HandOffSchedule"], "cron(0 9 ? * MON *)");
    for name in json.as_object().unwrap().keys() {
        assert!(pairs.contains(&format!("{name}=")), "{name} in {pairs}");
    }
}

#[tokio::test]
async fn a_data_folder_has_the_configurations_that_serve_was_started_with() {
    let folder = folder();
    let folder = folder.path();
    for toml in [ACME.to_owned(), ACME.to_owned(), format!("# Another\n{ACME}")] {
        write(folder, &toml);
        roundup_tests::binary::Serving::start(folder, &["--data", "data"]).await.kill().await;
    }
    let listed = well(binary::run(folder, &["config", "history", "--data", "data"]).await);
    assert_eq!(listed.lines().count(), 2, "starting it again with the same one is none: {listed}");
    assert!(well(binary::run(folder, &["config", "show", "--data", "data"]).await).starts_with("# Another\n"));
}
