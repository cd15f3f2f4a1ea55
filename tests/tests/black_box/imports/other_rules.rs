//! What can be done with what is stored: written out, replayed under other rules, erased.

use super::github::{IMPORT, around, story};
use super::{Around, items_in_full};
use roundup_tests::binary::folder;
use roundup_tests::configuration::*;
use serde_json::{Value, json};
use std::path::Path;

async fn imported() -> (Around, tempfile::TempDir) {
    let around = around(&story()).await;
    let folder = folder();
    around.well(folder.path(), &IMPORT).await;
    (around, folder)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[tokio::test]
async fn everything_can_be_written_out() {
    let (around, folder) = imported().await;
    let items = lines(&around.well(folder.path(), &["export", "--data", "data"]).await);
    assert_eq!(items.len(), 5);
    assert!(items.iter().all(|item| item["id"].is_string() && item.get("first_response_seconds").is_some()), "{items:?}");
    let facts = lines(&around.well(folder.path(), &["export", "--facts", "--json", "--data", "data"]).await);
    let opened: Vec<&Value> = facts.iter().filter(|fact| fact["fact"]["name"] == "opened").collect();
    assert_eq!(opened.len(), 5, "{facts:?}");
    let csv = around.well(folder.path(), &["export", "--format", "csv", "--data", "data"]).await;
    assert!(csv.starts_with("id,source,kind,state,title,") && csv.contains("github:acme/widgets#12,Tracker,"), "{csv}");
    let facts = around.well(folder.path(), &["export", "--facts", "--format", "csv", "--data", "data"]).await;
    assert_eq!(facts.lines().filter(|line| line.starts_with("conversation,")).count(), 1, "{facts}");
}

#[tokio::test]
async fn other_rules_are_replayed_on_the_stored_facts() {
    let (around, folder) = imported().await;
    let strict =
        ACME.replacen("respond_within = \"24h\"", "respond_within = \"30m\"", 1).replacen(r#"["4h", "1h"]"#, r#"["10m"]"#, 1);
    std::fs::write(folder.path().join("strict.toml"), strict).unwrap();
    let replay = |config: &'static str, json: bool| {
        let mut args = vec!["replay", "--config", config, "--data", "data"];
        args.extend(json.then_some("--json"));
        let (around, folder) = (&around, &folder);
        async move { around.well(folder.path(), &args).await }
    };
    let told: Value = serde_json::from_str(&replay("strict.toml", true).await).unwrap();
    let total = &told["total"];
    assert_eq!(total["old"], json!({"in_time": 4, "late": 2, "open": 1}), "{told}");
    assert_eq!(total["new"], json!({"in_time": 0, "late": 7, "open": 0}), "{told}");
    let table = replay("strict.toml", false).await;
    assert!(table.contains("2 → 7") && table.contains("Tracker") && table.contains("github:acme/widgets#13"), "{table}");
    assert!(replay("roundup.toml", false).await.contains("No item would have gone otherwise"));
    let before = items_in_full(folder.path()).await;
    assert_eq!(before, items_in_full(folder.path()).await, "a replay changes nothing");
    let wrong = around.run(folder.path(), &["replay", "--config", "none.toml", "--data", "data"]).await;
    assert!(wrong.code == 1 && wrong.err.contains("none.toml"), "{wrong:?}");
}

async fn all_facts(around: &Around, folder: &Path) -> String {
    around.well(folder, &["export", "--facts", "--data", "data"]).await
}

#[tokio::test]
async fn a_person_is_erased_and_does_not_come_back() {
    let (around, folder) = imported().await;
    let erase = |more: &'static [&'static str]| {
        let args = [&["erase", "--person", "github:Octocat", "--data", "data"], more].concat();
        let (around, folder) = (&around, &folder);
        async move { around.run(folder.path(), &args).await }
    };
    assert!(all_facts(&around, folder.path()).await.contains("octocat"));
    let asked = erase(&[]).await;
    assert!(asked.code == 1 && asked.err.contains("--yes"), "{asked:?}");
    let dry = erase(&["--dry-run"]).await;
    assert!(dry.code == 0 && dry.out.contains("Nothing was erased") && dry.out.contains("3 items"), "{dry:?}");
    assert!(all_facts(&around, folder.path()).await.contains("octocat"));
    let erased = erase(&["--yes"]).await;
    assert!(erased.code == 0 && erased.out.contains("3 items"), "{erased:?}");
    for round in 0..2 {
        let facts = all_facts(&around, folder.path()).await;
        assert!(!facts.contains("octocat") && !facts.contains("The latest"), "round {round}: {facts}");
        let items = items_in_full(folder.path()).await;
        let ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 2, "{ids:?}");
        // Whatever brings the facts again: they are gone.
        around.well(folder.path(), &IMPORT).await;
    }
    let again = erase(&["--yes"]).await;
    assert!(again.out.contains("Nothing is stored"), "{again:?}");
    let nobody = around.run(folder.path(), &["erase", "--person", "octocat", "--yes", "--data", "data"]).await;
    assert!(nobody.code == 2 && nobody.err.contains("github:octocat"), "{nobody:?}");
}

#[tokio::test]
async fn a_customer_is_erased_with_their_channel() {
    let (around, folder) = imported().await;
    let import = ["import", "slack", GLOBEX, "--since", "30d", "--data", "data"];
    for event in super::slack::story() {
        around.slack.hear(&event);
    }
    around.well(folder.path(), &import).await;
    assert!(all_facts(&around, folder.path()).await.contains("The login fails"));
    let said = around.well(folder.path(), &["erase", "--customer", "globex", "--yes", "--data", "data"]).await;
    assert!(said.contains("3 items") && said.contains("deadline"), "{said}");
    for _ in 0..2 {
        let facts = all_facts(&around, folder.path()).await;
        assert!(!facts.contains("C0GLOBEX1") && facts.contains("Keys do not rotate"), "{facts}");
        assert_eq!(items_in_full(folder.path()).await.len(), 5, "the tracker's stay");
        around.well(folder.path(), &import).await;
    }
}
