//! From GitHub.

use super::{Around, items_in_full, without_traces};
use jiff::{SignedDuration, Timestamp};
use roundup_standins::Fault;
use roundup_tests::Thread;
use roundup_tests::binary::{Serving, ended, folder, system_now};
use roundup_tests::configuration::*;
use roundup_tests::github::{Delivery, Form};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

pub(super) const IMPORT: [&str; 7] = ["import", "github", "acme/widgets", "--since", "30d", "--data", "data"];

/// Three days at Acme's: asked and answered too late, a draft that became ready, closed and opened again, a discussion, and
/// something that was asked an hour ago.
pub(super) fn story() -> Vec<Delivery> {
    let begin = Timestamp::from_second(system_now().as_second()).unwrap() - SignedDuration::from_hours(72);
    let at = |hours: i64| begin + SignedDuration::from_hours(hours);
    let thread = |form, number, author, title, hours| Thread::new(form, WIDGETS, number, author, title, at(hours));
    let mut told = Vec::new();

    let mut keys = thread(Form::Issue, 12, OCTOCAT, "Keys do not rotate", 0);
    told.push(keys.opened());
    keys.labels = vec!["bug".to_owned()];
    told.push(keys.labelled("bug", ADA_GH, at(1)));
    told.push(keys.comment(9_007_199_254_740_993, Some(ADA_GH), "Which version?", at(2)));
    told.push(keys.comment(9_007_199_254_740_994, Some(OCTOCAT), "The latest", at(3)));
    let mut edited = keys.comment_event("edited", 9_007_199_254_740_994, Some(OCTOCAT), "The latest, 4.2", at(4));
    edited.payload["comment"]["created_at"] = json!(at(3));
    edited.payload["comment"]["updated_at"] = json!(at(4));
    edited.payload["changes"] = json!({"body": {"from": "The latest"}});
    told.push(edited);
    told.push(keys.comment(9_007_199_254_740_995, Some(BEN_GH), "Found it", at(40)));

    let mut fix = thread(Form::Pull, 13, HUBBER, "Rotate keys", 5);
    fix.draft = true;
    told.push(fix.opened());
    fix.draft = false;
    told.push(fix.happened("ready_for_review", HUBBER, at(6)));
    told.push(fix.review(55, ADA_GH, Some("Good"), at(7)));

    let mut dark = thread(Form::Issue, 14, HUBBER, "Dark mode", 8);
    told.push(dark.opened());
    dark.closed_at = Some(at(9));
    told.push(dark.happened("closed", ADA_GH, at(9)));
    dark.closed_at = None;
    told.push(dark.happened("reopened", HUBBER, at(10)));

    let how = thread(Form::Discussion, 3, OCTOCAT, "How do I rotate keys?", 11);
    told.push(how.opened());
    told.push(how.comment(77, Some(ADA_GH), "Like this", at(12)));
    told.push(thread(Form::Issue, 15, OCTOCAT, "Just now", 71).opened());
    told
}

pub(super) async fn around(story: &[Delivery]) -> Around {
    let around = Around::new().await;
    for delivery in story {
        around.github.hear(delivery.event, &delivery.payload);
    }
    around
}

/// Delivers a story to a `serve` on a folder's data; what has become of it.
async fn deliver(around: &Around, folder: &Path, story: &[Delivery], items: usize) -> Vec<Value> {
    let serving = Serving::of(around.command(folder, &["serve", "--listen", "127.0.0.1:0", "--data", "data"])).await;
    for delivery in story {
        assert_eq!(serving.deliver(delivery).await, 200);
    }
    settled(&serving, items).await;
    serving.kill().await;
    items_in_full(folder).await
}

/// Waits until there are so many items, and they change no more.
async fn settled(serving: &Serving, count: usize) {
    let mut before = Value::Null;
    for _ in 0..150 {
        let now = serving.get("/dev/items").await;
        if now.as_array().unwrap().len() == count && now == before {
            return;
        }
        before = now;
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    panic!("the items do not settle: {before}");
}

#[tokio::test]
async fn a_new_user_sees_the_agenda_with_nothing_but_a_token() {
    let around = around(&story()).await;
    let folder = tempfile::tempdir().unwrap();
    let said = around.well(folder.path(), &IMPORT[..5]).await;
    for part in ["5 threads read", "staff_github_org = \"acme\"", "github = \"acme/widgets\"", "2 items wait"] {
        assert!(said.contains(part), "{part:?} in {said}");
    }
    let digest = around.well(folder.path(), &["digest"]).await;
    for title in ["Keys do not rotate", "Dark mode", "Just now"] {
        assert!(digest.contains(title), "{title:?} in {digest}");
    }
    let again = around.well(folder.path(), &IMPORT[..5]).await;
    assert!(again.contains("5 threads read, 0 facts new"), "{again}");
    assert_eq!(around.posted(), Vec::<Value>::new(), "nobody is told of what was due before");
}

#[tokio::test]
async fn an_import_is_as_if_the_webhooks_had_arrived_in_whatever_order() {
    let story = story();
    let around = around(&story).await;
    let [webhooks, import, middle] = [folder(), folder(), folder()];
    let by_webhooks = deliver(&around, webhooks.path(), &story, 5).await;
    assert_eq!(by_webhooks.iter().find(|item| item["id"] == "github:acme/widgets#12").unwrap()["breaches"], 1);

    let said = around.well(webhooks.path(), &IMPORT).await;
    assert!(said.contains("0 facts new"), "{said}");
    assert_eq!(items_in_full(webhooks.path()).await, by_webhooks, "what is there already changes nothing");

    around.well(import.path(), &IMPORT).await;
    let by_import = items_in_full(import.path()).await;
    assert_eq!(without_traces(&by_import), without_traces(&by_webhooks));
    let after = deliver(&around, import.path(), &story, 5).await;
    assert_eq!(after, by_import, "what was imported already changes nothing");

    deliver(&around, middle.path(), &story[..6], 1).await;
    around.well(middle.path(), &IMPORT).await;
    let by_both = deliver(&around, middle.path(), &story[3..], 5).await;
    assert_eq!(without_traces(&by_both), without_traces(&by_webhooks));
}

#[tokio::test]
async fn nobody_is_reminded_of_what_was_due_before_the_import_not_even_after_a_restart() {
    let around = around(&story()).await;
    let folder = folder();
    around.well(folder.path(), &IMPORT).await;
    for _ in 0..2 {
        let serving = Serving::of(around.command(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--data", "data"])).await;
        settled(&serving, 5).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        serving.kill().await;
    }
    let about: Vec<Value> = around.posted().into_iter().filter(|post| post.to_string().contains("Dark mode")).collect();
    // The hand-off lists who waits; a reminder or an escalation would be in the internal channel too.
    assert!(about.iter().all(|post| post["channel"] != INTERNAL), "{about:?}");
    let dark = items_in_full(folder.path()).await.into_iter().find(|item| item["id"] == "github:acme/widgets#14").unwrap();
    assert_eq!((&dark["state"], &dark["breaches"]), (&json!("waiting"), &json!(1)), "the record stays right: {dark}");
}

#[tokio::test]
async fn a_running_serve_takes_in_what_is_imported_beside_it() {
    let around = around(&story()).await;
    let folder = folder();
    let serving = Serving::of(around.command(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--data", "data"])).await;
    let said = around.well(folder.path(), &IMPORT).await;
    assert!(said.contains("`serve` runs"), "{said}");
    settled(&serving, 5).await;
}

#[tokio::test]
async fn an_import_waits_as_github_says_and_goes_on_where_it_was_killed() {
    let around = around(&story()).await;
    around.github.fail("timeline", Fault::RateLimit(6), 1);
    let folder = folder();
    let waited = around.run(folder.path(), &IMPORT).await;
    assert_eq!(waited.code, 0, "{waited:?}");
    assert!(waited.err.contains("GitHub asks to wait 6 s") && waited.err.contains("waits 6 s"), "{}", waited.err);

    let other = roundup_tests::binary::folder();
    // The first issue of the list is read, then nothing answers any more.
    around.github.fail("reviews", Fault::ServerError, 1_000);
    let mut command = around.command(other.path(), &IMPORT);
    let mut child = command.spawn().unwrap();
    tokio::time::sleep(Duration::from_secs(4)).await;
    child.kill().await.unwrap();
    around.github.recover();
    let again = ended(around.command(other.path(), &IMPORT)).await;
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(without_traces(&items_in_full(other.path()).await), without_traces(&items_in_full(folder.path()).await));
}

#[tokio::test]
async fn what_cannot_be_imported_is_said_in_one_line() {
    let around = around(&story()).await;
    let folder = folder();
    std::fs::write(folder.path().join("nothing.toml"), acme_with("github = \"acme/widgets\"", "github = \"acme/nothing\""))
        .unwrap();
    for (args, says) in [
        (
            vec!["import", "github", "acme/nothing", "--since", "30d", "--config", "nothing.toml"],
            vec!["acme/nothing: there is no such repository"],
        ),
        (vec!["import", "github", "acme/nothing", "--since", "30d"], vec!["acme/nothing is no source in roundup.toml"]),
        (vec!["import", "github", "acme/widgets", "--since", "2199-01-01"], vec!["in the future"]),
    ] {
        let ended = around.run(folder.path(), &args).await;
        assert_eq!(ended.code, 1, "{ended:?}");
        assert!(says.iter().all(|say| ended.err.contains(say)), "{ended:?}");
    }
    for args in [vec!["import", "github", "acme", "--since", "30d"], vec!["import", "github", "acme/widgets"], vec!["import"]] {
        let ended = around.run(folder.path(), &args).await;
        assert_eq!((ended.code, ended.err.trim_end().lines().count()), (2, 1), "{ended:?}");
    }
    let gone = std::fs::read_to_string(folder.path().join("roundup.toml")).unwrap().replace("acme/widgets", "acme/gizmos");
    std::fs::write(folder.path().join("roundup.toml"), gone).unwrap();
    let ended = around.run(folder.path(), &IMPORT).await;
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains("acme/widgets is no source in roundup.toml") && ended.err.contains("[[sources]]"), "{ended:?}");
    around.github.fail("*", Fault::Refused("401".to_owned()), 10);
    let ended = around.run(folder.path(), &IMPORT).await;
    assert!(ended.code == 1 && ended.err.contains("GITHUB_TOKEN") && !ended.err.contains(GITHUB_TOKEN), "{ended:?}");
}
