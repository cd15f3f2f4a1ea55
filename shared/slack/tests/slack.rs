//! The client on the stand-in for Slack, over HTTP.
#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use roundup_slack::{EVENT_TYPE, Message, SetupError, Slack, SlackError, Tokens};
use roundup_standins::{Fault, Journal, SlackStandIn, UserFlags, serve};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const HOME: &str = "T0STAFF01";
const CHANNEL: &str = "C0HELP001";
const ADA: &str = "U0OSQADA1";

fn now() -> Timestamp {
    "2026-03-02T14:00:00Z".parse().unwrap()
}

fn tokens() -> Tokens {
    Tokens { by_team: BTreeMap::from([(HOME.into(), "xoxb-canary-home".into())]), default: None }
}

fn notice(key: &str) -> Message {
    Message { text: "Somebody waits".into(), key: Some(key.into()), ..Message::default() }
}

/// A Slack with one internal channel, one member of staff and us.
async fn world() -> (SlackStandIn, Slack) {
    let stand_in = SlackStandIn::new(&Journal::new(Arc::new(now)), HOME);
    stand_in.token("xoxb-canary-home", HOME).token("xoxb-canary-chat", "T0CHAT001");
    stand_in.channel(CHANNEL, "help", false).user(ADA, "Ada Lovelace", HOME, UserFlags::default());
    let (address, _) = serve(stand_in.router()).await.unwrap();
    let slack = Slack::new(&format!("http://{address}/api/"), tokens()).unwrap();
    (stand_in, slack)
}

fn methods(stand_in: &SlackStandIn) -> Vec<String> {
    stand_in.calls().into_iter().map(|call| call.method).collect()
}

#[tokio::test]
async fn a_message_is_posted_once_with_its_blocks_its_key_and_without_previews() {
    let (stand_in, slack) = world().await;
    let blocks = vec![json!({"type": "section", "text": {"type": "mrkdwn", "text": "Somebody *waits*"}})];
    let message = Message { blocks: blocks.clone(), ..notice("k1") };
    let posted = slack.post_message(HOME, CHANNEL, &message).await.unwrap();
    assert_eq!(posted.channel, CHANNEL);
    let calls = stand_in.calls();
    assert_eq!(calls.len(), 1);
    let metadata = json!({"event_type": EVENT_TYPE, "event_payload": {"key": "k1"}});
    assert_eq!(
        calls[0].body,
        json!({"channel": CHANNEL, "text": "Somebody waits", "blocks": blocks, "metadata": metadata, "parse": "none",
            "unfurl_links": false, "unfurl_media": false})
    );
    assert_eq!(stand_in.messages(CHANNEL)[0]["ts"], posted.ts.as_str());
}

#[tokio::test]
async fn a_user_is_written_to_in_their_direct_messages() {
    let (stand_in, slack) = world().await;
    let posted = slack.post_message(HOME, ADA, &notice("k1")).await.unwrap();
    assert!(posted.channel.starts_with('D'));
    assert_eq!(slack.find_message(HOME, ADA, "k1").await, Ok(Some(posted.clone())));
    assert_eq!(stand_in.messages(&posted.channel).len(), 1);
}

#[tokio::test]
async fn a_reply_goes_into_its_thread_and_is_found_there() {
    let (stand_in, slack) = world().await;
    let root = stand_in.say(CHANNEL, ADA, "hello", None).unwrap();
    let reply = Message { thread_ts: Some(root.clone()), ..notice("k1") };
    let posted = slack.post_message(HOME, CHANNEL, &reply).await.unwrap();
    assert_eq!(stand_in.messages(CHANNEL)[1]["thread_ts"], root.as_str());
    assert_eq!(slack.find_message(HOME, CHANNEL, "k1").await, Ok(None));
    assert_eq!(slack.find_reply(HOME, CHANNEL, &root, "k1").await, Ok(Some(posted)));
    assert_eq!(slack.find_reply(HOME, CHANNEL, &root, "k2").await, Ok(None));
}

#[tokio::test]
async fn a_message_is_replaced_blocks_and_all() {
    let (stand_in, slack) = world().await;
    let blocks = vec![json!({"type": "divider"})];
    let posted = slack.post_message(HOME, CHANNEL, &Message { blocks, ..notice("k1") }).await.unwrap();
    let changed = Message { text: "Answered".into(), ..Message::default() };
    slack.update_message(HOME, CHANNEL, &posted.ts, &changed).await.unwrap();
    let shown = &stand_in.messages(CHANNEL)[0];
    assert_eq!((&shown["text"], &shown["blocks"]), (&json!("Answered"), &json!([])));
    let missing = "1700000000.000100";
    let error = slack.update_message(HOME, CHANNEL, missing, &changed).await.unwrap_err();
    assert_eq!(error, SlackError::Refused { method: "chat.update", error: "message_not_found".into() });
}

#[tokio::test]
async fn a_message_whose_answer_was_cut_off_was_posted_and_is_found() {
    for to in [CHANNEL, ADA] {
        let (stand_in, slack) = world().await;
        stand_in.fail("chat.postMessage", Fault::CarriedOutThenCut, 1);
        let error = slack.post_message(HOME, to, &notice("k1")).await.unwrap_err();
        assert_eq!(error, SlackError::AnswerLost { method: "chat.postMessage" });
        assert!(error.is_passing() && error.may_be_carried_out());
        let found = slack.find_message(HOME, to, "k1").await.unwrap().unwrap();
        assert_eq!(stand_in.messages(&found.channel)[0]["ts"], found.ts.as_str());
        assert_eq!(slack.find_message(HOME, to, "k2").await, Ok(None), "another notice is another message");
    }
}

#[tokio::test]
async fn a_message_is_looked_for_on_every_page() {
    let (stand_in, slack) = world().await;
    let posted = slack.post_message(HOME, CHANNEL, &notice("k1")).await.unwrap();
    for n in 0..450 {
        stand_in.say(CHANNEL, ADA, &format!("chatter {n}"), None).unwrap();
    }
    assert_eq!(slack.find_message(HOME, CHANNEL, "k1").await, Ok(Some(posted)));
    assert_eq!(methods(&stand_in).iter().filter(|method| *method == "conversations.history").count(), 3);
}

#[tokio::test]
async fn somebody_elses_message_with_our_key_in_its_text_is_not_ours() {
    let (stand_in, slack) = world().await;
    stand_in.say(CHANNEL, ADA, "k1 roundup_notice", None).unwrap();
    assert_eq!(slack.find_message(HOME, CHANNEL, "k1").await, Ok(None));
}

#[tokio::test]
async fn posting_is_never_repeated() {
    for (fault, expected) in [
        (Fault::RateLimit(30), SlackError::RateLimited { method: "chat.postMessage", retry_after: Duration::from_secs(30) }),
        (Fault::RateLimit(0), SlackError::RateLimited { method: "chat.postMessage", retry_after: Duration::ZERO }),
        (Fault::ServerError, SlackError::Unavailable { method: "chat.postMessage", status: Some(503) }),
        (Fault::Refused("internal_error".into()), SlackError::AnswerLost { method: "chat.postMessage" }),
        (Fault::Refused("service_unavailable".into()), SlackError::Unavailable { method: "chat.postMessage", status: Some(200) }),
    ] {
        let (stand_in, slack) = world().await;
        stand_in.fail("chat.postMessage", fault, 1);
        let error = slack.post_message(HOME, CHANNEL, &notice("k1")).await.unwrap_err();
        assert!(error.is_passing());
        assert_eq!(error, expected);
        assert_eq!((stand_in.calls().len(), stand_in.messages(CHANNEL).len()), (1, 0));
    }
}

#[tokio::test]
async fn a_refusal_gives_slacks_own_word_and_does_not_pass() {
    let (stand_in, slack) = world().await;
    stand_in.channel("C0FOREIGN", "foreign", false).channel_fields("C0FOREIGN", json!({"is_member": false}));
    for (channel, text, code) in
        [("C0MISSING", "x", "channel_not_found"), ("C0FOREIGN", "x", "not_in_channel"), (CHANNEL, "", "no_text")]
    {
        let message = Message { text: text.into(), ..Message::default() };
        let error = slack.post_message(HOME, channel, &message).await.unwrap_err();
        assert_eq!(error, SlackError::Refused { method: "chat.postMessage", error: code.into() });
        assert!(!error.is_passing() && !error.may_be_carried_out() && !error.is_misconfiguration());
    }
}

#[tokio::test]
async fn reading_sits_out_short_troubles_and_leaves_long_waits_to_the_caller() {
    let (stand_in, slack) = world().await;
    stand_in.fail("users.info", Fault::RateLimit(0), 1).fail("users.info", Fault::CarriedOutThenCut, 1);
    assert_eq!(slack.user(HOME, ADA).await.unwrap().shown_name(), "Ada Lovelace");
    assert_eq!(stand_in.calls().len(), 3);
    stand_in.fail("users.info", Fault::RateLimit(60), 1);
    let limited = SlackError::RateLimited { method: "users.info", retry_after: Duration::from_secs(60) };
    assert_eq!(slack.user(HOME, ADA).await, Err(limited));
    assert_eq!(stand_in.calls().len(), 4);
    stand_in.fail("users.info", Fault::ServerError, 99);
    assert_eq!(slack.user(HOME, ADA).await, Err(SlackError::Unavailable { method: "users.info", status: Some(503) }));
    assert_eq!(stand_in.calls().len(), 7);
}

#[tokio::test]
async fn full_members_are_told_from_guests_strangers_and_bots() {
    let (stand_in, slack) = world().await;
    let plain = UserFlags::default();
    for (id, team, flags, member) in [
        ("U1", HOME, plain, true),
        ("U2", HOME, UserFlags { deleted: true, ..plain }, true),
        ("U3", HOME, UserFlags { is_restricted: true, ..plain }, false),
        ("U4", HOME, UserFlags { is_restricted: true, is_ultra_restricted: true, ..plain }, false),
        ("U5", HOME, UserFlags { is_bot: true, ..plain }, false),
        ("U6", "T0OTHER01", UserFlags { is_stranger: true, ..plain }, false),
        ("U7", "T0OTHER01", plain, false),
        ("USLACKBOT", HOME, plain, false),
    ] {
        stand_in.user(id, "Somebody", team, flags);
        let user = slack.user(HOME, id).await.unwrap();
        assert_eq!((user.is_full_member_of(HOME), user.deleted), (member, flags.deleted), "{id}");
    }
    let error = slack.user(HOME, "U0MISSING").await.unwrap_err();
    assert_eq!(error, SlackError::Refused { method: "users.info", error: "user_not_found".into() });
}

#[tokio::test]
async fn records_with_anything_missing_or_null_are_read() {
    let (stand_in, slack) = world().await;
    stand_in.user_record(json!({"id": "U0BARE001"}));
    stand_in.user_record(json!({"id": "W0GRID001", "team_id": "E0ORG0001", "is_bot": null, "name": "grace", "profile": null,
        "enterprise_user": {"id": "W0GRID001", "enterprise_id": "E0ORG0001", "teams": [HOME, "T0OTHER01"]}}));
    let bare = slack.user(HOME, "U0BARE001").await.unwrap();
    assert_eq!((bare.shown_name(), bare.is_full_member_of(HOME), bare.team_id.clone()), ("U0BARE001", false, None));
    let grid = slack.user(HOME, "W0GRID001").await.unwrap();
    assert_eq!((grid.shown_name(), grid.is_full_member_of(HOME), grid.is_full_member_of("T0X")), ("grace", true, false));
}

#[tokio::test]
async fn a_channel_tells_whom_it_is_shared_with() {
    let (stand_in, slack) = world().await;
    stand_in.channel("C0EXT0001", "at-acme", true).channel_fields("C0EXT0001", json!({"is_private": true, "is_member": null}));
    let ours = slack.channel(HOME, CHANNEL).await.unwrap();
    assert_eq!((ours.name.as_str(), ours.is_ext_shared, ours.is_private, ours.is_member), ("help", false, false, true));
    let shared = slack.channel(HOME, "C0EXT0001").await.unwrap();
    assert_eq!((shared.is_ext_shared, shared.is_shared, shared.is_private, shared.is_member), (true, true, true, false));
    assert_eq!((shared.id.as_str(), shared.context_team_id.as_deref()), ("C0EXT0001", Some(HOME)));
}

#[tokio::test]
async fn every_workspace_is_spoken_to_with_its_own_token() {
    let (stand_in, _) = world().await;
    let (address, _) = serve(stand_in.router()).await.unwrap();
    let base = format!("http://{address}/api");
    let slack = Slack::new(&base, Tokens { default: Some("xoxb-canary-chat".into()), ..tokens() }).unwrap();
    for (team, spoken_as) in [(HOME, HOME), ("T0CHAT001", "T0CHAT001"), ("T0ANY0001", "T0CHAT001")] {
        slack.user(team, ADA).await.unwrap();
        assert_eq!(stand_in.calls().pop().unwrap().team.as_deref(), Some(spoken_as));
    }
    let error = Slack::new(&base, tokens()).unwrap().user("T0ANY0001", ADA).await.unwrap_err();
    assert_eq!(error, SlackError::NoToken { team: "T0ANY0001".into() });
    assert_eq!((error.is_misconfiguration(), error.is_passing(), stand_in.calls().len()), (true, false, 3));
    let wrong = Tokens { default: Some("xoxb-withdrawn".into()), ..Tokens::default() };
    let error = Slack::new(&base, wrong).unwrap().user(HOME, ADA).await.unwrap_err();
    assert_eq!(error, SlackError::Refused { method: "users.info", error: "invalid_auth".into() });
    assert!(error.is_misconfiguration());
}

#[tokio::test]
async fn neither_tokens_nor_texts_show_in_errors_debug_output_or_the_journal() {
    let (stand_in, slack) = world().await;
    stand_in.fail("*", Fault::ServerError, 1);
    let secret = Message { text: "private words".into(), ..Message::default() };
    let error = slack.post_message(HOME, CHANNEL, &secret).await.unwrap_err();
    for shown in
        [format!("{error} {error:?}"), format!("{slack:?}"), format!("{:?}", tokens()), format!("{:?}", stand_in.calls())]
    {
        assert!(!shown.contains("canary"), "{shown}");
    }
    assert!(!format!("{error} {error:?}").contains("private words"));
}

/// A server that reads one request, answers with these bytes (or, without any, not at all), and closes after a while.
async fn answering(bytes: &'static str) -> Slack {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4_096];
                let _ = connection.read(&mut request).await;
                let _ = connection.write_all(bytes.as_bytes()).await;
                if bytes.is_empty() {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            });
        }
    });
    Slack::new(&format!("http://{address}/api/"), tokens()).unwrap().with_timeout(Duration::from_millis(300))
}

#[tokio::test]
async fn answers_that_say_nothing_may_stand_for_messages_that_were_posted() {
    for bytes in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"ok\":true,",
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nconte",
    ] {
        let error = answering(bytes).await.post_message(HOME, CHANNEL, &notice("k1")).await.unwrap_err();
        assert_eq!(error, SlackError::AnswerLost { method: "chat.postMessage" }, "{bytes:?}");
    }
}

#[tokio::test]
async fn a_message_that_slack_says_is_posted_is_posted_whatever_else_the_answer_lacks() {
    let slack = answering("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"ok\":true}").await;
    let posted = slack.post_message(HOME, CHANNEL, &notice("k1")).await.unwrap();
    assert_eq!((posted.channel.as_str(), posted.ts.as_str()), (CHANNEL, ""));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (stand_in, _) = world().await;
    let (address, _) = serve(stand_in.router()).await.unwrap();
    let redirect =
        format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{address}/api/users.info\r\ncontent-length: 0\r\n\r\n");
    let slack = answering(redirect.leak()).await;
    let error = slack.user(HOME, ADA).await.unwrap_err();
    assert_eq!(error, SlackError::Refused { method: "users.info", error: "http_307".into() });
    assert_eq!(stand_in.calls(), []);
}

#[tokio::test]
async fn nobody_listening_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api/", listener.local_addr().unwrap());
    drop(listener);
    let error = Slack::new(&base, tokens()).unwrap().post_message(HOME, CHANNEL, &notice("k1")).await.unwrap_err();
    assert_eq!(error, SlackError::Unavailable { method: "chat.postMessage", status: None });
    assert!(error.is_passing() && !error.may_be_carried_out());
}

#[tokio::test]
async fn of_a_refusals_word_only_what_is_printable_is_kept() {
    let slack = answering("HTTP/1.1 200 OK\r\ncontent-length: 42\r\n\r\n{\"ok\":false,\"error\":\"no_such \\u0007thing\"}").await;
    let error = slack.post_message(HOME, CHANNEL, &notice("k1")).await.unwrap_err();
    assert_eq!(error.to_string(), "Slack refused chat.postMessage: no_suchthing");
}

#[test]
fn what_no_client_can_be_made_of_is_said() {
    for url in ["", "slack.com/api/", "ftp://slack.com/api/"] {
        assert_eq!(Slack::new(url, tokens()).err(), Some(SetupError::BaseUrl(url.into())));
    }
    let bad = Tokens { by_team: BTreeMap::from([(HOME.into(), "xoxb-canary\n".repeat(2))]), default: None };
    let error = Slack::new("https://slack.com/api/", bad).unwrap_err();
    assert!(error.to_string().contains(HOME) && !error.to_string().contains("canary"), "{error}");
    assert!(Slack::new("https://slack.com/api/", tokens()).is_ok());
}
