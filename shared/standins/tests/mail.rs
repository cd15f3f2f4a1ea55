//! The stand-in for SES behaves as its API reference says, seen through the SDK.
#![allow(clippy::unwrap_used)]

use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::error::ProvideErrorMetadata;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, RawMessage};
use jiff::Timestamp;
use roundup_standins::{Fault, Journal, MailStandIn, ReceivedMail};
use std::sync::Arc;

const FROM: &str = "roundup@acme.test";
const TEAM: &str = "team@acme.test";

/// A message with one more header.
fn message(header: &str) -> String {
    let lines = [
        "From: Roundup <roundup@acme.test>",
        "To: <team@acme.test>",
        "Subject: =?utf-8?Q?Caf=C3=A9?=",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative; boundary=\"b\"",
        header,
        "",
        "--b",
        "Content-Type: text/plain; charset=\"utf-8\"",
        "",
        "text",
        "--b",
        "Content-Type: text/html; charset=\"utf-8\"",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "<p class=3D\"x\">html</p>",
        "--b--",
        "",
    ];
    lines.join("\r\n")
}

fn world() -> MailStandIn {
    MailStandIn::new(&Journal::new(Arc::new(|| Timestamp::UNIX_EPOCH)))
}

/// Sends; the code of the error, if it is one.
async fn send(stand_in: &MailStandIn, from: &str, to: &[&str], raw: &str) -> Result<String, String> {
    let client = aws_sdk_sesv2::Client::from_conf(stand_in.config().retry_config(RetryConfig::disabled()).build());
    let raw = RawMessage::builder().data(Blob::new(raw)).build().unwrap();
    let to = Destination::builder().set_to_addresses(Some(to.iter().map(|to| (*to).to_owned()).collect())).build();
    let request = client.send_email().from_email_address(from).destination(to);
    match request.content(EmailContent::builder().raw(raw).build()).send().await {
        Ok(sent) => Ok(sent.message_id().unwrap().to_owned()),
        Err(error) => Err(error.code().unwrap_or("lost").to_owned()),
    }
}

#[tokio::test]
async fn mails_are_kept_in_order_under_ids_of_their_own() {
    let stand_in = world();
    let first = send(&stand_in, FROM, &[TEAM, "lead@acme.test"], &message("X-Number: 1")).await.unwrap();
    let second = send(&stand_in, FROM, &[TEAM], &message("X-Number: 2")).await.unwrap();
    assert_ne!(first, second);
    let mails = stand_in.mails();
    assert_eq!(mails.iter().map(|mail| mail.header("x-number").unwrap()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(mails[0].to, [TEAM, "lead@acme.test"], "those of the envelope get it");
    let shown = serde_json::json!({
        "at": "1970-01-01T00:00:00Z", "from": FROM, "to": [TEAM], "subject": "Café", "text": "text",
        "html": "<p class=\"x\">html</p>",
    });
    assert_eq!(serde_json::to_value(&mails[1]).unwrap(), shown);
    assert!(!serde_json::to_string(&stand_in.calls()).unwrap().contains("html"));
}

#[tokio::test]
async fn what_ses_would_not_take_is_refused() {
    let crowd = [TEAM; 51];
    let (fine, long) = (message("X: y"), format!("X: {}", "y".repeat(998)));
    for (from, to, raw) in [
        (FROM, &[][..], fine.clone()),
        (FROM, &crowd[..], fine.clone()),
        ("other@acme.test", &[TEAM][..], fine.clone()),
        (FROM, &[TEAM][..], message("subject: again")),
        (FROM, &[TEAM][..], message("X: ünal")),
        (FROM, &[TEAM][..], message(&long)),
        (FROM, &[TEAM][..], fine.replace("To: ", "X-To: ")),
        (FROM, &[TEAM][..], fine.replace("text/html", "text/plain")),
        (FROM, &[TEAM][..], String::new()),
    ] {
        let stand_in = world();
        assert_eq!(send(&stand_in, from, to, &raw).await, Err("BadRequestException".into()), "{raw}");
        assert!(stand_in.mails().is_empty());
        assert_eq!(stand_in.calls()[0].status, 400);
    }
    send(&world(), FROM, &crowd[1..], &fine).await.unwrap();
}

#[tokio::test]
async fn faults_come_once_each_and_end() {
    for (fault, code, kept) in [
        (Fault::RateLimit(1), "TooManyRequestsException", 0),
        (Fault::ServerError, "ServiceUnavailableException", 0),
        (Fault::Refused("MessageRejected".into()), "MessageRejected", 0),
        (Fault::CarriedOutThenCut, "lost", 1),
    ] {
        let stand_in = world();
        stand_in.fail(fault.clone(), 1);
        assert_eq!(send(&stand_in, FROM, &[TEAM], &message("X: y")).await, Err(code.into()));
        assert_eq!(stand_in.mails().len(), kept, "{fault:?}");
        assert!(stand_in.calls()[0].fault.is_some());
        stand_in.fail(fault, 9).recover();
        send(&stand_in, FROM, &[TEAM], &message("X: y")).await.unwrap();
    }
}

#[tokio::test]
async fn other_operations_are_unknown() {
    let client = aws_sdk_sesv2::Client::from_conf(world().config().retry_config(RetryConfig::disabled()).build());
    let error = client.get_account().send().await.unwrap_err();
    assert_eq!(error.code(), Some("UnknownOperationException"));
}

#[test]
fn a_file_that_is_no_mail_of_ours_is_not_read() {
    for raw in ["", "nonsense", "From: <a@b.test>\r\nTo: <c@d.test>\r\n\r\ntext only"] {
        assert_eq!(ReceivedMail::read(Timestamp::UNIX_EPOCH, raw.into()), None, "{raw}");
    }
}
