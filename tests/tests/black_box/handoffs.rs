//! The hand-off when the person on call changes: at its time, once, to be accepted; and the user group.

mod restart;

use roundup_local::process::Without;
use roundup_standins::Fault;
use roundup_tests::configuration::*;
use roundup_tests::interactions::{buttons, element};
use roundup_tests::{Answer, Setup, World};
use serde_json::{Value, json};

/// The user group in the tests' configuration.
const GROUP: &str = "S0ONCALL1";

/// Acme's configuration, with a user group.
fn grouped() -> String {
    acme_with("every = \"1w\"", "every = \"1w\"\nuser_group = \"S0ONCALL1\"")
}

async fn world() -> World {
    World::configured(grouped()).await
}

/// The last packet that somebody got.
fn packet(world: &World, user: &str) -> Value {
    let messages = world.slack.messages(&format!("D{}", &user[1..]));
    messages.into_iter().rfind(|message| message["text"].as_str().unwrap().starts_with("You are on call")).unwrap()
}

async fn accept(world: &World, user: &str, packet: &Value) {
    assert_eq!(world.press(user, &format!("D{}", &user[1..]), packet, "accept").await.status, 200);
    world.advance("0s").await;
}

/// Types a command that is done.
async fn done(world: &World, user: &str, text: &str) -> Answer {
    let answer = world.command(user, text).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    world.advance("0s").await;
    answer
}

#[tokio::test]
async fn the_first_start_hands_over_nothing_and_sets_the_user_group() {
    let world = world().await;
    world.advance("0s").await;
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
    world.advance("6d").await;
    assert_eq!((world.handoffs(), world.slack.user_group(GROUP)), (vec![], vec![ADA.to_owned()]));
}

#[tokio::test]
async fn the_shift_is_handed_over_at_its_time_with_what_waits_what_is_snoozed_and_what_is_untriaged() {
    let world = world().await;
    world.to("2026-03-08T20:00:00Z").await;
    let put_off = world.say(UNSHARED, ERIK, "Where are the logs?").await;
    world.reply(&put_off, ADA, "In a moment").await;
    world.advance("1m").await;
    done(&world, ADA, &format!("snooze {} 2d", put_off.item(HOME))).await;
    world.say(GLOBEX, DANA, "The export stops").await;
    // Clocks went forward that Sunday: 9:00 in New York is 13:00 UTC.
    world.to("2026-03-09T12:59:59Z").await;
    assert_eq!(world.handoffs(), Vec::<String>::new());
    world.advance("1s").await;
    assert_eq!(world.handoffs(), ["Mon 13:00 hands over to U0STAFF02"]);
    assert_eq!(world.slack.user_group(GROUP), [BEN]);
    let packet = packet(&world, BEN);
    let text = packet.to_string();
    for part in [
        "The export stops",
        "Where are the logs?",
        "*Waiting for an answer* · 1",
        "*Snoozed* · 1",
        "*Untriaged* · 2",
        "<@U0STAFF01>",
    ] {
        assert!(text.contains(part), "{part}: {packet:#}");
    }
    assert_eq!(buttons(&packet).iter().filter(|label| *label == "Accept").count(), 1);
}

#[tokio::test]
async fn without_the_scheduler_the_sweep_hands_over_within_five_minutes() {
    let without = Without { scheduler: true, ..Without::default() };
    let world = World::with(Setup { configuration: grouped(), without, ..Setup::default() }).await;
    world.to("2026-03-09T16:00:00Z").await;
    assert_eq!(world.handoffs(), ["Mon 13:05 hands over to U0STAFF02", "Mon 14:10 warns U0STAFF03", "Mon 14:10 warns U0STAFF01"]);
    assert_eq!(world.slack.user_group(GROUP), [BEN]);
}

#[tokio::test]
async fn without_sweep_and_expiry_the_scheduler_hands_over() {
    let without = Without { ttl: true, sweep: true, ..Without::default() };
    let world = World::with(Setup { configuration: grouped(), without, ..Setup::default() }).await;
    world.to("2026-03-16T13:30:00Z").await;
    assert_eq!(
        world.handoffs(),
        [
            "Mon 13:00 hands over to U0STAFF02",
            "Mon 14:00 warns U0STAFF03",
            "Mon 14:00 warns U0STAFF01",
            "Mon 13:00 hands over to U0STAFF01"
        ]
    );
}

#[tokio::test]
async fn what_was_accepted_says_so_and_nobody_else_is_told() {
    let world = world().await;
    world.to("2026-03-09T13:20:00Z").await;
    let shown = packet(&world, BEN);
    accept(&world, BEN, &shown).await;
    accept(&world, BEN, &shown).await;
    let shown = packet(&world, BEN);
    assert!(shown.to_string().contains("Accepted by you at Mon 9 Mar 09:20 EDT"), "{shown:#}");
    assert!(element(&shown, "accept").is_none());
    world.advance("3d").await;
    assert_eq!(world.handoffs(), ["Mon 13:00 hands over to U0STAFF02", "Mon 13:20 edits D0STAFF02"]);
}

#[tokio::test]
async fn what_is_not_accepted_within_the_hour_is_told_once_and_corrected_when_it_is() {
    let world = world().await;
    world.to("2026-03-09T13:10:00Z").await;
    let shown = packet(&world, BEN);
    // Somebody else cannot accept it.
    accept(&world, ADA, &shown).await;
    world.to("2026-03-09T18:00:00Z").await;
    let told = ["Mon 13:00 hands over to U0STAFF02", "Mon 14:00 warns U0STAFF03", "Mon 14:00 warns U0STAFF01"];
    assert_eq!(world.handoffs(), told);
    let lead = || world.slack.messages("D0STAFF03").pop().unwrap()["text"].as_str().unwrap().to_owned();
    assert!(lead().contains("<@U0STAFF02> has not accepted"), "{}", lead());
    accept(&world, BEN, &shown).await;
    assert!(lead().contains("<@U0STAFF02> accepted the hand-off"), "{}", lead());
    let edits = world.handoffs().split_off(told.len());
    assert_eq!(edits, ["Mon 18:00 edits D0STAFF02", "Mon 18:00 edits D0STAFF03", "Mon 18:00 edits D0STAFF01"]);
}

#[tokio::test]
async fn a_lead_who_hands_over_is_told_once() {
    let world = World::configured(acme_with("lead = \"U0STAFF03\"", "lead = \"U0STAFF01\"")).await;
    world.to("2026-03-09T18:00:00Z").await;
    assert_eq!(world.handoffs(), ["Mon 13:00 hands over to U0STAFF02", "Mon 14:00 warns U0STAFF01"]);
}

#[tokio::test]
async fn a_rotation_of_one_hands_over_nothing() {
    let one = grouped().replace("rotation = [\"U0STAFF01\", \"U0STAFF02\"]", "rotation = [\"U0STAFF01\"]");
    let world = World::configured(one).await;
    world.advance("30d").await;
    assert_eq!((world.handoffs(), world.slack.user_group(GROUP)), (vec![], vec![ADA.to_owned()]));
}

#[tokio::test]
async fn a_quarter_of_shifts_is_handed_over_once_each() {
    let world = world().await;
    let mut expected = Vec::new();
    for week in 1..=13_i64 {
        let at =
            "2026-03-09T13:00:00Z".parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_hours(7 * 24 * (week - 1));
        world.to(&(at + jiff::SignedDuration::from_mins(30)).to_string()).await;
        let user = if week % 2 == 1 { BEN } else { ADA };
        assert_eq!(world.slack.user_group(GROUP), [user]);
        let shown = packet(&world, user);
        accept(&world, user, &shown).await;
        expected.push(format!("Mon 13:00 hands over to {user}"));
        expected.push(format!("Mon 13:30 edits D{}", &user[1..]));
    }
    assert_eq!(world.handoffs(), expected);
}

#[tokio::test]
async fn a_hand_off_in_the_spring_gap_or_the_autumn_overlap_happens_once() {
    for (from, handoff, to, at) in [
        ("2026-03-07T14:00:00Z", "Sun 02:30", "2026-03-10T00:00:00Z", "Sun 07:00"),
        ("2026-10-31T14:00:00Z", "Sun 01:30", "2026-11-03T00:00:00Z", "Sun 05:30"),
    ] {
        let configuration = grouped()
            .replace("handoff = \"Mon 09:00\"", &format!("handoff = \"{handoff}\""))
            .replace("lead = \"U0STAFF03\"\n", "");
        let world = World::with(Setup { configuration, now: from.to_owned(), ..Setup::default() }).await;
        world.to(to).await;
        let handed: Vec<String> = world.handoffs().into_iter().filter(|line| line.contains("hands over")).collect();
        assert_eq!(handed.len(), 1, "{handed:?}");
        assert!(handed[0].starts_with(at), "{handed:?}");
    }
}

#[tokio::test]
async fn an_override_of_the_configuration_is_handed_over_to_and_back() {
    let exception = "overrides = [{ user = \"U0STAFF03\", from = \"2026-03-04T09:00\", to = \"2026-03-05T09:00\" }]";
    let world = World::configured(grouped().replace("lead = \"U0STAFF03\"", exception)).await;
    world.to("2026-03-04T14:30:00Z").await;
    assert_eq!(world.slack.user_group(GROUP), [CLEO]);
    let shown = packet(&world, CLEO);
    accept(&world, CLEO, &shown).await;
    world.to("2026-03-05T14:30:00Z").await;
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
    assert_eq!(
        world.handoffs(),
        ["Wed 14:00 hands over to U0STAFF03", "Wed 14:30 edits D0STAFF03", "Thu 14:00 hands over to U0STAFF01"]
    );
}

#[tokio::test]
async fn whoever_takes_over_has_accepted_and_it_goes_back_at_the_end() {
    let world = world().await;
    world.to("2026-03-04T15:00:00Z").await;
    done(&world, BEN, "take until 12:00").await;
    assert_eq!(world.slack.user_group(GROUP), [BEN]);
    let shown = packet(&world, BEN);
    assert!(shown.to_string().contains("You took this shift yourself") && element(&shown, "accept").is_none(), "{shown:#}");
    assert_eq!(world.get("/dev/state").await.json()["on_call"]["user"], BEN);
    world.to("2026-03-04T17:30:00Z").await;
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
    let shown = packet(&world, ADA);
    accept(&world, ADA, &shown).await;
    world.to("2026-03-05T15:00:00Z").await;
    assert_eq!(
        world.handoffs(),
        [
            "Wed 15:00 hands over to U0STAFF02",
            "Wed 15:00 relieves U0STAFF01",
            "Wed 17:00 hands over to U0STAFF01",
            "Wed 17:30 edits D0STAFF01"
        ]
    );
}

#[tokio::test]
async fn taking_over_in_the_instant_of_a_hand_off_is_one_more_hand_off() {
    let world = world().await;
    world.to("2026-03-09T13:00:00Z").await;
    done(&world, ADA, "take until 12:00").await;
    assert_eq!(
        world.handoffs(),
        ["Mon 13:00 hands over to U0STAFF02", "Mon 13:00 hands over to U0STAFF01", "Mon 13:00 relieves U0STAFF02"]
    );
    let shown = packet(&world, ADA);
    assert!(shown.to_string().contains("You took this shift yourself"), "{shown:#}");
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
}

#[tokio::test]
async fn a_take_that_is_undone_is_handed_back_at_once() {
    let world = world().await;
    world.to("2026-03-04T15:00:00Z").await;
    let answer = done(&world, BEN, "take until 12:00").await.json();
    world.advance("10m").await;
    assert_eq!(world.press(BEN, INTERNAL, &answer, "undo_override").await.status, 200);
    world.advance("0s").await;
    assert_eq!(
        world.handoffs(),
        ["Wed 15:00 hands over to U0STAFF02", "Wed 15:00 relieves U0STAFF01", "Wed 15:10 hands over to U0STAFF01"]
    );
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
    assert_eq!(world.get("/dev/state").await.json()["on_call"]["user"], ADA);
    let shown = packet(&world, ADA);
    accept(&world, ADA, &shown).await;
    // Once more, now that the shift has been handed back to before.
    done(&world, BEN, "take until 12:00").await;
    world.to("2026-03-04T17:10:00Z").await;
    let later = world.handoffs().split_off(4);
    assert_eq!(later, ["Wed 15:10 hands over to U0STAFF02", "Wed 15:10 relieves U0STAFF01", "Wed 17:00 hands over to U0STAFF01"]);
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
}

#[tokio::test]
async fn a_swap_is_handed_over_at_its_times_and_has_to_be_accepted() {
    let world = world().await;
    done(&world, ADA, &format!("swap <@{BEN}|ben> wed 9:00 thu 9:00")).await;
    assert_eq!(world.handoffs(), ["Mon 14:00 puts on call U0STAFF02"]);
    world.to("2026-03-05T14:00:00Z").await;
    assert_eq!(
        world.handoffs(),
        [
            "Mon 14:00 puts on call U0STAFF02",
            "Wed 14:00 hands over to U0STAFF02",
            "Wed 15:00 warns U0STAFF03",
            "Wed 15:00 warns U0STAFF01",
            "Thu 14:00 hands over to U0STAFF01"
        ]
    );
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
}

#[tokio::test]
async fn the_internal_channel_is_told_of_each_hand_off_who_is_on_call_until_when() {
    let world = world().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    done(&world, ADA, &format!("swap <@{CLEO}|cleo> sat 9:00 sun 9:00")).await;
    world.to("2026-03-09T14:00:00Z").await;
    let messages = world.slack.messages(INTERNAL).into_iter().map(|message| message["text"].as_str().unwrap().to_owned());
    let told: Vec<String> = messages.filter(|text| text.contains("is on call")).collect();
    let waits = "1 item waits for an answer and 1 is untriaged.";
    assert_eq!(
        told,
        [
            format!("📟 <@{CLEO}> is on call from *Sat 7 Mar 09:00 EST* until *Sun 8 Mar 09:00 EDT*, after <@{ADA}>.\n{waits}"),
            format!("📟 <@{ADA}> is on call from *Sun 8 Mar 09:00 EDT* until *Mon 9 Mar 09:00 EDT*, after <@{CLEO}>.\n{waits}"),
            format!("📟 <@{BEN}> is on call from *Mon 9 Mar 09:00 EDT* until *Mon 16 Mar 09:00 EDT*, after <@{ADA}>.\n{waits}"),
        ]
    );
}

#[tokio::test]
async fn whom_a_colleague_puts_on_call_is_told_at_once_and_where_it_is_taken_back() {
    let world = world().await;
    let answer = done(&world, ADA, &format!("swap <@{BEN}|ben> wed 9:00 thu 9:00")).await.json();
    world.advance("1m").await;
    assert_eq!(world.handoffs(), ["Mon 14:00 puts on call U0STAFF02"]);
    assert_eq!(world.press(ADA, INTERNAL, &answer, "undo_override").await.status, 200);
    world.advance("1m").await;
    assert_eq!(world.handoffs(), ["Mon 14:00 puts on call U0STAFF02", "Mon 14:01 edits D0STAFF02"]);
    let told = world.slack.messages("D0STAFF02").pop().unwrap();
    assert!(told["text"].as_str().unwrap().contains("has taken back that you are on call"), "{told:#}");
    world.advance("7d").await;
    assert!(!world.handoffs().iter().any(|line| line.starts_with("Wed")));
}

#[tokio::test]
async fn nobody_is_warned_of_a_hand_off_that_another_one_has_overtaken() {
    let world = world().await;
    world.to("2026-03-09T13:30:00Z").await;
    done(&world, ADA, "take until 17:00").await;
    world.to("2026-03-09T20:00:00Z").await;
    assert_eq!(
        world.handoffs(),
        ["Mon 13:00 hands over to U0STAFF02", "Mon 13:30 hands over to U0STAFF01", "Mon 13:30 relieves U0STAFF02"]
    );
}

#[tokio::test]
async fn where_nobody_is_in_the_rotation_a_shift_can_be_taken() {
    let start = ACME.find("[on_call]").unwrap();
    let end = ACME.find("[policies.default]").unwrap();
    let nobody = format!("{}[on_call]\nuser_group = \"{GROUP}\"\n{}", &ACME[..start], &ACME[end..]);
    let world = World::configured(nobody).await;
    world.advance("0s").await;
    assert_eq!(world.get("/dev/state").await.json()["on_call"], Value::Null);
    for _ in 0..2 {
        done(&world, BEN, "take 1h").await;
        assert_eq!(world.slack.user_group(GROUP), [BEN]);
        world.advance("2h").await;
        assert_eq!(world.get("/dev/state").await.json()["on_call"], Value::Null);
    }
    assert_eq!(world.handoffs(), ["Mon 14:00 hands over to U0STAFF02", "Mon 16:00 hands over to U0STAFF02"]);
}

#[tokio::test]
async fn the_user_group_follows_once_slack_is_back() {
    for fault in [Fault::ServerError, Fault::RateLimit(30), Fault::CarriedOutThenCut, Fault::Refused("invalid_users".to_owned())]
    {
        let world = world().await;
        world.to("2026-03-09T12:59:00Z").await;
        world.slack.fail("usergroups.users.update", fault.clone(), 6);
        world.to("2026-03-09T14:30:00Z").await;
        assert_eq!(world.slack.user_group(GROUP), [BEN], "{fault:?}");
        let calls = world.slack.calls();
        let asked: Vec<&Value> =
            calls.iter().filter(|call| call.method == "usergroups.users.update").map(|call| &call.body["users"]).collect();
        assert_eq!((asked.first(), asked.last()), (Some(&&json!(ADA)), Some(&&json!(BEN))), "{fault:?}");
    }
}

#[tokio::test]
async fn a_change_that_slack_missed_is_not_made_after_the_next_one() {
    let world = world().await;
    world.to("2026-03-04T15:00:00Z").await;
    world.slack.fail("usergroups.users.update", Fault::ServerError, 4);
    done(&world, BEN, "take until 10:02").await;
    world.to("2026-03-04T18:00:00Z").await;
    assert_eq!(world.slack.user_group(GROUP), [ADA]);
}

#[tokio::test]
async fn a_packet_is_sent_once_whatever_becomes_of_the_answer() {
    for fault in [Fault::ServerError, Fault::CarriedOutThenCut, Fault::RateLimit(30)] {
        let world = world().await;
        world.to("2026-03-09T12:59:00Z").await;
        world.slack.fail("chat.postMessage", fault.clone(), 1);
        world.to("2026-03-09T13:50:00Z").await;
        let packets = world.slack.messages("D0STAFF02").len();
        assert_eq!(packets, 1, "{fault:?}: {:?}", world.handoffs());
    }
}

#[tokio::test]
async fn reminders_go_to_whoever_is_on_call_then() {
    let world = world().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    world.to("2026-03-03T09:30:00Z").await;
    done(&world, CLEO, "take until 5:30am").await;
    world.to("2026-03-03T13:30:00Z").await;
    assert_eq!(world.told(), ["Tue 10:00 reminds U0STAFF03", "Tue 13:00 reminds U0STAFF01"]);
}
