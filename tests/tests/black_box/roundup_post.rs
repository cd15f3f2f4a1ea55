//! The agenda in Slack: posted once at the meeting's time, whatever triggers it, and whatever fails meanwhile.

use jiff::{SignedDuration, Timestamp};
use roundup_local::process::Without;
use roundup_standins::{Call, Fault};
use roundup_tests::configuration::*;
use roundup_tests::github::{Form, Thread};
use roundup_tests::told::{is_agenda, is_message, short};
use roundup_tests::{Setup, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// When the first Roundup is held: Friday at 16:00 in New York.
pub const MEETS: &str = "2026-03-06T21:00:00Z";
/// The next one, after the clocks have gone forward.
pub const MEETS_AGAIN: &str = "2026-03-13T20:00:00Z";
/// The label.
pub const READY: &str = "Ready for roundup";

/// The configuration with an agenda that is posted to the internal channel, and more under `[roundup]`.
#[must_use]
pub fn posting(more: &str) -> String {
    let meeting = "meeting = \"Fri 16:00\"";
    acme_with(meeting, &format!("{meeting}\npost = \"{INTERNAL}\"\n{more}"))
}

/// The configuration with an agenda that is posted and mailed.
#[must_use]
pub fn posting_and_mailing() -> String {
    posting("email = { from = \"roundup@acme.test\", to = [\"team@acme.test\"] }")
}

/// The moment.
#[must_use]
pub fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// An issue or pull request that is ready for the Roundup, and was answered.
pub async fn ready(world: &World, form: Form, number: u64, title: &str, labels: &[&str]) -> Thread {
    world.github.issue(WIDGETS, number, title);
    let mut thread = world.open(form, WIDGETS, number, OCTOCAT, title).await;
    thread.labels = labels.iter().chain(&[READY]).map(|label| (*label).to_owned()).collect();
    world.deliver(thread.labelled(READY, ADA_GH, world.now())).await;
    world.comment(&thread, ADA_GH, "Thank you, we will talk about it.").await;
    world.advance("0s").await;
    thread
}

/// A bug that is ready.
pub async fn ready_bug(world: &World, number: u64, title: &str) -> Thread {
    ready(world, Form::Issue, number, title, &["bug"]).await
}

/// The messages of agendas that were posted, whatever became of the answer.
#[must_use]
pub fn posted(world: &World) -> Vec<Call> {
    let is_post = |call: &Call| call.method == "chat.postMessage" && is_message(call) && is_agenda(call);
    world.slack.calls().into_iter().filter(is_post).collect()
}

/// When each was posted, and its text up to a comma: `Fri 21:00 Bugs (1)`.
#[must_use]
pub fn lines(calls: &[Call]) -> Vec<String> {
    let text = |call: &Call| call.body["text"].as_str().unwrap().split(',').next().unwrap().to_owned();
    calls.iter().map(|call| format!("{} {}", short(call.at), text(call))).collect()
}

/// The agenda of the coming Roundup.
pub async fn agenda(world: &World) -> Value {
    world.advance("0s").await;
    world.get("/dev/digest?format=json").await.json()
}

/// Its entries: name, since when it is carried over, decision.
pub async fn entries(world: &World) -> Vec<(String, Value, Value)> {
    let agenda = agenda(world).await;
    let entries = agenda["entries"].as_array().unwrap().iter();
    let entry = |entry: &Value| {
        let name = entry["item"].as_str().unwrap().to_owned();
        (name, entry["carried_since"].clone(), entry["decision"].clone())
    };
    entries.map(entry).collect()
}

/// How often the message of each notice was posted.
fn times(calls: &[Call]) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for call in calls {
        *times.entry(call.body["metadata"]["event_payload"]["key"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    times
}

#[tokio::test]
async fn it_is_posted_at_the_meetings_time_with_a_message_of_every_kind_in_its_thread_and_never_again() {
    let world = World::configured(posting("")).await;
    ready(&world, Form::Pull, 1, "Retry <uploads> & downloads", &[]).await;
    ready(&world, Form::Issue, 2, "Sync hangs", &["bug"]).await;
    ready(&world, Form::Issue, 3, "Dark mode", &["enhancement"]).await;
    ready(&world, Form::Issue, 4, "How to rotate keys?", &["question"]).await;
    world.to("2026-03-06T20:59:59Z").await;
    assert_eq!(lines(&posted(&world)), Vec::<String>::new());
    world.advance("1s").await;
    let calls = posted(&world);
    let texts = ["Acme Roundup", "Pull requests (1)", "Bugs (1)", "Feature requests (1)", "Questions (1)", "Thanks"];
    assert_eq!(lines(&calls), texts.map(|text| format!("Fri 21:00 {text}")));
    let first = &calls[0];
    assert!(first.body["thread_ts"].is_null() && calls.iter().all(|call| call.body["channel"] == INTERNAL));
    assert!(calls[1..].iter().all(|call| call.body["thread_ts"] == first.answer["ts"]), "all in one thread");
    let bug = calls[2].body["blocks"].to_string();
    assert!(bug.contains("*BUG: (Mona Lisa, github)*") && bug.contains("Sync hangs"), "{bug}");

    for _ in 0..3 {
        world.process.app.post_agenda(world.now()).await.unwrap();
        world.process.app.sweep(world.now()).await.unwrap();
        world.advance("1h").await;
    }
    world.to("2026-03-13T19:59:59Z").await;
    assert_eq!(posted(&world).len(), calls.len(), "until the next one nothing more is posted");
    world.to(MEETS_AGAIN).await;
    assert_eq!(lines(&posted(&world)[calls.len()..])[0], "Fri 20:00 Acme Roundup");
}

#[tokio::test]
async fn triggered_twice_at_once_by_different_processes_it_is_posted_once() {
    let world = World::configured(posting_and_mailing()).await;
    ready_bug(&world, 1, "Sync hangs").await;
    world.to("2026-03-06T20:59:00Z").await;
    let now = at(MEETS);
    let app = &world.process.app;
    let (one, other, swept) = tokio::join!(app.post_agenda(now), app.post_agenda(now), app.sweep(now));
    one.unwrap();
    other.unwrap();
    swept.unwrap();
    // What one left to the other is sent by the sweep.
    app.sweep(now + SignedDuration::from_mins(5)).await.unwrap();
    let times = times(&posted(&world));
    assert!(times.len() > 2 && times.values().all(|times| *times == 1), "{times:?}");
    assert_eq!(world.process.stand_ins.mail.mails().len(), 1);
    world.to(MEETS).await;
    assert_eq!(posted(&world).len(), times.len());
}

#[tokio::test]
async fn a_crash_at_any_write_of_it_loses_nothing_and_repeats_nothing() {
    let mut crashes = 0;
    for writes in 0.. {
        let world = World::with(Setup { configuration: posting_and_mailing(), reacting: false, ..Setup::default() }).await;
        ready_bug(&world, 1, "Sync hangs").await;
        world.say(GLOBEX, DANA, "When is 5.0 due?").await;
        world.to("2026-03-03T14:30:00Z").await;
        let (app, table, now) = (&world.process.app, &world.process.table, at(MEETS));
        let numbers = numbers(&world, now).await;

        table.fail_after_writes(writes);
        let crashed = app.post_agenda(now).await.is_err();
        table.fail_while(false);
        for minutes in [5, 10] {
            app.sweep(now + SignedDuration::from_mins(minutes)).await.unwrap();
        }
        let times = times(&posted(&world));
        assert!(times.len() > 2 && times.values().all(|times| *times == 1), "after {writes} writes: {times:?}");
        // Whether SES has taken a mail cannot be asked: it comes once too often rather than never.
        let mails = world.process.stand_ins.mail.mails();
        let ids: Vec<Option<&str>> = mails.iter().map(|mail| mail.header("Message-ID")).collect();
        assert!((1..=2).contains(&mails.len()) && ids.iter().all(|id| *id == ids[0]), "after {writes} writes: {ids:?}");
        let kept = app.store.week_numbers(12).await.unwrap();
        assert_eq!(kept.iter().map(|kept| serde_json::from_str(kept).unwrap()).collect::<Vec<Value>>(), [numbers]);
        let left = app.store.roundup("2026-03-06".parse().unwrap()).await.unwrap();
        assert_eq!(left.len(), 0, "after {writes} writes: all that is open is filed for the next one");
        let stands = app.store.week_stands("2026-03-06".parse().unwrap()).await.unwrap();
        assert!(stands.has_numbers && stands.is_carried_over);
        if !crashed {
            break;
        }
        crashes += 1;
    }
    println!("crashed at {crashes} writes");
    assert!(crashes >= 5, "{crashes}");
}

/// The week's numbers as they are to be kept, of the agenda as it is just before it is posted.
async fn numbers(world: &World, now: Timestamp) -> Value {
    let agenda = world.process.app.agenda(now - SignedDuration::from_nanos(1)).await.unwrap();
    let week = &agenda.week.total;
    let times = &week.first_response_seconds;
    json!({"date": agenda.date, "comments": week.comments, "in_time": week.in_time, "late": week.late, "median": times.median, "p90": times.p90})
}

#[tokio::test]
async fn what_slack_does_not_take_is_mailed_all_the_same_and_posted_later_as_it_was_put_together() {
    let world = World::configured(posting_and_mailing()).await;
    let mut bug = ready_bug(&world, 1, "Sync hangs").await;
    world.to("2026-03-06T20:30:00Z").await;
    world.slack.fail("*", Fault::ServerError, 10_000);
    world.to(MEETS).await;
    assert_eq!((posted(&world).len(), world.process.stand_ins.mail.mails().len()), (0, 1));
    bug.title = "Sync hangs on Windows".to_owned();
    world.deliver(bug.happened("edited", OCTOCAT, world.now())).await;
    let mut retitled = bug.happened("edited", OCTOCAT, world.now());
    retitled.payload["changes"] = json!({"title": {"from": "Sync hangs"}});
    world.deliver(retitled).await;
    world.advance("2h").await;
    assert_eq!(posted(&world).len(), 0);
    world.slack.recover();
    world.advance("1h").await;
    let calls = posted(&world);
    let times = times(&calls);
    assert!(times.values().all(|times| *times == 1) && calls[0].body["thread_ts"].is_null(), "{times:?}");
    assert!(calls[1..].iter().all(|call| call.body["thread_ts"] == calls[0].answer["ts"]));
    assert!(
        calls[1..].iter().all(|call| call.at == calls[0].at),
        "the replies do not wait for another sweep: {:?}",
        lines(&calls)
    );
    assert!(calls.iter().any(|call| call.body.to_string().contains("Sync hangs")));
    assert!(!calls.iter().any(|call| call.body.to_string().contains("Windows")), "it says what it said at the meeting's time");
    assert_eq!(world.process.stand_ins.mail.mails().len(), 1);
    assert_eq!(agenda(&world).await["entries"][0]["title"], "Sync hangs on Windows");
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_not_posted_again() {
    let world = World::configured(posting("")).await;
    ready_bug(&world, 1, "Sync hangs").await;
    world.to("2026-03-06T20:59:00Z").await;
    world.slack.fail("chat.postMessage", Fault::CarriedOutThenCut, 2);
    world.advance("3h").await;
    let times = times(&posted(&world));
    assert!(times.len() > 2 && times.values().all(|times| *times == 1), "{times:?}");
}

#[tokio::test]
async fn a_reply_that_fails_alone_follows_alone() {
    let world = World::configured(posting("")).await;
    ready_bug(&world, 1, "Sync hangs").await;
    world.to("2026-03-06T20:59:00Z").await;
    world.slack.fail("chat.postMessage", Fault::CarriedOutThenCut, 1);
    world.slack.fail("chat.postMessage", Fault::RateLimit(90), 1);
    world.advance("1h").await;
    let calls = posted(&world);
    let times = times(&calls);
    assert!(times.len() > 2 && times.values().all(|times| *times == 1), "{times:?}");
    assert!(calls[1..].iter().all(|call| call.body["thread_ts"] == calls[0].answer["ts"]), "{:?}", lines(&calls));
}

#[tokio::test]
async fn a_channel_that_is_shared_with_another_organisation_does_not_get_it() {
    let world = World::configured(posting_and_mailing()).await;
    world.slack.channel(INTERNAL, "help-internal", true);
    ready_bug(&world, 1, "Sync hangs").await;
    world.to(MEETS).await;
    world.advance("24h").await;
    assert_eq!((posted(&world).len(), world.process.stand_ins.mail.mails().len()), (0, 1));
}

#[tokio::test]
async fn while_slack_cannot_say_whether_a_channel_is_shared_it_waits() {
    for is_shared in [false, true] {
        let world = World::configured(posting("")).await;
        world.slack.channel(INTERNAL, "help-internal", is_shared);
        ready_bug(&world, 1, "Sync hangs").await;
        world.to("2026-03-06T20:59:00Z").await;
        world.slack.fail("conversations.info", Fault::ServerError, 1_000);
        world.advance("1h").await;
        assert_eq!(posted(&world).len(), 0);
        world.slack.recover();
        world.advance("1h").await;
        assert_eq!(posted(&world).is_empty(), is_shared, "{:?}", lines(&posted(&world)));
    }
}

#[tokio::test]
async fn what_was_not_decided_is_carried_over_and_says_since_when() {
    let world = World::configured(posting("")).await;
    let bug = ready_bug(&world, 1, "Sync hangs").await;
    let closed = ready_bug(&world, 2, "Sync is slow").await;
    world.happens(&closed, "closed", ADA_GH).await;
    let waits = world.say(GLOBEX, DANA, "When is 5.0 due?").await;
    assert_eq!(entries(&world).await.len(), 2, "what is closed in the week is looked at once more");
    world.to(MEETS).await;
    let since = json!("2026-03-06");
    assert_eq!(entries(&world).await, [(bug.item(), since.clone(), Value::Null)]);
    let untriaged = agenda(&world).await["untriaged"].clone();
    assert_eq!(untriaged[0]["item"], json!(waits.item(HOME)), "who waits is not forgotten either: {untriaged}");
    world.to(MEETS_AGAIN).await;
    let second = posted(&world).into_iter().filter(|call| call.at == at(MEETS_AGAIN));
    let bugs = second.filter(|call| call.body["text"] == "Bugs (1)").map(|call| call.body["blocks"].to_string());
    let bugs: Vec<String> = bugs.collect();
    assert!(bugs.len() == 1 && bugs[0].contains("6 Mar"), "{bugs:?}");
    assert_eq!(entries(&world).await, [(bug.item(), since, Value::Null)]);
}

#[tokio::test]
async fn after_an_outage_over_the_meeting_nothing_stale_is_posted_and_nothing_is_forgotten() {
    // A schedule that cannot be carried out is tried again every minute, which takes long to watch.
    let without = Without { scheduler: true, ..Without::default() };
    let world = World::with(Setup { configuration: posting_and_mailing(), without, ..Setup::default() }).await;
    let bug = ready_bug(&world, 1, "Sync hangs").await;
    for (outage, until, is_posted) in
        [("in the next hour", "2026-03-06T22:00:00Z", true), ("too late", "2026-03-14T20:00:00Z", false)]
    {
        world.advance("1s").await;
        world.process.table.fail_while(true);
        world.to(until).await;
        world.process.table.fail_while(false);
        let before = posted(&world).len();
        world.process.app.sweep(world.now()).await.unwrap();
        world.advance("1h").await;
        assert_eq!(posted(&world).len() > before, is_posted, "{outage}");
        assert_eq!(entries(&world).await, [(bug.item(), json!("2026-03-06"), Value::Null)], "{outage}");
    }
}

#[tokio::test]
async fn an_item_that_something_happens_to_just_after_the_meeting_began_is_on_its_agenda() {
    let world = World::configured(posting("")).await;
    let bug = ready_bug(&world, 1, "Sync hangs").await;
    world.to("2026-03-06T20:59:59Z").await;
    world.slack.fail("*", Fault::ServerError, 1);
    // The meeting has begun, and whoever posts the agenda is a little late.
    let late = at(MEETS) + SignedDuration::from_secs(20);
    world.process.table.fail_while(true);
    world.to(&late.to_string()).await;
    world.process.table.fail_while(false);
    world.comment(&bug, OCTOCAT, "It hangs on Linux, too.").await;
    world.issue(2, HUBBER, "Opened after it began").await;
    world.advance("0s").await;
    assert_eq!(entries(&world).await.len(), 1, "it is filed for the next one");
    world.process.app.post_agenda(world.now()).await.unwrap();
    let calls = posted(&world);
    assert!(lines(&calls).iter().any(|line| line.ends_with("Bugs (1)")), "{:?}", lines(&calls));
    assert!(!calls.iter().any(|call| call.body.to_string().contains("Opened after it began")));
}

#[tokio::test]
async fn when_the_meeting_is_moved_to_another_day_its_items_move_along() {
    let world = World::configured(posting("")).await;
    ready_bug(&world, 1, "Sync hangs").await;
    for (meeting, date) in [("Thu 16:00", "2026-03-05"), ("Sun 10:00", "2026-03-08"), ("Mon 08:00", "2026-03-09")] {
        let mut app = world.process.app.clone();
        let configuration = posting("").replace("Fri 16:00", meeting);
        app.rules = Arc::new(roundup_config::parse(&configuration).unwrap());
        let agenda = app.agenda(world.now()).await.unwrap();
        assert_eq!((agenda.date.to_string().as_str(), agenda.entries.len()), (date, 1), "{meeting}");
        // Held there, it is carried over from there.
        app.post_agenda(agenda.meeting).await.unwrap();
        let next = app.agenda(agenda.meeting).await.unwrap();
        assert_eq!(next.entries.len(), 1, "{meeting}");
    }
}
