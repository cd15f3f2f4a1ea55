//! The preparation: a day or two before the Roundup, whoever is on call is told what to go through.

use super::cards::{TO_ADA, TO_BEN, TO_CLEO};
use roundup_local::process::Without;
use roundup_standins::{Call, Fault};
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::interactions::buttons;
use roundup_tests::told::{is_message, short};
use roundup_tests::{Setup, World};
use serde_json::Value;

/// The configuration with a Roundup on Tuesdays at 13:00 in New York, prepared two days and a day before.
fn tuesdays() -> String {
    acme_with("meeting = \"Fri 16:00\"", "meeting = \"Tue 13:00\"\nprepare = [\"2d\", \"1d\"]\ndocs = \"https://docs.acme.test\"")
}

async fn world() -> World {
    World::configured(tuesdays()).await
}

fn is_preparation(call: &Call) -> bool {
    let key = call.body["metadata"]["event_payload"]["key"].as_str();
    call.method == "chat.postMessage" && is_message(call) && key.is_some_and(|key| key.starts_with("prepare:"))
}

fn prepared(world: &World) -> Vec<Call> {
    world.slack.calls().into_iter().filter(is_preparation).collect()
}

/// When and to whom: `Sun 17:00 U0STAFF01`.
fn lines(world: &World) -> Vec<String> {
    prepared(world).iter().map(|call| format!("{} {}", short(call.at), call.body["channel"].as_str().unwrap())).collect()
}

/// All that the last one says.
fn said(world: &World) -> String {
    let last = prepared(world).pop().unwrap();
    last.body["blocks"].to_string()
}

/// The message as it lies in somebody's direct messages.
fn lies(world: &World, direct: &str) -> Value {
    let is_it =
        |message: &Value| message["metadata"]["event_payload"]["key"].as_str().is_some_and(|key| key.starts_with("prepare:"));
    world.slack.messages(direct).into_iter().rfind(is_it).unwrap()
}

#[tokio::test]
async fn it_comes_at_each_time_to_whoever_is_on_call_then_across_the_change_of_clocks() {
    let world = world().await;
    // The Monday of the start is the day before a Roundup: 13:00 is at 18:00 UTC.
    world.to("2026-03-02T17:59:59Z").await;
    assert_eq!(lines(&world), Vec::<String>::new());
    world.to("2026-03-17T23:00:00Z").await;
    let to = |user: &str, times: &[&str]| times.iter().map(|time| format!("{time} {user}")).collect::<Vec<_>>();
    // On Sunday 8 March the clocks go forward in New York; on Mondays at 9:00 the other takes over.
    let expected = [to(ADA, &["Mon 18:00", "Sun 17:00"]), to(BEN, &["Mon 17:00", "Sun 17:00"]), to(ADA, &["Mon 17:00"])];
    assert_eq!(lines(&world), expected.concat());
    assert_eq!(
        world.slack.messages(TO_ADA).iter().filter(|message| message["text"].as_str().unwrap().contains("Roundup")).count(),
        3
    );
}

#[tokio::test]
async fn it_lists_what_to_complete_and_what_to_revisit_with_buttons_and_every_source() {
    let world = world().await;
    world.to("2026-03-03T19:00:00Z").await;
    let waits = world.say(GLOBEX, DANA, "Exports <fail> & stop").await;
    let old = world.issue(7, OCTOCAT, "Old and complete").await;
    world.comment(&old, ADA_GH, "What version?").await;
    let mut pull = world.open(Form::Pull, WIDGETS, 8, HUBBER, "Ready without a reason").await;
    pull.labels = vec!["Ready for roundup".to_owned()];
    world.deliver(pull.labelled("Ready for roundup", ADA_GH, world.now())).await;
    world.comment(&pull, ADA_GH, "Thanks, on the list.").await;
    let closed = world.issue(9, HUBBER, "Closed since").await;
    world.happens(&closed, "closed", ADA_GH).await;
    world.to("2026-03-08T16:59:00Z").await;
    world.reply(&waits, ADA, "Looking into it.").await;
    world.to("2026-03-08T17:00:00Z").await;
    let said = said(&world);
    for text in [
        "Exports &lt;fail&gt; &amp; stop",
        "Old and complete",
        "Ready without a reason",
        "*To complete* · 3",
        "https://docs.acme.test",
    ] {
        assert!(said.contains(text), "{text}: {said}");
    }
    assert!(!said.contains("Closed since"), "{said}");
    for source in [
        "https://slack.com/app_redirect?team=T0STAFF01&amp;channel=C0GLOBEX1|Globex",
        "https://app.slack.com/client/T0STAFF01|Customers",
        "https://github.com/acme/widgets/issues|Tracker",
        "https://github.com/acme/gadgets/issues|Gadgets",
    ] {
        assert!(said.contains(source), "{source}: {said}");
    }
    let message = lies(&world, TO_ADA);
    let triage = buttons(&message).iter().filter(|button| *button == "Triage").count();
    assert_eq!(triage, 3, "{:?}", buttons(&message));
    // And the buttons work.
    world.press(ADA, TO_ADA, &message, "triage").await;
    assert!(world.slack.opened().is_some());
}

#[tokio::test]
async fn an_old_thread_whose_form_is_complete_is_to_be_revisited_until_it_is_ready() {
    let world = world().await;
    world.to("2026-03-03T19:00:00Z").await;
    let said_by_dana = world.say(GLOBEX, DANA, "The export fails").await;
    world.to("2026-03-04T15:00:30Z").await;
    let filled = [("bug:expected", serde_json::json!("A file")), ("bug:actual", serde_json::json!("None"))];
    super::cards::triage(&world, ADA, TO_ADA, "bug", &filled).await;
    world.reply(&said_by_dana, ADA, "Let me see.").await;
    world.to("2026-03-08T17:00:00Z").await;
    assert!(said(&world).contains("*Old threads to revisit* · 1") && !said(&world).contains("To complete"), "{}", said(&world));
    super::cards::triage(&world, ADA, TO_ADA, "bug", &[("ready", serde_json::json!(["ready"]))]).await;
    world.to("2026-03-09T17:00:00Z").await;
    let line = "🎉 Nothing to prepare for the Roundup on *Tue 10 Mar 13:00 EDT*: 1 item is ready.";
    assert_eq!(prepared(&world).pop().unwrap().body["text"], line);
}

#[tokio::test]
async fn with_nothing_to_prepare_it_is_one_line() {
    let world = world().await;
    world.to("2026-03-02T18:00:00Z").await;
    let call = prepared(&world).pop().unwrap();
    let text = "🎉 Nothing to prepare for the Roundup on *Tue 3 Mar 13:00 EST*: 0 items are ready.";
    assert_eq!((call.body["text"].as_str().unwrap(), call.body["blocks"].as_array().unwrap().len()), (text, 1));
}

#[tokio::test]
async fn it_comes_once_whatever_triggers_it_and_however_often() {
    let world = World::with(Setup { configuration: tuesdays(), reacting: false, ..Setup::default() }).await;
    world.to("2026-03-02T17:59:00Z").await;
    let (app, now) = (&world.process.app, "2026-03-02T18:00:00Z".parse().unwrap());
    let (one, other, swept) = tokio::join!(app.send_preparation(now), app.send_preparation(now), app.sweep(now));
    swept.unwrap();
    assert!(u8::from(one.unwrap()) + u8::from(other.unwrap()) <= 1, "at most one was the first");
    world.to("2026-03-03T17:00:00Z").await;
    assert_eq!(lines(&world).len(), 1, "{:?}", lines(&world));
}

#[tokio::test]
async fn a_crash_at_any_write_of_it_loses_nothing_and_repeats_nothing() {
    for writes in 0.. {
        let world = World::with(Setup { configuration: tuesdays(), reacting: false, ..Setup::default() }).await;
        world.to("2026-03-02T17:59:00Z").await;
        let (app, table) = (&world.process.app, &world.process.table);
        table.fail_after_writes(writes);
        let crashed = app.send_preparation("2026-03-02T18:00:00Z".parse().unwrap()).await.is_err();
        table.fail_while(false);
        for later in ["2026-03-02T18:05:00Z", "2026-03-02T18:10:00Z"] {
            app.sweep(later.parse().unwrap()).await.unwrap();
        }
        assert_eq!(prepared(&world).len(), 1, "after {writes} writes");
        if !crashed {
            assert!(writes >= 3, "{writes}");
            break;
        }
    }
}

#[tokio::test]
async fn while_slack_is_down_it_waits_and_then_says_how_things_stand() {
    let world = world().await;
    world.to("2026-03-02T17:00:00Z").await;
    world.slack.fail("*", Fault::ServerError, 10_000);
    world.to("2026-03-02T18:30:00Z").await;
    world.issue(1, OCTOCAT, "Asked meanwhile").await;
    world.advance("30m").await;
    assert_eq!(lines(&world), Vec::<String>::new());
    world.slack.recover();
    world.advance("1h").await;
    assert_eq!(lines(&world).len(), 1);
    assert!(said(&world).contains("Asked meanwhile"), "{}", said(&world));
}

#[tokio::test]
async fn the_sweep_alone_sends_it_and_one_that_is_long_past_is_not_sent_any_more() {
    let all = Without { scheduler: true, ttl: true, sweep: false };
    let world = World::with(Setup { configuration: tuesdays(), without: all, ..Setup::default() }).await;
    world.process.table.fail_while(true);
    world.to("2026-03-02T18:10:00Z").await;
    world.process.table.fail_while(false);
    world.process.app.sweep(world.now()).await.unwrap();
    assert_eq!(lines(&world), [format!("Mon 18:10 {ADA}")]);
    world.process.table.fail_while(true);
    world.to("2026-03-09T06:00:00Z").await;
    world.process.table.fail_while(false);
    world.process.app.sweep(world.now()).await.unwrap();
    assert_eq!(lines(&world).len(), 1, "that of Sunday is thirteen hours old: {:?}", lines(&world));
}

#[tokio::test]
async fn with_nobody_on_call_nobody_is_told() {
    let configuration = tuesdays().replace("rotation = [\"U0STAFF01\", \"U0STAFF02\"]", "rotation = []");
    let world = World::configured(configuration).await;
    world.to("2026-03-04T18:00:00Z").await;
    assert_eq!(lines(&world), Vec::<String>::new());
}

#[tokio::test]
async fn who_takes_over_is_told_instead() {
    let world = world().await;
    world.command(CLEO, "take").await;
    world.advance("0s").await;
    world.to("2026-03-02T18:00:00Z").await;
    assert_eq!(lines(&world), [format!("Mon 18:00 {CLEO}")]);
    assert_eq!(world.slack.messages(TO_BEN).len(), 0);
    assert!(lies(&world, TO_CLEO)["text"].as_str().unwrap().contains("Nothing to prepare"));
}
