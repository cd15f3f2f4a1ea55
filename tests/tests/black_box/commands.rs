//! `/roundup …`: what is answered to whom, and what comes of it.

use roundup_tests::configuration::*;
use roundup_tests::interactions::element;
use roundup_tests::{Said, World};
use serde_json::{Value, json};

/// What somebody is answered: for them alone, at once, and nothing is said in the channel.
async fn ask(world: &World, user: &str, text: &str) -> Value {
    let said = |world: &World| {
        let said_here = |call: &roundup_standins::Call| call.method.starts_with("chat.") && call.body["channel"] == INTERNAL;
        world.slack.calls().iter().filter(|call| said_here(call)).count()
    };
    world.advance("0s").await;
    let before = said(world);
    let answer = world.command(user, text).await;
    assert_eq!(answer.status, 200, "{text}: {}", answer.text);
    assert!(answer.content_type.starts_with("application/json"), "{text}: {}", answer.content_type);
    assert_eq!(answer.json()["response_type"], "ephemeral", "{text}: {}", answer.text);
    assert_eq!(said(world), before, "{text}: said elsewhere");
    answer.json()
}

/// The texts of the blocks of what they are answered.
async fn told(world: &World, user: &str, text: &str) -> String {
    let answer = ask(world, user, text).await;
    let blocks = answer["blocks"].as_array().unwrap().iter();
    let texts = blocks.flat_map(|block| {
        let elements = block["elements"].as_array().cloned().unwrap_or_default();
        [block["text"]["text"].clone()].into_iter().chain(elements.into_iter().map(|element| element["text"].clone()))
    });
    texts.filter_map(|text| text.as_str().map(str::to_owned)).collect::<Vec<_>>().join("\n")
}

/// That a command is answered with each of these, in this order.
async fn assert_told(world: &World, user: &str, text: &str, expected: &[&str]) {
    let told = told(world, user, text).await;
    let mut rest = told.as_str();
    for part in expected {
        let at = rest.find(part).unwrap_or_else(|| panic!("{text}: no {part:?} in (the rest of) {told:?}"));
        rest = &rest[at + part.len()..];
    }
}

/// That it is refused in these words, and changes nothing.
async fn assert_refused(world: &World, user: &str, text: &str, expected: &str) {
    let (items, on_call) = (world.items_in_full().await, told(world, CLEO, "oncall").await);
    let told_them = told(world, user, text).await;
    assert!(told_them.contains(expected), "{text}: {told_them}");
    assert!(told_them.contains('✋') || told_them.contains('🤔'), "{text}: {told_them}");
    assert_eq!((world.items_in_full().await, told(world, CLEO, "oncall").await), (items, on_call), "{text}");
}

/// A link to a message, as Slack's *Copy link* gives it.
fn link(said: &Said) -> String {
    let address = format!("https://acme.slack.com/archives/{}/p{}", said.channel, said.ts.replace('.', ""));
    match &said.root {
        Some(root) => format!("{address}?thread_ts={root}&cid={}", said.channel),
        None => address,
    }
}

/// Who was reminded so far, and when.
fn reminded(world: &World) -> Vec<String> {
    world.told().into_iter().filter(|line| line.contains("reminds")).collect()
}

#[tokio::test]
async fn list_says_who_waits_by_deadline() {
    let world = World::new().await;
    assert_told(&world, ADA, "list", &["Nobody waits for an answer"]).await;
    world.say(GLOBEX, DANA, "The export stops").await;
    world.advance("1h").await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    assert_told(&world, BEN, "list", &["*2 items wait* for an answer", "The export stops", "Sync hangs"]).await;
    for number in 2..=30 {
        world.issue(number, OCTOCAT, &format!("Sync hangs at {number} %")).await;
    }
    assert_told(&world, BEN, " LIST ", &["*31 items wait*", "The export stops", "Sync hangs at 2 %", "16 more", "Home tab"])
        .await;
}

#[tokio::test]
async fn oncall_says_who_is_and_who_is_next() {
    let world = World::new().await;
    assert_told(&world, ADA, "oncall", &["*You are on call*", "until *Mon 9 Mar 09:00", "then <@U0STAFF02>"]).await;
    assert_told(&world, BEN, "on call", &["<@U0STAFF01> is on call", "until", "then you"]).await;
    assert_told(&world, CLEO, "on-call", &["<@U0STAFF01> is on call", "then <@U0STAFF02>"]).await;
}

#[tokio::test]
async fn who_takes_over_is_reminded_until_the_time_they_said() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    world.advance("1h").await;
    assert_told(&world, BEN, "take tomorrow 6:30", &["You are on call now, until *Tue 3 Mar 06:30"]).await;
    assert_told(&world, ADA, "oncall", &["<@U0STAFF02> is on call", "until *Tue 3 Mar 06:30", "then you"]).await;
    world.advance("1h").await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    world.to("2026-03-03T14:00:00Z").await;
    assert_eq!(
        reminded(&world),
        ["Tue 10:00 reminds U0STAFF02", "Tue 12:00 reminds U0STAFF01", "Tue 13:00 reminds U0STAFF01"],
        "until 6:30 in New York, Ben"
    );
}

#[tokio::test]
async fn who_takes_over_without_a_word_has_the_rest_of_the_shift() {
    let configuration = acme_with("every = \"1w\"\n", "every = \"1w\"\nuser_group = \"S0ONCALL1\"\n");
    let world = World::configured(configuration).await;
    world.advance("6m").await;
    assert_eq!(world.slack.user_group("S0ONCALL1"), [ADA]);
    assert_told(&world, CLEO, "take", &["You are on call now, until *Mon 9 Mar 09:00"]).await;
    world.advance("0s").await;
    assert_eq!(world.slack.user_group("S0ONCALL1"), [CLEO]);
    world.say(GLOBEX, DANA, "The export stops").await;
    world.advance("20h").await;
    assert_eq!(reminded(&world), ["Tue 10:06 reminds U0STAFF03"]);
    // They took it: there is nothing to accept, and nobody is told that they did not.
    let told: Vec<Value> = world.slack.messages("D0STAFF03");
    assert!(told.iter().all(|message| element(message, "accept").is_none()), "{told:#?}");
    assert!(!told.iter().any(|message| message.to_string().contains("has not accepted")));
    assert_refused(&world, CLEO, "take", "You are on call then already").await;
    world.to("2026-03-09T13:01:00Z").await;
    assert_told(&world, BEN, "oncall", &["*You are on call*"]).await;
    assert_eq!(world.slack.user_group("S0ONCALL1"), [BEN]);
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_with_what_would_be_right() {
    let world = World::new().await;
    for (user, text, expected) in [
        (ADA, "take", "You are on call then already"),
        (ADA, "take 17:00", "You are on call then already"),
        (BEN, "take soon", "that is no time; write one like 17:00"),
        (BEN, "take 2026-03-01 09:00", "That is past"),
        (BEN, "take now", "That is past"),
        (BEN, "take 91d", "90 days are the most"),
        (BEN, "take 999999999999d", "time"),
        (BEN, "take 0m", "no time at all later"),
    ] {
        assert_refused(&world, user, text, expected).await;
    }
    let alone = World::configured(acme_with("rotation = [\"U0STAFF01\", \"U0STAFF02\"]", "rotation = [\"U0STAFF01\"]")).await;
    assert_refused(&alone, BEN, "take", "say until when").await;
    assert_told(&alone, BEN, "take 17:00", &["until *Mon 2 Mar 17:00"]).await;
}

#[tokio::test]
async fn a_swap_holds_in_its_time_and_no_longer() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    let swapped = told(&world, ADA, "swap <@U0STAFF02|ben> tue 4:30 tue 6:00").await;
    for part in ["<@U0STAFF02> is on call", "from *Tue 3 Mar 04:30", "until *Tue 3 Mar 06:00"] {
        assert!(swapped.contains(part), "{swapped}");
    }
    assert_told(&world, ADA, "oncall", &["*You are on call*", "until *Tue 3 Mar 04:30", "then <@U0STAFF02>"]).await;
    world.advance("2h").await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    world.to("2026-03-03T14:00:00Z").await;
    let told = ["Tue 10:00 reminds U0STAFF02", "Tue 12:00 reminds U0STAFF01", "Tue 13:00 reminds U0STAFF01"];
    assert_eq!(reminded(&world), told);
}

#[tokio::test]
async fn a_swap_that_has_begun_begins_now() {
    let world = World::new().await;
    world.advance("1h").await;
    assert_told(&world, ADA, "swap <@U0STAFF02> today 8:00 today 18:00", &["from *Mon 2 Mar 10:00", "until *Mon 2 Mar 18:00"])
        .await;
    assert_told(&world, BEN, "oncall", &["*You are on call* until *Mon 2 Mar 18:00"]).await;
}

#[tokio::test]
async fn what_cannot_be_swapped_is_refused_with_what_would_be_right() {
    let world = World::new().await;
    for (text, expected) in [
        ("swap", "I can't tell with whom"),
        ("swap @ben mon 9:00 tue 17:00", "I can't tell with whom"),
        ("swap <@U0STAFF02|ben>", "I can't tell from when until when"),
        ("swap <@U0STAFF02|ben> tue 9:00", "that is not two times"),
        ("swap <@U0STAFF02|ben> some time soon", "that is not two times"),
        ("swap <@U0STAFF02|ben> 2026-03-05 until 2026-03-04", "that ends before it starts"),
        ("swap <@U0STAFF02|ben> 2026-02-05 until 2026-02-07", "That is past"),
        ("swap <@U0STAFF02|ben> 2026-03-05 until 2026-12-07", "90 days are the most"),
        ("swap <@U0STAFF01|ada> tue 9:00 tue 17:00", "They are on call then already"),
        ("swap <@U0GUEST01|gast> tue 9:00 tue 17:00", "They are not on the team"),
        ("swap <@U0GLOBEX1|dana> tue 9:00 tue 17:00", "They are not on the team"),
        ("swap <@U0LEFT001|lea> tue 9:00 tue 17:00", "They are not on the team"),
        ("swap <@U0NOBODY1> tue 9:00 tue 17:00", "They are not on the team"),
        ("swap <@U0ROBOT01> tue 9:00 tue 17:00", "They are not on the team"),
    ] {
        assert_refused(&world, ADA, text, expected).await;
    }
}

#[tokio::test]
async fn why_finds_an_item_however_it_is_named() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops").await;
    let more = world.say(GLOBEX, DANA, "At night, that is").await;
    world.advance("1h").await;
    let reply = world.reply(&said, ERIK, "Here, too").await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    let discussion = world.open(roundup_tests::github::Form::Discussion, WIDGETS, 3, HUBBER, "How to sync").await;
    assert_eq!(discussion.item(), "github:acme/widgets/discussions/3");
    for (named, title) in [
        (said.item(HOME), "The export stops"),
        (link(&said), "The export stops"),
        (format!("<{}>", link(&reply).replace('&', "&amp;")), "The export stops"),
        (link(&more), "The export stops"),
        ("github:acme/widgets#1".to_owned(), "Sync hangs"),
        ("acme/widgets#1".to_owned(), "Sync hangs"),
        ("https://github.com/acme/widgets/issues/1".to_owned(), "Sync hangs"),
        ("https://github.com/acme/widgets/issues/1#issuecomment-9".to_owned(), "Sync hangs"),
        ("<https://github.com/acme/widgets/issues/1|acme/widgets #1>".to_owned(), "Sync hangs"),
        ("https://github.com/acme/widgets/pull/1/files".to_owned(), "Sync hangs"),
        ("https://github.com/acme/widgets/discussions/3".to_owned(), "How to sync"),
    ] {
        assert_told(&world, ADA, &format!("why {named}"), &[title]).await;
    }
    assert_told(&world, ADA, "why acme/widgets#1", &["due", "Tue 3 Mar 10:00"]).await;
}

#[tokio::test]
async fn why_says_when_it_cannot_tell_what_is_meant() {
    let world = World::new().await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    let internal = world.message(world.now(), INTERNAL, None, ADA, "Hello");
    for (text, expected) in [
        ("why".to_owned(), "I can't tell which item"),
        ("why not".to_owned(), "I can't tell which item"),
        ("why https://example.com/acme/widgets/issues/1".to_owned(), "I can't tell which item"),
        ("why acme/widgets#x".to_owned(), "I can't tell which item"),
        ("why acme/widgets#2".to_owned(), "There is no such item"),
        ("why evil/repository#1".to_owned(), "There is no such item"),
        ("why slack:T0STAFF01:C0GLOBEX1:1772460000.000100".to_owned(), "There is no such item"),
        (format!("why {}", link(&internal)), "There is no such item"),
        (format!("why {}/widgets#1", "a".repeat(2_900)), "There is no such item"),
    ] {
        assert_refused(&world, ADA, &text, expected).await;
    }
}

#[tokio::test]
async fn why_says_when_slack_cannot_tell_the_channel() {
    let world = World::new().await;
    let said = world.message(world.now(), GLOBEX, None, DANA, "The export stops");
    world.slack.fail("conversations.info", roundup_standins::Fault::RateLimit(30), 1);
    let told = told(&world, ADA, &format!("why {}", link(&said))).await;
    // A channel that is configured by its id has not to be asked about.
    assert!(told.contains("There is no such item") || told.contains("please try again"), "{told}");
    let said = world.message(world.now(), INITECH, None, DANA, "The export stops");
    world.slack.recover();
    world.slack.fail("conversations.info", roundup_standins::Fault::RateLimit(30), 1);
    assert_told(&world, ADA, &format!("why {}", link(&said)), &["please try again in a moment"]).await;
}

#[tokio::test]
async fn digest_says_what_the_roundup_is_like() {
    let world = World::new().await;
    let empty = ["The Roundup is on *Fri 6 Mar 16:00", "Ready: nothing yet", "Incomplete: none", "nobody waits for an answer"];
    assert_told(&world, ADA, "digest", &empty).await;
    let said = world.say(GLOBEX, DANA, "The export stops").await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("20h").await;
    let cards = world.slack.messages("D0STAFF01");
    let card = cards.into_iter().find(|card| card.to_string().contains("export")).unwrap();
    world.press(ADA, "D0STAFF01", &card, "triage").await;
    let view = world.slack.opened().unwrap();
    let menu = roundup_tests::interactions::chosen(element(&view, "kind").unwrap(), "bug");
    world.act_in_view(ADA, &view, menu, &[("kind", json!("bug"))]).await;
    let view = world.slack.opened().unwrap();
    let form =
        [("kind", json!("bug")), ("bug:expected", json!("A file")), ("bug:actual", json!("None")), ("ready", json!(["ready"]))];
    assert_eq!(world.submit(ADA, &view, &form).await.text, "");
    assert_eq!(world.item_of(&said).await["ready"], true);
    let full = ["*Fri 6 Mar 16:00", "Ready: 1 bug", "Incomplete: 1 item has no kind", "2 items wait for an answer"];
    assert_told(&world, ADA, "digest", &full).await;
}

#[tokio::test]
async fn snooze_puts_off_until_the_deadline_and_not_past_it() {
    let world = World::new().await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    let named = "https://github.com/acme/widgets/issues/1";
    for (text, expected) in [
        ("snooze".to_owned(), "I can't tell which item"),
        ("snooze tomorrow".to_owned(), "I can't tell which item"),
        (format!("snooze {named}"), "I can't tell until when"),
        (format!("snooze {named} until"), "I can't tell until when"),
        (format!("snooze {named} later"), "that is no time"),
        (format!("snooze {named} 2026-03-01 09:00"), "That is past"),
        (format!("snooze {named} 25h"), "due Tue 3 Mar 09:00"),
        (format!("snooze {named} 100d"), "90 days are the most"),
        ("snooze acme/widgets#2 2h".to_owned(), "There is no such item"),
    ] {
        assert_refused(&world, ADA, &text, expected).await;
    }
    assert_told(
        &world,
        ADA,
        &format!("snooze <{named}|#1> until 11:00"),
        &["Until *Mon 2 Mar 11:00", "Sync hangs", "due Tue 3 Mar 09:00"],
    )
    .await;
    let item = world.item("github:acme/widgets#1").await;
    assert_eq!((&item["snoozed_until"], &item["state"]), (&json!("2026-03-02T16:00:00Z"), &json!("waiting")), "{item:#}");
    // Once answered it may be put off longer.
    let thread = roundup_tests::Thread::new(roundup_tests::github::Form::Issue, WIDGETS, 1, OCTOCAT, "Sync hangs", world.now());
    world.advance("1h").await;
    world.comment(&thread, ADA_GH, "We look into it.").await;
    assert_told(&world, ADA, &format!("snooze {named} 3d"), &["Until *Thu 5 Mar 10:00"]).await;
    assert_eq!(world.item("github:acme/widgets#1").await["state"], "snoozed");
    world.happens(&thread, "closed", OCTOCAT).await;
    assert_refused(&world, ADA, &format!("snooze {named} 3d"), "It is closed").await;
}

#[tokio::test]
async fn the_answer_to_a_snooze_wakes_it() {
    let world = World::new().await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    let answer = ask(&world, ADA, "snooze acme/widgets#1 2h").await;
    let shown = json!({"type": "message", "ts": "1772460000.000200", "blocks": answer["blocks"]});
    world.press(ADA, INTERNAL, &shown, "wake").await;
    assert_eq!(world.item("github:acme/widgets#1").await["snoozed_until"], Value::Null);
}

#[tokio::test]
async fn help_says_everything_that_can_be_asked_for() {
    let world = World::new().await;
    let words = ["list", "oncall", "take", "swap", "why", "digest", "snooze", "help"].map(|word| format!("`/roundup {word}"));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for text in ["help", "", "   ", "?", "HELP me"] {
        assert_told(&world, ADA, text, &words).await;
    }
    for (text, expected) in [
        ("frobnicate", vec!["I don't know that word", "`/roundup list"]),
        ("lsit", vec!["perhaps you mean `/roundup list`"]),
        ("tke 17:00", vec!["perhaps you mean `/roundup take`"]),
        ("<!channel> *boo* <@U0GLOBEX1>", vec!["I don't know that word"]),
        (&"x".repeat(5_000), vec!["I don't know that word"]),
    ] {
        assert_told(&world, ADA, text, &expected).await;
    }
}

/// The answer to a command as a message whose buttons can be pressed.
async fn answered(world: &World, user: &str, text: &str) -> Value {
    let answer = ask(world, user, text).await;
    json!({"type": "message", "ts": world.next_ts(), "blocks": answer["blocks"]})
}

/// What the person who pressed was told last.
fn whispered(world: &World) -> String {
    let said = world.slack.ephemerals().pop().unwrap();
    format!("{} {}", said["user"].as_str().unwrap(), said["text"].as_str().unwrap())
}

#[tokio::test]
async fn take_and_swap_can_be_undone_for_an_hour() {
    for (user, text) in [(BEN, "take"), (ADA, "swap <@U0STAFF02> 9:00 mon 9:00"), (ADA, "swap <@U0STAFF02> now 18:00")] {
        for (later, by, undone) in [("0s", user, true), ("3599s", CLEO, true), ("61m", user, false)] {
            let world = World::new().await;
            world.say(GLOBEX, DANA, "The export stops").await;
            world.advance("10s").await;
            let before = told(&world, CLEO, "oncall").await;
            let answer = answered(&world, user, text).await;
            let agreed = told(&world, CLEO, "oncall").await;
            assert_ne!(agreed, before, "{text}");
            world.advance(later).await;
            world.press(by, INTERNAL, &answer, "undo_override").await;
            let case = format!("{text}, {later} later");
            let expected = if undone { "Taken back." } else { "That can be taken back for an hour" };
            assert!(whispered(&world).starts_with(&format!("{by} {expected}")), "{case}: {}", whispered(&world));
            assert_eq!(told(&world, CLEO, "oncall").await, if undone { before } else { agreed }, "{case}");
        }
    }
}

#[tokio::test]
async fn undone_means_that_reminders_go_where_they_went() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops").await;
    let answer = answered(&world, BEN, "take").await;
    world.press(BEN, INTERNAL, &answer, "undo_override").await;
    // Twice is once, by whomever.
    world.press(BEN, INTERNAL, &answer, "undo_override").await;
    world.press(ADA, INTERNAL, &answer, "undo_override").await;
    world.to("2026-03-03T10:00:00Z").await;
    assert_eq!(reminded(&world), ["Tue 10:00 reminds U0STAFF01"]);
}
