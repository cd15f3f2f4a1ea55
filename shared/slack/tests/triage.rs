//! The client's modals, App Homes, messages to one person, permalinks and user groups, on the stand-in for Slack over HTTP.
#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use roundup_slack::{Message, Slack, SlackError, Tokens};
use roundup_standins::{Fault, Journal, SlackStandIn, UserFlags, serve};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const HOME: &str = "T0STAFF01";
const CHANNEL: &str = "C0HELP001";
const ADA: &str = "U0OSQADA1";
const GRACE: &str = "U0GRACE01";

fn now() -> Timestamp {
    "2026-03-02T14:00:00Z".parse().unwrap()
}

/// A Slack with one internal channel, two members of staff and us.
async fn world() -> (SlackStandIn, Slack) {
    let stand_in = SlackStandIn::new(&Journal::new(Arc::new(now)), HOME);
    stand_in.channel(CHANNEL, "help", false);
    stand_in.user(ADA, "Ada Lovelace", HOME, UserFlags::default()).user(GRACE, "Grace Hopper", HOME, UserFlags::default());
    let (address, _) = serve(stand_in.router()).await.unwrap();
    let tokens = Tokens { by_team: BTreeMap::from([(HOME.into(), "xoxb-canary-home".into())]), default: None };
    let slack = Slack::new(&format!("http://{address}/api/"), tokens).unwrap();
    (stand_in, slack)
}

fn modal(title: &str) -> Value {
    let text = json!({"type": "mrkdwn", "text": "private words"});
    json!({"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [{"type": "section", "text": text}]})
}

fn refused(method: &'static str, code: &str) -> Result<(), SlackError> {
    Err(SlackError::Refused { method, error: code.into() })
}

#[tokio::test]
async fn a_modal_is_opened_and_another_put_on_top() {
    let (stand_in, slack) = world().await;
    slack.open_view(HOME, "1.1", &modal("Triage")).await.unwrap();
    assert_eq!(stand_in.opened().unwrap()["title"]["text"], "Triage");
    slack.push_view(HOME, "1.2", &modal("Same as…")).await.unwrap();
    assert_eq!(stand_in.opened().unwrap()["previous_view_id"], stand_in.views()[0]["id"]);
    let bodies: Vec<Value> = stand_in.calls().into_iter().map(|call| call.body).collect();
    let sent = |trigger: &str, title: &str| json!({"trigger_id": trigger, "view": modal(title)});
    assert_eq!(bodies, [sent("1.1", "Triage"), sent("1.2", "Same as…")]);
}

#[tokio::test]
async fn a_trigger_that_is_spent_or_too_old_is_a_refusal_to_be_told_by_its_word() {
    let (_, slack) = world().await;
    slack.open_view(HOME, "1.1", &modal("Triage")).await.unwrap();
    for (trigger, code) in [("1.1", "exchanged_trigger_id"), ("expired.1", "expired_trigger_id")] {
        assert_eq!(slack.open_view(HOME, trigger, &modal("Triage")).await, refused("views.open", code));
        let error = slack.push_view(HOME, trigger, &modal("Triage")).await.unwrap_err();
        assert_eq!((error.refusal(), error.is_passing()), (Some(code), false));
    }
}

#[tokio::test]
async fn views_are_never_sent_twice() {
    for method in ["views.open", "views.push", "views.update", "views.publish"] {
        for fault in [Fault::ServerError, Fault::RateLimit(0), Fault::CarriedOutThenCut] {
            let (stand_in, slack) = world().await;
            slack.open_view(HOME, "1.1", &modal("Triage")).await.unwrap();
            let opened = stand_in.opened().unwrap()["id"].as_str().unwrap().to_owned();
            stand_in.fail(method, fault.clone(), 1);
            let outcome = match method {
                "views.open" => slack.open_view(HOME, "1.2", &modal("x")).await,
                "views.push" => slack.push_view(HOME, "1.2", &modal("x")).await,
                "views.update" => slack.update_view(HOME, &opened, None, &modal("x")).await,
                _ => slack.publish_view(HOME, ADA, &json!({"type": "home", "blocks": []})).await,
            };
            let error = outcome.unwrap_err();
            assert!(error.is_passing() && error.refusal().is_none(), "{method} {fault:?}: {error}");
            assert_eq!(stand_in.calls().iter().filter(|call| call.fault.is_some()).count(), 1);
            assert_eq!(stand_in.calls().len(), 2, "{method} {fault:?}");
            assert!(!format!("{error} {error:?}").contains("private words"));
        }
    }
}

#[tokio::test]
async fn a_modal_that_somebody_else_has_changed_is_a_conflict_to_be_told_by_its_word() {
    let (stand_in, slack) = world().await;
    slack.open_view(HOME, "1.1", &modal("Triage")).await.unwrap();
    let opened = stand_in.opened().unwrap();
    let (id, hash) = (opened["id"].as_str().unwrap(), opened["hash"].as_str());
    slack.update_view(HOME, id, hash, &modal("Bug")).await.unwrap();
    let error = slack.update_view(HOME, id, hash, &modal("Question")).await.unwrap_err();
    assert_eq!(error.refusal(), Some("hash_conflict"));
    assert_eq!(stand_in.opened().unwrap()["title"]["text"], "Bug");
    slack.update_view(HOME, id, None, &modal("Question")).await.unwrap();
    assert_eq!(stand_in.opened().unwrap()["title"]["text"], "Question");
    assert_eq!(stand_in.calls().pop().unwrap().body, json!({"view_id": id, "view": modal("Question")}));
    assert_eq!(slack.update_view(HOME, "V0CLOSED1", None, &modal("x")).await, refused("views.update", "not_found"));
}

#[tokio::test]
async fn everybody_has_a_home_of_their_own() {
    let (stand_in, slack) = world().await;
    let home = |text: &str| json!({"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": text}}]});
    for (user, text) in [(ADA, "Ada's"), (GRACE, "Grace's"), (ADA, "Ada's new one")] {
        slack.publish_view(HOME, user, &home(text)).await.unwrap();
    }
    assert_eq!(stand_in.home(ADA).unwrap()["blocks"], home("Ada's new one")["blocks"]);
    assert_eq!(stand_in.home(GRACE).unwrap()["blocks"], home("Grace's")["blocks"]);
    assert_eq!(slack.publish_view(HOME, "U0NOBODY1", &home("x")).await, refused("views.publish", "user_not_found"));
}

#[tokio::test]
async fn a_message_to_one_person_is_in_no_history_and_never_sent_twice() {
    let (stand_in, slack) = world().await;
    let root = stand_in.say(CHANNEL, ADA, "hello", None).unwrap();
    let blocks = vec![json!({"type": "divider"})];
    let message = Message { text: "Only you see this".into(), blocks: blocks.clone(), key: Some("k1".into()), thread_ts: None };
    slack.post_ephemeral(HOME, CHANNEL, ADA, Some(&root), &message).await.unwrap();
    let shown = stand_in.ephemerals().pop().unwrap();
    assert_eq!((&shown["channel"], &shown["user"], &shown["thread_ts"]), (&json!(CHANNEL), &json!(ADA), &json!(root)));
    assert_eq!((&shown["text"], &shown["blocks"]), (&json!("Only you see this"), &json!(blocks)));
    let sent = stand_in.calls().pop().unwrap().body;
    let arguments: Vec<&str> = sent.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(arguments, ["blocks", "channel", "parse", "text", "thread_ts", "user"]);
    assert_eq!(slack.find_message(HOME, CHANNEL, "k1").await, Ok(None));
    stand_in.fail("chat.postEphemeral", Fault::CarriedOutThenCut, 1);
    let lost = slack.post_ephemeral(HOME, CHANNEL, ADA, None, &message).await;
    assert_eq!(lost, Err(SlackError::AnswerLost { method: "chat.postEphemeral" }));
    assert_eq!(stand_in.ephemerals().len(), 2);
    let outcome = slack.post_ephemeral(HOME, CHANNEL, "U0NOBODY1", None, &message).await;
    assert_eq!(outcome, refused("chat.postEphemeral", "user_not_in_channel"));
}

#[tokio::test]
async fn a_permalink_is_asked_for_until_slack_answers() {
    let (stand_in, slack) = world().await;
    let ts = stand_in.say(CHANNEL, ADA, "hello", None).unwrap();
    stand_in.fail("chat.getPermalink", Fault::ServerError, 2);
    let link = slack.permalink(HOME, CHANNEL, &ts).await.unwrap();
    assert_eq!(link, "https://acme.slack.test/archives/C0HELP001/p1772460000000000");
    assert_eq!(stand_in.calls().len(), 3);
    let error = slack.permalink(HOME, CHANNEL, "1700000000.000100").await.unwrap_err();
    assert_eq!(error.refusal(), Some("message_not_found"));
}

#[tokio::test]
async fn a_user_group_is_set_until_it_is_and_never_emptied() {
    let (stand_in, slack) = world().await;
    stand_in.fail("usergroups.users.update", Fault::CarriedOutThenCut, 1).fail("usergroups.users.update", Fault::RateLimit(0), 1);
    slack.set_user_group(HOME, "S0ONCALL1", &[ADA.into(), GRACE.into()]).await.unwrap();
    assert_eq!(stand_in.user_group("S0ONCALL1"), [ADA, GRACE]);
    assert_eq!(stand_in.calls().pop().unwrap().body, json!({"usergroup": "S0ONCALL1", "users": "U0OSQADA1,U0GRACE01"}));
    assert_eq!(stand_in.calls().len(), 3);
    for (users, code) in [(vec![], "no_users_provided"), (vec!["U0NOBODY1".to_owned()], "invalid_users")] {
        let outcome = slack.set_user_group(HOME, "S0ONCALL1", &users).await;
        assert_eq!(outcome, refused("usergroups.users.update", code));
    }
    assert_eq!(stand_in.user_group("S0ONCALL1"), [ADA, GRACE]);
    stand_in.fail("usergroups.users.update", Fault::Refused("permission_denied".into()), 1);
    assert!(slack.set_user_group(HOME, "S0ONCALL1", &[ADA.into()]).await.unwrap_err().is_misconfiguration());
    stand_in.fail("usergroups.users.update", Fault::RateLimit(60), 1);
    let limited = SlackError::RateLimited { method: "usergroups.users.update", retry_after: Duration::from_secs(60) };
    assert_eq!(slack.set_user_group(HOME, "S0ONCALL1", &[ADA.into()]).await, Err(limited));
}
