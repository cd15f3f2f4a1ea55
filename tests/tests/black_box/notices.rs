//! Reminders and escalations: who is told what, when, and how messages are kept true (rule 9).

use super::clock_of;
use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::told;
use serde_json::json;

#[tokio::test]
async fn the_on_call_person_is_reminded_then_the_channel_is_told_then_the_lead() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("100h").await;
    assert_eq!(
        world.told(),
        [
            "Tue 10:00 reminds U0STAFF01",
            "Tue 13:00 reminds U0STAFF01",
            "Tue 14:00 escalates to C0HELP001",
            "Tue 18:00 escalates to C0HELP001",
            "Tue 18:00 escalates to U0STAFF03",
        ]
    );
    let texts: Vec<String> = world.messages().iter().map(|call| call.body["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts[0], "Dana Whitfield (Globex) waits for an answer: due Tue 3 Mar 09:00 EST, in 4 h");
    assert_eq!(texts[2], "No answer yet to Dana Whitfield (Globex): was due Tue 3 Mar 09:00 EST");
    let blocks = |n: usize| world.messages()[n].body["blocks"].to_string();
    assert!(blocks(2).contains("On call: <@U0STAFF01>") && !blocks(2).contains("Lead:"), "{}", blocks(2));
    assert!(blocks(3).contains("Lead: <@U0STAFF03>"), "{}", blocks(3));
    assert!(blocks(0).contains("https://slack.com/app_redirect"), "{}", blocks(0));
}

#[tokio::test]
async fn where_the_internal_channel_is_shared_with_another_organisation_the_lead_is_told_in_its_place() {
    let world = World::new().await;
    world.slack.channel(INTERNAL, "help-internal", true);
    world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    world.to("2026-03-03T14:00:00Z").await;
    assert_eq!(world.told().last().unwrap(), "Tue 14:00 escalates to U0STAFF03");
    assert!(world.slack.messages(INTERNAL).is_empty());
}

#[tokio::test]
async fn messages_go_out_through_the_home_workspace_even_about_somebody_elses() {
    let world = World::new().await;
    world.say(COMMUNITY, GUS, "Is there a Helm chart?").await;
    world.advance("24h").await;
    assert_eq!(world.told().len(), 3);
    for call in world.messages() {
        assert_eq!(call.team.as_deref(), Some(HOME));
    }
    let looked_up = world.slack.calls().into_iter().find(|call| call.method == "users.info" && call.body["user"] == GUS).unwrap();
    assert_eq!(looked_up.team.as_deref(), Some(CLOUDS));
}

#[tokio::test]
async fn a_hand_off_between_two_reminders_sends_the_second_to_whoever_is_on_call_then() {
    let world = World::new().await;
    // Due on Monday 9 March 13:30 UTC; the hand-off is at 9:00 in New York, by then at daylight saving time, 13:00 UTC.
    world.to("2026-03-08T13:30:00Z").await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.to("2026-03-09T13:45:00Z").await;
    assert_eq!(world.told(), ["Mon 09:30 reminds U0STAFF01", "Mon 12:30 reminds U0STAFF01", "Mon 13:30 escalates to C0HELP001"]);
    let world = World::new().await;
    world.to("2026-03-08T16:00:00Z").await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.to("2026-03-09T15:59:00Z").await;
    assert_eq!(world.told(), ["Mon 12:00 reminds U0STAFF01", "Mon 15:00 reminds U0STAFF02"]);
}

#[tokio::test]
async fn an_override_stands_in_for_whoever_would_be_on_call() {
    let lead = "lead = \"U0STAFF03\"";
    let overrides = "overrides = [{ user = \"U0STAFF03\", from = \"2026-03-03T07:00\", to = \"2026-03-03T12:00\" }]";
    let world = World::configured(acme_with(lead, &format!("{lead}\n{overrides}"))).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("23h30m").await;
    assert_eq!(world.told(), ["Tue 10:00 reminds U0STAFF01", "Tue 13:00 reminds U0STAFF03"]);
}

#[tokio::test]
async fn an_answer_edits_what_was_sent_in_its_place() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("24h30m").await;
    let posted: Vec<(String, String)> = world
        .messages()
        .iter()
        .map(|call| (call.answer["channel"].as_str().unwrap().to_owned(), call.answer["ts"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(posted.len(), 3);
    world.reply(&said, BEN, "Sorry, looking into it.").await;
    world.advance("0s").await;
    let mut edited: Vec<(String, String)> = world
        .messages()
        .iter()
        .filter(|call| call.method == "chat.update")
        .map(|call| (call.body["channel"].as_str().unwrap().to_owned(), call.body["ts"].as_str().unwrap().to_owned()))
        .collect();
    let mut posted = posted;
    posted.sort();
    edited.sort();
    assert_eq!(edited, posted, "each message, once, under its own ts");
    for call in world.messages().iter().filter(|call| call.method == "chat.update") {
        assert_eq!(call.body["text"], "Answered by Ben Larsen after 1 d, late by 30 min");
    }
    world.advance("100h").await;
    assert_eq!(world.messages().len(), 6, "{:?}", world.told());
}

#[tokio::test]
async fn a_deletion_edits_what_was_sent_too() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("20h").await;
    world.delete(&said).await;
    world.advance("100h").await;
    assert_eq!(world.told(), ["Tue 10:00 reminds U0STAFF01", "Tue 10:00 edits D0STAFF01"]);
    assert_eq!(world.messages()[1].body["text"], "Dana Whitfield (Globex) took it back");
}

#[tokio::test]
async fn a_check_mark_taken_back_opens_the_message_again_and_repeats_no_step() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("20h").await;
    world.react(&said, ADA, "white_check_mark").await;
    world.advance("10m").await;
    world.unreact(&said, ADA, "white_check_mark").await;
    world.advance("0s").await;
    assert_eq!(world.told(), ["Tue 10:00 reminds U0STAFF01", "Tue 10:00 edits D0STAFF01", "Tue 10:10 edits D0STAFF01"]);
    assert!(world.messages()[2].body["text"].as_str().unwrap().contains("waits for an answer"));
    world.advance("5h").await;
    assert_eq!(world.told()[3..], ["Tue 13:00 reminds U0STAFF01", "Tue 14:00 escalates to C0HELP001"]);
}

#[tokio::test]
async fn nobody_is_told_anything_after_the_clock_has_stopped() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("19h59m59s").await;
    world.reply(&said, ADA, "Looking into it.").await;
    world.advance("100h").await;
    assert_eq!(world.told(), Vec::<String>::new());
}

#[tokio::test]
async fn every_run_of_the_clock_has_its_own_reminders() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("21h").await;
    world.reply(&said, ADA, "Fixed in 4.9.2").await;
    world.advance("1h").await;
    world.reply(&said, DANA, "It stopped again.").await;
    world.advance("24h").await;
    assert_eq!(
        world.told(),
        [
            "Tue 10:00 reminds U0STAFF01",
            "Tue 11:00 edits D0STAFF01",
            "Wed 08:00 reminds U0STAFF01",
            "Wed 11:00 reminds U0STAFF01",
            "Wed 12:00 escalates to C0HELP001",
        ]
    );
}

#[tokio::test]
async fn what_others_wrote_is_shown_inert_in_every_message() {
    let world = World::new().await;
    // As Slack sends it: what people type is escaped, what Slack made of it is not.
    let hostile = "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt; *bold* <@U0STAFF02> <!here> <https://evil.example|ok>\u{202e}abc";
    let said = world.say(GLOBEX, DANA, hostile).await;
    let mut issue = world.issue(1, OCTOCAT, "<!channel> & <https://evil.example|click> \u{202e}<@U0STAFF02>").await;
    issue.body = Some("<!everyone> `x` > y".to_owned());
    world.comment(&issue, OCTOCAT, "<!subteam^S0ONCALL1> & co").await;
    world.advance("30h").await;
    for call in world.messages() {
        let sent = call.body.to_string();
        for raw in ["<!channel>", "<!here>", "<!everyone>", "<!subteam", "<@U0STAFF02>", "|click>", "\u{202e}", "\\u202e"] {
            assert!(!sent.contains(raw), "{raw:?} in {sent}");
        }
    }
    assert_eq!(world.messages().len(), 10);
    assert!(clock_of(&world.item_of(&said).await).starts_with("waiting"));
}

#[tokio::test]
async fn the_longest_texts_fit() {
    let world = World::new().await;
    let long = "🧑‍🚀&amp;é ".repeat(6_000);
    world.say(GLOBEX, DANA, &long).await;
    world.issue(1, OCTOCAT, &"<&> ".repeat(64)).await;
    world.advance("30h").await;
    assert_eq!(world.messages().len(), 10);
}

#[tokio::test]
async fn without_anybody_to_tell_nothing_is_sent_and_lateness_is_recorded() {
    let begin = ACME.find("[on_call]").unwrap();
    let end = ACME.find("[policies.default]").unwrap();
    let world = World::configured(format!("{}{}", &ACME[..begin], &ACME[end..])).await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("30h").await;
    assert_eq!((world.told(), &world.item_of(&said).await["breaches"]), (Vec::new(), &json!(1)));
}

#[tokio::test]
async fn the_agenda_is_posted_once_a_week_whatever_triggers_it_and_however_often() {
    let meeting = "meeting = \"Fri 16:00\"";
    let world = World::configured(acme_with(meeting, &format!("{meeting}\npost = \"{INTERNAL}\""))).await;
    let mut issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    issue.labels = vec!["bug".to_owned(), "Ready for roundup".to_owned()];
    world.deliver(issue.labelled("Ready for roundup", ADA_GH, world.now())).await;
    world.comment(&issue, ADA_GH, "I can reproduce it").await;
    let posts = || world.slack.calls().iter().filter(|call| call.method == "chat.postMessage" && told::is_agenda(call)).count();
    world.to("2026-03-06T20:59:59Z").await;
    assert_eq!(posts(), 0);
    world.to("2026-03-06T21:00:00Z").await;
    let messages = posts();
    assert!(messages > 0 && world.slack.messages(INTERNAL).iter().any(|message| message.to_string().contains("Sync hangs")));
    let app = &world.process.app;
    let now = world.now();
    let (one, other) = tokio::join!(app.post_agenda(now), app.post_agenda(now + jiff::SignedDuration::from_mins(1)));
    assert!(one.is_ok() && other.is_ok());
    world.advance("24h").await;
    assert_eq!(posts(), messages);
    world.to("2026-03-13T20:00:00Z").await;
    assert!(posts() > messages, "16:00 in New York is 20:00 by now");
}
