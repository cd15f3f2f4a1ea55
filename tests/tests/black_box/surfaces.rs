//! Who may use what: everything that Roundup offers in Slack, tried by everybody who may not, and by those who may.

mod cost;
mod forged;
mod stage;

use roundup_standins::{Fault, UserFlags};
use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::interactions::element;
use roundup_tests::world::Setup;
use serde_json::{Value, json};
use stage::{CONFIDENTIAL, Does, Seen, Stage, Surface};

/// Who may not use any of it: what they are, and what they are told about it.
const REFUSED: [(&str, &str, &str); 8] = [
    (DANA, "somebody from another workspace", "for the team that runs it"),
    (GUEST, "a guest", "Guests cannot use Roundup"),
    (LODGER, "a guest of one channel", "Guests cannot use Roundup"),
    (LEFT, "somebody who has left", "Your account is deactivated"),
    (NOBODY, "nobody whom Slack knows", "Slack does not know you"),
    (BOT, "a bot", "no orders from bots"),
    (ROBOT, "somebody on the list of those to ignore", "no orders from bots"),
    (GUS, "a full member of somebody else's workspace", "for the team that runs it"),
];

/// That nothing came of it but a refusal in these words.
fn assert_refused(surface: &Surface, who: &str, seen: &Seen, words: &str) {
    let case = format!("{} by {who}", surface.name);
    assert_eq!(seen.answer.status, 200, "{case}: {}", seen.answer.text);
    // That somebody opened their Home tab is an event like others: written down, and deleted once it was reacted to.
    assert_eq!(seen.writes, if surface.is_home() { 2 } else { 0 }, "{case}: something was written");
    for confidential in CONFIDENTIAL {
        assert!(!seen.words().contains(confidential), "{case}: {confidential} in {}", seen.words());
    }
    if surface.is_search() {
        assert_eq!(seen.answer.json(), json!({"options": []}), "{case}");
        assert_eq!(seen.methods(), Vec::<&str>::new(), "{case}");
        return;
    }
    assert!(seen.words().contains(words), "{case}: {}", seen.words());
    if surface.is_form() {
        let answer = seen.answer.json();
        assert_eq!(answer["response_action"], "update", "{case}: {answer}");
        assert_eq!(answer["view"]["submit"], Value::Null, "{case}: {answer}");
    } else if surface.refused_by().is_empty() {
        assert_eq!(seen.answer.json()["response_type"], "ephemeral", "{case}");
    } else {
        assert_eq!(seen.answer.text, "", "{case}");
    }
}

#[tokio::test]
async fn nobody_but_staff_may_use_anything() {
    let stage = Stage::set().await;
    let before = stage.world.items_in_full().await;
    for surface in &stage.surfaces {
        for (user, who, words) in REFUSED {
            let words = if surface.is_home() { "nothing for you to do here" } else { words };
            let seen = surface.used_by(&stage.world, user).await;
            assert_refused(surface, who, &seen, words);
            // Slack shows nothing in a channel to whom it does not know: a modal is tried then.
            let methods: Vec<&str> = match surface.refused_by() {
                ["chat.postEphemeral"] if user == NOBODY => vec!["chat.postEphemeral", "views.open"],
                // The event does not say in which workspace the tab is: each is tried.
                ["views.publish"] if user == NOBODY => vec!["views.publish", "views.publish"],
                methods => methods.to_vec(),
            };
            assert_eq!(seen.methods(), methods, "{} by {who}", surface.name);
            for call in seen.calls.iter().filter(|call| !["views.open", "views.push"].contains(&call.method.as_str())) {
                assert!(call.body["user"] == user || call.body["user_id"] == user, "{} shows it to {}", surface.name, call.body);
            }
            let workspaces = if surface.is_home() && user == NOBODY { 2 } else { 1 };
            let asked = if user == ROBOT { 0 } else { workspaces };
            assert_eq!(seen.lookups, asked, "{} by {who}: Slack is asked each time", surface.name);
        }
    }
    assert_eq!(stage.world.items_in_full().await, before);
}

#[tokio::test]
async fn nobody_may_use_anything_while_slack_cannot_say_who_they_are() {
    let stage = Stage::set().await;
    let before = stage.world.items_in_full().await;
    let words = "Slack could not say who you are just now; please try again in a moment.";
    for surface in &stage.surfaces {
        stage.world.slack.fail("users.info", Fault::RateLimit(30), 1);
        let seen = surface.used_by(&stage.world, surface.by).await;
        if surface.is_home() {
            assert_eq!(seen.methods(), Vec::<&str>::new(), "what is shown there stays");
            continue;
        }
        assert_refused(surface, "somebody on staff", &seen, words);
        assert_eq!(seen.methods(), surface.refused_by(), "{}", surface.name);
    }
    assert_eq!(stage.world.items_in_full().await, before);
}

#[tokio::test]
async fn slack_out_of_order_in_any_way_lets_nobody_in() {
    let stage = Stage::set().await;
    let again = "please try again in a moment";
    let claim = stage.surfaces.iter().find(|surface| surface.name == "claim").unwrap();
    for (fault, words) in [
        (Fault::ServerError, again),
        (Fault::RateLimit(1), again),
        (Fault::CarriedOutThenCut, again),
        (Fault::Refused("internal_error".to_owned()), again),
        (Fault::Refused("user_not_visible".to_owned()), "Slack does not know you"),
        (Fault::Refused("missing_scope".to_owned()), "tell whoever runs it"),
        (Fault::Refused("invalid_auth".to_owned()), "tell whoever runs it"),
    ] {
        stage.world.slack.fail("users.info", fault.clone(), 1_000);
        let seen = claim.used_by(&stage.world, ADA).await;
        assert_refused(claim, &format!("staff, with {fault:?}"), &seen, words);
        stage.world.slack.recover();
    }
    // Nothing of that is remembered.
    assert!(claim.used_by(&stage.world, ADA).await.writes > 0);
}

#[tokio::test]
async fn staff_may_use_everything() {
    let stage = Stage::set().await;
    for surface in &stage.surfaces {
        let seen = surface.used_by(&stage.world, surface.by).await;
        let name = surface.name;
        assert_eq!(seen.answer.status, 200, "{name}: {}", seen.answer.text);
        match surface.does {
            Does::Writes => {
                assert!(seen.writes > 0, "{name}: nothing was written");
                assert!(!seen.answer.text.contains('✋') && !seen.answer.text.contains("errors"), "{name}: {}", seen.answer.text);
            }
            Does::Opens | Does::Redraws => {
                let method = if surface.does == Does::Opens { "views.open" } else { "views.update" };
                assert_eq!(seen.methods(), [method], "{name}");
                let texts = seen.words();
                assert!(CONFIDENTIAL.iter().any(|text| texts.contains(text)), "{name}: {texts}");
                assert_eq!(seen.writes, 0, "{name}");
            }
            Does::Publishes => assert_eq!(seen.methods(), ["views.publish"], "{name}"),
            Does::Offers => assert!(!seen.answer.json()["options"].as_array().unwrap().is_empty(), "{name}"),
            Does::Says => {
                assert_eq!(seen.answer.json()["response_type"], "ephemeral", "{name}");
                assert!(!seen.answer.text.contains('✋'), "{name}: {}", seen.answer.text);
            }
        }
    }
}

/// What a command was answered with, as text.
fn text(answer: &Value) -> &str {
    answer["text"].as_str().unwrap()
}

#[tokio::test]
async fn staff_by_user_id_may_where_the_workspace_is_somebody_elses() {
    let world = World::new().await;
    let said = world.say(COMMUNITY, GUS, "Does it sync at night?").await;
    let id = said.item(CLOUDS);
    world.advance("0s").await;
    let list = world.command(OSKAR, "list").await.json();
    assert!(text(&list).contains("item waits"), "{list}");
    world.track(OSKAR, COMMUNITY, GUS, &said.text, &said.ts, None).await;
    let view = world.slack.opened().unwrap();
    let form = [("kind", json!("question")), ("question:question", json!("Whether it syncs at night"))];
    let menu = element(&view, "kind").unwrap();
    world.act_in_view(OSKAR, &view, roundup_tests::interactions::chosen(menu, "question"), &form[..1]).await;
    let view = world.slack.opened().unwrap();
    assert_eq!(world.submit(OSKAR, &view, &form).await.text, "");
    assert_eq!(world.item(&id).await["kind"], "question");
    let seen = world.slack.calls().into_iter().filter(|call| call.method.starts_with("views.") || call.body["user"] == OSKAR);
    for call in seen {
        assert_eq!(call.team.as_deref(), Some(CLOUDS), "{} goes where he is", call.method);
    }
}

#[tokio::test]
async fn staff_by_user_id_who_have_left_may_not() {
    let world = World::new().await;
    world.slack.user(OSKAR, "Oskar Quist", CLOUDS, UserFlags { deleted: true, ..UserFlags::default() });
    let answer = world.command(OSKAR, "list").await.json();
    assert!(text(&answer).contains("Your account is deactivated"), "{answer}");
}

#[tokio::test]
async fn a_look_up_of_yesterday_lets_nobody_in_who_has_left_today() {
    let (world, said, card) = super::cards::reminded().await;
    world.press(ADA, "D0STAFF01", &card, "claim").await;
    assert_eq!(world.item_of(&said).await["claimed_by"], json!(ADA));
    world.slack.user(ADA, "Ada Okafor", HOME, UserFlags { deleted: true, ..UserFlags::default() });
    let card = world.slack.messages("D0STAFF01").pop().unwrap();
    world.press(ADA, "D0STAFF01", &card, "release").await;
    assert_eq!(world.item_of(&said).await["claimed_by"], json!(ADA));
}

#[tokio::test]
async fn somebody_who_joined_since_may_and_what_they_do_counts() {
    let (world, said, card) = super::cards::reminded().await;
    // They were looked up as a guest.
    world.say(OFFICE, GUEST, "The import stops, too.").await;
    world.advance("1m").await;
    world.press(GUEST, "D0STAFF01", &card, "claim").await;
    assert_eq!(world.item_of(&said).await["claimed_by"], Value::Null);
    world.slack.user(GUEST, "Gast Freund", HOME, UserFlags::default());
    let card = world.slack.messages("D0STAFF01").pop().unwrap();
    world.press(GUEST, "D0STAFF01", &card, "claim").await;
    assert_eq!(world.item_of(&said).await["claimed_by"], json!(GUEST));
}

#[tokio::test]
async fn somebody_who_wrote_in_an_item_before_they_joined_is_told_that_it_does_not_count_there() {
    let (world, said, _) = super::cards::reminded().await;
    world.reply(&said, GUEST, "For me, too.").await;
    world.advance("1m").await;
    world.slack.user(GUEST, "Gast Freund", HOME, UserFlags::default());
    let card = world.slack.messages("D0STAFF01").pop().unwrap();
    for action in ["claim", "triage"] {
        let before = world.slack.calls().len();
        world.press(GUEST, "D0STAFF01", &card, action).await;
        let calls = world.slack.calls().split_off(before);
        let told = calls.iter().find(|call| call.method == "chat.postEphemeral").unwrap();
        assert!(told.body["text"].as_str().unwrap().starts_with("You wrote here before you joined"), "{action}: {told:?}");
    }
    assert_eq!(world.item_of(&said).await["claimed_by"], Value::Null);
}

#[tokio::test]
async fn without_a_workspace_of_our_own_only_those_listed_may() {
    let configuration = acme_with("slack_team = \"T0STAFF01\"\n", "");
    let configuration = configuration.replace("staff_slack = [\"U0OSQADA1\"]", "staff_slack = [\"U0STAFF01\"]");
    let world = World::with(Setup { configuration, ..Setup::default() }).await;
    let answer = world.command(ADA, "oncall").await.json();
    assert!(text(&answer).contains("on call"), "{answer}");
    let answer = world.command(BEN, "oncall").await.json();
    assert!(text(&answer).contains("for the team that runs it"), "{answer}");
}
