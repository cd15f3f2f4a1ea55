//! The client on the stand-in for SES: what is received is what was sent, and nothing else.
#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use proptest::prelude::*;
use roundup_mail::{Image, Mail, MailError, Mailer};
use roundup_standins::{Fault, Journal, MailStandIn, ReceivedMail};
use std::sync::{Arc, Mutex};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\xff\xfe.\r\n.\r\n--=_";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn world() -> (MailStandIn, Mailer) {
    let stand_in = MailStandIn::new(&Journal::new(Arc::new(|| time("2026-03-03T18:00:01Z"))));
    let mailer = Mailer::new(stand_in.client());
    (stand_in, mailer)
}

fn mail() -> Mail {
    Mail {
        from: "roundup@acme.test".into(),
        from_name: Some("The Roundup".into()),
        to: vec!["team@acme.test".into(), "lead@acme.test".into()],
        subject: "Roundup of 3 March".into(),
        text: "BUG: (Ada, Acme Corp)\n1. it works\n".into(),
        html: "<p>BUG: (Ada, Acme Corp)</p>\n<img src=\"cid:trend.1@roundup\">".into(),
        images: vec![
            Image { cid: "trend.1@roundup".into(), png: PNG.into() },
            Image { cid: "hours".into(), png: PNG.repeat(900) },
        ],
        unsubscribe: Some("mailto:roundup@acme.test?subject=unsubscribe".into()),
        message_id: "agenda.2026-03-03@acme.test".into(),
        date: time("2026-03-03T18:00:00Z"),
    }
}

async fn received(mail: &Mail) -> ReceivedMail {
    let (stand_in, mailer) = world();
    mailer.send(mail).await.unwrap();
    let mut mails = stand_in.mails();
    assert_eq!(mails.len(), 1);
    mails.remove(0)
}

/// What SES and RFC 5322 ask of any message: ASCII, `\r\n` and only that, lines of at most 998.
fn assert_wire_format(raw: &[u8]) {
    let raw = std::str::from_utf8(raw).unwrap();
    assert!(raw.bytes().all(|byte| matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~')), "{raw:?}");
    assert!(!raw.replace("\r\n", "").contains(['\r', '\n']), "{raw:?}");
    assert!(raw.split("\r\n").all(|line| line.len() <= 998), "{raw:?}");
}

/// The names of a message's headers, in order.
fn header_names(mail: &ReceivedMail) -> Vec<&str> {
    mail.headers.iter().map(|(name, _)| name.as_str()).collect()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let mail = Mail { subject: "Roundup 🧵 of 3 March — «née» \u{1F468}\u{200D}\u{1F469}".repeat(9), ..mail() };
    let received = received(&mail).await;
    assert_wire_format(&received.raw);
    assert_eq!((&received.from, &received.to, &received.subject), (&mail.from, &mail.to, &mail.subject));
    assert_eq!(received.text.replace("\r\n", "\n"), mail.text);
    assert_eq!(received.html.replace("\r\n", "\n"), mail.html);
    let images: Vec<Image> = received.images.iter().cloned().map(|(cid, png)| Image { cid, png }).collect();
    assert_eq!(images, mail.images);
    assert_eq!(received.at, time("2026-03-03T18:00:01Z"));
}

#[tokio::test]
async fn headers_say_what_kind_of_mail_it_is() {
    let received = received(&mail()).await;
    let expected = [
        ("From", "\"The Roundup\" <roundup@acme.test>"),
        ("To", "<team@acme.test>, <lead@acme.test>"),
        ("Subject", "Roundup of 3 March"),
        ("Date", "Tue, 3 Mar 2026 18:00:00 +0000"),
        ("Message-ID", "<agenda.2026-03-03@acme.test>"),
        ("Auto-Submitted", "auto-generated"),
        ("List-Unsubscribe", "<mailto:roundup@acme.test?subject=unsubscribe>"),
        ("MIME-Version", "1.0"),
    ];
    for (name, value) in expected {
        assert_eq!(received.header(name), Some(value), "{name}");
    }
    let names = expected.map(|(name, _)| name).into_iter().chain(["Content-Type"]);
    assert_eq!(header_names(&received), names.collect::<Vec<_>>());
}

#[tokio::test]
async fn one_click_is_promised_only_of_an_address_that_can_keep_it() {
    let url = "https://acme.test/unsubscribe?u=1";
    for (unsubscribe, shown, one_click) in [
        (Some("mailto:a@b.test"), Some("<mailto:a@b.test>"), None),
        (Some(url), Some("<https://acme.test/unsubscribe?u=1>"), Some("List-Unsubscribe=One-Click")),
        (None, None, None),
    ] {
        let received = received(&Mail { unsubscribe: unsubscribe.map(str::to_owned), ..mail() }).await;
        assert_eq!(received.header("List-Unsubscribe"), shown);
        assert_eq!(received.header("List-Unsubscribe-Post"), one_click);
    }
}

#[tokio::test]
async fn pictures_are_kept_with_the_html_that_shows_them() {
    let with = String::from_utf8(mail().raw().unwrap()).unwrap();
    let types: Vec<&str> = with.lines().filter_map(|line| line.strip_prefix("Content-Type: ")).collect();
    let kinds: Vec<&str> = types.iter().map(|of| of.split(';').next().unwrap()).collect();
    assert_eq!(kinds, ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/png"]);
    let without = received(&Mail { images: vec![], ..mail() }).await;
    assert!(!String::from_utf8(without.raw).unwrap().contains("multipart/related"));
    assert!(without.images.is_empty());
}

#[tokio::test]
async fn the_envelope_says_sender_and_recipients() {
    let (stand_in, mailer) = world();
    mailer.send(&mail()).await.unwrap();
    let call = stand_in.calls().remove(0);
    assert_eq!((call.api, call.method.as_str(), call.path.as_str()), ("ses", "SendEmail", "/v2/email/outbound-emails"));
    assert_eq!(call.body["FromEmailAddress"], "roundup@acme.test");
    assert_eq!(call.body["Destination"]["ToAddresses"], serde_json::json!(mail().to));
    assert_eq!((call.status, call.fault), (200, None));
}

#[test]
fn the_same_mail_is_the_same_bytes() {
    let raw = mail().raw().unwrap();
    assert_eq!(std::thread::spawn(|| mail().raw().unwrap()).join().unwrap(), raw);
    assert_ne!(Mail { text: "other".into(), ..mail() }.raw().unwrap(), raw);
}

#[tokio::test]
async fn nobody_can_add_a_header_or_a_recipient() {
    let header = "\r\nBcc: evil@evil.test\r\nX-Evil: 1";
    for hostile in [header.to_owned(), header.replace('\r', ""), header.replace('\n', ""), format!("x{header}\r\n\r\nbody")] {
        let mail = Mail { subject: hostile.clone(), from_name: Some(hostile.clone()), ..mail() };
        let received = received(&mail).await;
        assert_wire_format(&received.raw);
        assert!(!header_names(&received).iter().any(|name| ["Bcc", "X-Evil"].contains(name)), "{:?}", received.headers);
        assert_eq!((received.from.as_str(), &received.to), ("roundup@acme.test", &mail.to));
    }
    for name in ["Ada\" <evil@evil.test>, \"", "Ada <evil@evil.test>", "a, b", "=?utf-8?Q?x=0D=0ABcc:?=", "(", "\\", "@"] {
        let received = received(&Mail { from_name: Some(name.into()), ..mail() }).await;
        assert_eq!(received.from, "roundup@acme.test", "{name}: {:?}", received.header("From"));
    }
}

#[tokio::test]
async fn a_subject_that_looks_encoded_is_shown_as_it_is() {
    for subject in ["=?utf-8?Q?=68i?=", "re =?utf-8?B?eA==?= =?us-ascii?Q?y?=", "=?", "a =? b"] {
        let received = received(&Mail { subject: subject.into(), from_name: Some(subject.into()), ..mail() }).await;
        assert_eq!(received.subject.trim(), subject);
        assert!(!received.header("From").unwrap().contains(&format!("\"{subject}")), "{:?}", received.header("From"));
    }
}

#[tokio::test]
async fn a_text_cannot_end_its_part() {
    let known = String::from_utf8(mail().raw().unwrap()).unwrap();
    let boundaries: Vec<&str> = known.lines().filter(|line| line.starts_with("--=_")).collect();
    assert_eq!(boundaries.len(), 7);
    let text = format!("before\n{}\nContent-Type: text/html\n\n<b>evil</b>\n.\nafter\n", boundaries.join("\n"));
    let received = received(&Mail { text: text.clone(), html: text.clone(), ..mail() }).await;
    assert_eq!(received.text.replace("\r\n", "\n"), text);
    assert_eq!(received.html.replace("\r\n", "\n"), text);
    assert_eq!(received.images.len(), 2);
}

#[tokio::test]
async fn what_could_not_be_written_as_it_is_is_refused_before_it_is_sent() {
    type Change = fn(&mut Mail);
    let changes: [(&str, Change); 18] = [
        ("from", |mail| mail.from = "roundup".into()),
        ("from", |mail| mail.from = "a@b.test\r\nBcc: c@d.test".into()),
        ("from", |mail| mail.from = "a@b.test>, <c@d.test".into()),
        ("from", |mail| mail.from = "ünal@acme.test".into()),
        ("from", |mail| mail.from = "a@acme..test".into()),
        ("from", |mail| mail.from = format!("a@{}.test", "b".repeat(64))),
        ("to", |mail| mail.to.clear()),
        ("to", |mail| mail.to = vec!["a@b.test".into(); 51]),
        ("to", |mail| mail.to.push("a@b.test, c@d.test".into())),
        ("to", |mail| mail.to.push("a@b.test\nX: y".into())),
        ("message_id", |mail| mail.message_id = "agenda".into()),
        ("message_id", |mail| mail.message_id = "a@b>\r\nX: y".into()),
        ("unsubscribe", |mail| mail.unsubscribe = Some("http://acme.test".into())),
        ("unsubscribe", |mail| mail.unsubscribe = Some("https://acme.test/>\r\nX: y".into())),
        ("unsubscribe", |mail| mail.unsubscribe = Some(format!("https://acme.test/{}", "x".repeat(999)))),
        ("images", |mail| mail.images[0].cid = "a b".into()),
        ("images", |mail| mail.images[0].cid = "a>\r\nX: y".into()),
        ("images", |mail| mail.images[0].cid = "hours".into()),
    ];
    for (wrong, change) in changes {
        let (stand_in, mailer) = world();
        let mut mail = mail();
        change(&mut mail);
        let error = mailer.send(&mail).await.unwrap_err();
        assert!(matches!(error, MailError::Malformed { field, .. } if field == wrong), "{error:?}");
        assert!(!error.is_passing() && !error.may_be_carried_out());
        assert!(!error.to_string().contains("evil") && !error.to_string().contains("X: y"), "{error}");
        assert!(stand_in.calls().is_empty());
    }
}

#[tokio::test]
async fn a_mail_is_asked_for_once_whatever_happens() {
    for (fault, carried_out) in [(Fault::RateLimit(1), false), (Fault::ServerError, true), (Fault::CarriedOutThenCut, true)] {
        let (stand_in, mailer) = world();
        stand_in.fail(fault.clone(), 1);
        let error = mailer.send(&mail()).await.unwrap_err();
        assert_eq!((error.is_passing(), error.may_be_carried_out()), (true, carried_out), "{error:?}");
        assert_eq!(stand_in.calls().len(), 1, "{fault:?}");
        assert_eq!(stand_in.mails().len(), usize::from(fault == Fault::CarriedOutThenCut));
        mailer.send(&mail()).await.unwrap();
    }
}

#[tokio::test]
async fn refusals_come_through_by_their_names() {
    for code in [
        "AccountSuspendedException",
        "BadRequestException",
        "MailFromDomainNotVerifiedException",
        "MessageRejected",
        "NotFoundException",
        "SendingPausedException",
        "AccessDeniedException",
    ] {
        let (stand_in, mailer) = world();
        stand_in.fail(Fault::Refused(code.into()), 1);
        let error = mailer.send(&mail()).await.unwrap_err();
        assert!(matches!(&error, MailError::Refused { code: said, .. } if said == code), "{error:?}");
        assert!(!error.is_passing() && !error.may_be_carried_out());
        assert!(stand_in.mails().is_empty());
    }
}

#[tokio::test]
async fn what_is_received_is_stored_as_a_file_that_reads_back() {
    let stored: Arc<Mutex<Vec<ReceivedMail>>> = Arc::default();
    let store = Arc::clone(&stored);
    let (stand_in, _) = world();
    let stand_in = stand_in.with_store(Box::new(move |mail| store.lock().unwrap().push(mail.clone())));
    Mailer::new(stand_in.client()).send(&mail()).await.unwrap();
    let mails = stand_in.mails();
    assert_eq!(*stored.lock().unwrap(), mails);
    let read = ReceivedMail::read(mails[0].at, mails[0].raw.clone()).unwrap();
    assert_eq!(read, mails[0]);
    let (other, _) = world();
    other.restore([read]);
    assert_eq!(other.mails(), mails);
}

/// Line ends of one kind, and no control characters: all that a mail changes of a text.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// A text on one line, with single spaces.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Texts that are hard on encodings: any characters, line ends, dots, dashes, long lines.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ -~]{0,1200}",
        "\\PC{0,40}",
        Just("\r\n".to_owned()),
        Just("\n.\n--=_\n".to_owned()),
        Just(" \t\r".to_owned()),
        Just("=?utf-8?B?eA==?= =20 = ".to_owned()),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn whatever_is_written_is_read(text in text(), html in text(), png: Vec<u8>) {
        let images = vec![Image { cid: "a".into(), png: png.clone() }];
        let mail = Mail { text: text.clone(), html: html.clone(), images, ..mail() };
        let raw = mail.raw().unwrap();
        assert_wire_format(&raw);
        let read = ReceivedMail::read(mail.date, raw).unwrap();
        prop_assert_eq!(read.text.replace("\r\n", "\n"), plain(&text));
        prop_assert_eq!(read.html.replace("\r\n", "\n"), plain(&html));
        prop_assert_eq!(read.images, vec![("a".to_owned(), png)]);
    }

    #[test]
    fn whatever_is_in_a_header_stays_in_it(subject in text(), name in text()) {
        let mail = Mail { subject: subject.clone(), from_name: Some(name), ..mail() };
        let raw = mail.raw().unwrap();
        assert_wire_format(&raw);
        let read = ReceivedMail::read(mail.date, raw).unwrap();
        prop_assert_eq!(read.subject.trim(), one_line(&subject));
        prop_assert_eq!(&read.from, "roundup@acme.test");
        prop_assert_eq!(&read.to, &mail.to);
        prop_assert_eq!(read.headers.len(), 9);
    }
}
