#![allow(clippy::unwrap_used)]

use super::{MailError, of_answer};

const SECRET: &str = "Email address is not verified. The following identities failed the check: ada@customer.test";

fn refusal(code: &str) -> String {
    match of_answer(400, Some(code), SECRET) {
        MailError::Refused { code: said, remedy } => {
            assert_eq!(said, code);
            remedy.to_owned()
        }
        other => panic!("{code} is {other:?}"),
    }
}

#[test]
fn limits_pass_and_nothing_was_sent() {
    let limits = ["TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"];
    for (status, code) in limits.map(|code| (400, code)).into_iter().chain([(429, "SomethingNewException")]) {
        let error = of_answer(status, Some(code), SECRET);
        assert_eq!(error, MailError::Throttled { code: code.into() });
        assert!(error.is_passing() && !error.may_be_carried_out());
    }
}

#[test]
fn what_is_out_of_order_passes_and_may_have_sent() {
    for status in [408, 500, 502, 503, 504] {
        for code in [None, Some("InternalServiceErrorException"), Some("BadRequestException")] {
            let error = of_answer(status, code, SECRET);
            assert_eq!(error, MailError::Unavailable { status: Some(status) });
            assert!(error.is_passing() && error.may_be_carried_out());
        }
    }
    assert!(of_answer(200, None, "").may_be_carried_out(), "an error that was an answer of success");
}

#[test]
fn every_refusal_says_what_would_be_right() {
    for (code, word) in [
        ("MessageRejected", "verified with SES"),
        ("MailFromDomainNotVerifiedException", "domain"),
        ("SendingPausedException", "paused"),
        ("AccountSuspendedException", "AWS Support"),
        ("NotFoundException", "configuration set"),
        ("AccessDeniedException", "ses:SendRawEmail"),
        ("ExpiredTokenException", "credentials"),
        ("UnrecognizedClientException", "credentials"),
        ("BadRequestException", "as SES knows them"),
        ("SomethingNewException", "as SES knows them"),
    ] {
        assert!(refusal(code).contains(word), "{code}: {}", refusal(code));
        let error = of_answer(403, Some(code), SECRET);
        assert!(!error.is_passing() && !error.may_be_carried_out());
        assert!(!format!("{error} {error:?}").contains("ada@"), "{error}");
    }
    let content = of_answer(400, Some("MessageRejected"), "The message contains a virus.");
    assert!(content.to_string().contains("content"), "{content}");
    assert!(matches!(of_answer(404, None, ""), MailError::Refused { code, .. } if code == "UnknownError"));
}
