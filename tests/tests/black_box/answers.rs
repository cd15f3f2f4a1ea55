//! What stops the clock and what does not: rule 2, within a thread and across the threads of a channel.

use super::{clock_of, effects};
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::{Setup, World};
use serde_json::{Value, json};

const WAITS: &str = "waiting since Mon 14:00, due Tue 14:00";

#[tokio::test]
async fn a_member_of_staff_answers_in_the_thread() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("2h").await;
    world.reply(&said, BEN, "I'll ask a colleague.").await;
    let item = world.item_of(&said).await;
    assert_eq!((clock_of(&item).as_str(), &item["first_response_seconds"]), ("answered", &json!(7_200)));
    assert!(effects(&item).contains(&"answered by a comment after 2h 0m, in time".to_owned()), "{:?}", effects(&item));
}

#[tokio::test]
async fn on_github_staff_answer_by_comment_by_review_and_by_closing() {
    let world = World::new().await;
    let commented = world.issue(1, OCTOCAT, "Commented on").await;
    let mut closed = world.issue(2, OCTOCAT, "Closed").await;
    let reviewed = world.open(Form::Pull, WIDGETS, 3, OCTOCAT, "Reviewed").await;
    let lined = world.open(Form::Pull, WIDGETS, 6, OCTOCAT, "Commented on a line").await;
    let approved = world.open(Form::Pull, WIDGETS, 4, OCTOCAT, "Approved without a word").await;
    let merged = world.open(Form::Pull, WIDGETS, 5, OCTOCAT, "Merged").await;
    world.advance("1h").await;
    world.comment(&commented, ADA_GH, "Thanks, I can reproduce it").await;
    closed.closed_at = Some(world.now());
    world.happens(&closed, "closed", BEN_GH).await;
    world.deliver(reviewed.review(1, ADA_GH, Some("Could you add a test?"), world.now())).await;
    world.deliver(approved.review(2, ADA_GH, None, world.now())).await;
    world.deliver(lined.review_comment(3, BEN_GH, "Why not a Vec?", world.now())).await;
    let mut merging = merged.happened("closed", ADA_GH, world.now());
    merging.payload["pull_request"]["merged"] = json!(true);
    merging.payload["pull_request"]["closed_at"] = json!(world.now());
    world.deliver(merging).await;
    for (thread, state) in [
        (commented, "answered"),
        (closed, "closed"),
        (reviewed, "answered"),
        (approved, "answered"),
        (lined, "answered"),
        (merged, "closed"),
    ] {
        let item = world.item(&thread.item()).await;
        assert_eq!((clock_of(&item).as_str(), &item["first_response_seconds"]), (state, &json!(3_600)), "{}", thread.title);
    }
}

#[tokio::test]
async fn neither_bots_nor_outsiders_nor_labels_nor_pushes_stop_the_clock_on_github() {
    let world = World::new().await;
    let mut issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    world.comment(&issue, "dependabot[bot]", "Bump openssl").await;
    world.comment(&issue, "ci-of-ours[bot]", "All checks have passed").await;
    world.comment(&issue, HUBBER, "Same here").await;
    issue.labels.push("bug".to_owned());
    world.deliver(issue.labelled("bug", ADA_GH, world.now())).await;
    world.happens(&issue, "assigned", ADA_GH).await;
    world.happens(&issue, "pinned", ADA_GH).await;
    let push = json!({"ref": "refs/heads/main", "created": false, "repository": {"full_name": WIDGETS, "created_at": 1_700_000_000}, "sender": {"login": ADA_GH}});
    assert_eq!(world.post_github("push", "application/json", push.to_string().as_bytes()).await.status, 200);
    assert_eq!(clock_of(&world.item(&issue.item()).await), WAITS);
}

#[tokio::test]
async fn neither_bots_nor_our_own_posts_nor_edits_stop_the_clock_in_slack() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1h").await;
    // A bot with a user and no subtype; the classic kind without a user; our own post.
    let mut bot = world.message(world.now(), GLOBEX, Some(&said), ADA, "Ticket 12 created").written();
    bot["bot_id"] = json!("B0TICKETS");
    world.event(bot).await;
    let mut classic = world.message(world.now(), GLOBEX, Some(&said), ADA, "Ticket 12 created").written();
    classic.as_object_mut().unwrap().remove("user");
    classic["subtype"] = json!("bot_message");
    classic["bot_id"] = json!("B0TICKETS");
    world.event(classic).await;
    let mut ours = world.message(world.now(), GLOBEX, Some(&said), "U0ROUNDUP", "Dana waits").written();
    ours["bot_id"] = json!("B0ROUNDUP");
    world.event(ours).await;
    world.reply(&said, BOT, "I am a bot account that does not say so").await;
    world.reply(&said, ROBOT, "I am on the ignore list").await;
    world.edit(&said, "The export stops at 2 GB.").await;
    assert_eq!(clock_of(&world.item_of(&said).await), WAITS);
    assert_eq!(world.items().await.len(), 1);
}

#[tokio::test]
async fn a_check_mark_by_staff_answers_and_every_other_reaction_does_not() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1h").await;
    world.react(&said, ADA, "eyes").await;
    world.react(&said, ERIK, "white_check_mark").await;
    world.react(&said, GUEST, "white_check_mark").await;
    world.react(&said, BOT, "white_check_mark").await;
    assert_eq!(clock_of(&world.item_of(&said).await), WAITS);
    world.react(&said, ADA, "white_check_mark").await;
    let item = world.item_of(&said).await;
    assert_eq!((clock_of(&item).as_str(), &item["first_response_seconds"]), ("answered", &json!(3_600)));
    world.unreact(&said, ADA, "white_check_mark").await;
    assert_eq!(clock_of(&world.item_of(&said).await), WAITS);
}

#[tokio::test]
async fn a_check_mark_on_a_reply_answers_its_thread() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.reply(&said, ADA, "Fixed in 4.9.2").await;
    world.advance("1h").await;
    let again = world.reply(&said, DANA, "It stopped again.").await;
    world.advance("1h").await;
    world.react(&again, BEN, "white_check_mark").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
}

#[tokio::test]
async fn at_top_level_staff_answer_everything_that_waits_in_a_shared_channel() {
    let world = World::new().await;
    let dana = world.say(GLOBEX, DANA, "The export stops.").await;
    let elsewhere = world.say(INITECH, ERIK, "Is there a Helm chart?").await;
    world.advance("10m").await;
    let erik = world.say(GLOBEX, ERIK, "What is the limit of parts?").await;
    world.advance("10m").await;
    world.say(GLOBEX, ADA, "Morning! I'll look into both.").await;
    let later = world.say(GLOBEX, DANA, "One more thing: webhooks?").await;
    for (said, state) in
        [(&dana, "answered"), (&erik, "answered"), (&elsewhere, WAITS), (&later, "waiting since Mon 14:20:00, due Tue 14:20:00")]
    {
        assert_eq!(
            clock_of(&world.item_of(said).await).replace(":20:00", ":20"),
            state.replace(":20:00", ":20"),
            "{}",
            said.text
        );
    }
    assert!(effects(&world.item_of(&dana).await).iter().any(|effect| effect.starts_with("answered by a message in the channel")));
}

#[tokio::test]
async fn at_top_level_staff_answer_only_whom_they_mention_in_a_channel_that_is_not_shared() {
    let world = World::new().await;
    let dana = world.say(UNSHARED, DANA, "The export stops.").await;
    let erik = world.say(UNSHARED, ERIK, "What is the limit of parts?").await;
    world.advance("10m").await;
    world.say(UNSHARED, ADA, "Good morning!").await;
    assert_eq!(
        (clock_of(&world.item_of(&dana).await).as_str(), clock_of(&world.item_of(&erik).await).starts_with("waiting")),
        (WAITS, true)
    );
    world.say(UNSHARED, ADA, &format!("<@{DANA}> on it")).await;
    assert_eq!(clock_of(&world.item_of(&dana).await), "answered");
    assert_eq!(world.item_of(&erik).await["state"], "waiting");
}

#[tokio::test]
async fn whether_the_channel_answers_can_be_said_per_source() {
    let source = "slack = { team = \"T0STAFF01\", channel = \"C0GLOBEX1\" }";
    let never = acme_with(source, &format!("{source}\ntop_level_answers = false"));
    let world = World::configured(never).await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.say(GLOBEX, ADA, "Good morning!").await;
    assert_eq!(clock_of(&world.item_of(&said).await), WAITS);

    let source = "slack = { team = \"T0STAFF01\", channel = \"C0UNSHAR1\" }";
    let always = acme_with(source, &format!("{source}\ntop_level_answers = true"));
    let world = World::configured(always).await;
    let said = world.say(UNSHARED, DANA, "The export stops.").await;
    world.advance("1m").await;
    world.say(UNSHARED, ADA, "Good morning!").await;
    assert_eq!(clock_of(&world.item_of(&said).await), "answered");
}

#[tokio::test]
async fn a_channel_that_is_shared_later_is_answered_at_top_level_from_then_on() {
    let world = World::new().await;
    world.say(UNSHARED, DANA, "The export stops.").await;
    world.advance("1h").await;
    world.slack.channel_fields(UNSHARED, json!({"is_ext_shared": true, "is_shared": true}));
    let event = json!({"type": "channel_shared", "connected_team_id": "T0GLOBEX0", "channel": UNSHARED, "event_ts": format!("{}.000100", world.now().as_second())});
    world.event(event).await;
    world.advance("1h").await;
    let second = world.say(UNSHARED, ERIK, "And the limit of parts?").await;
    world.advance("1m").await;
    world.say(UNSHARED, ADA, "Good morning!").await;
    assert_eq!(clock_of(&world.item_of(&second).await), "answered");
}

#[tokio::test]
async fn a_reply_that_is_broadcast_answers_its_own_thread_only_once() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1h").await;
    let mut reply = world.message(world.now(), GLOBEX, Some(&said), ADA, "Fixed in 4.9.2").written();
    world.event(reply.clone()).await;
    reply["subtype"] = json!("thread_broadcast");
    reply["root"] = json!({"ts": said.ts, "thread_ts": said.ts, "user": DANA, "text": said.text});
    world.event(reply).await;
    let item = world.item_of(&said).await;
    assert_eq!((clock_of(&item).as_str(), effects(&item).len()), ("answered", 2));
    assert_eq!(world.items().await.len(), 1);
}

#[tokio::test]
async fn a_message_of_staff_is_no_item_and_a_customers_reply_to_it_is() {
    let world = World::new().await;
    let ours = world.say(GLOBEX, ADA, "4.9.2 is out.").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.advance("1h").await;
    world.reply(&ours, DANA, "Does it fix the export?").await;
    assert_eq!(clock_of(&world.item_of(&ours).await), "waiting since Mon 15:00, due Tue 15:00");
}

#[tokio::test]
async fn an_answer_at_the_deadline_is_in_time_and_a_second_later_is_not() {
    for (length, breaches) in [("24h", 0), ("86401s", 1)] {
        let world = World::with(Setup::default()).await;
        let said = world.say(GLOBEX, DANA, "The export stops.").await;
        let at = (world.now() + jiff::SignedDuration::from_secs(if breaches == 0 { 86_400 } else { 86_401 })).to_string();
        world.advance("1h").await;
        // Written at that very time, though the clock of the machine is already past it.
        world.advance("24h").await;
        world.replied_at(&at, &said, ADA, "Fixed.").await;
        assert_eq!(world.item_of(&said).await["breaches"], breaches, "{length}");
    }
}
