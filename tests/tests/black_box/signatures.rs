//! Who is let in: signatures, ages, sizes (CONTRACT 2).

use reqwest::Method;
use roundup_tests::configuration::*;
use roundup_tests::sign::{self, GITHUB_SECRET, SLACK_SECRET};
use roundup_tests::{Setup, World};

const BODY: &str = r#"{"type":"event_callback","event":{"type":"team_join"}}"#;

/// Sends [`BODY`] with these headers to `path`; the status.
async fn status(world: &World, path: &str, headers: &[(&str, &str)]) -> u16 {
    world.post(path, headers, BODY).await.status
}

const SLACK_PATHS: [&str; 3] = ["/slack/events", "/slack/interactions", "/slack/commands"];

#[tokio::test]
async fn slack_is_let_in_with_a_signature_of_the_last_or_next_five_minutes_by_the_virtual_clock() {
    let world = World::new().await;
    world.advance("1000h").await;
    for (off, expected) in [(0, 200), (300, 200), (-300, 200), (301, 401), (-301, 401), (86_400, 401), (-3_600_000, 401)] {
        let timestamp = (world.now().as_second() + off).to_string();
        let signature = sign::slack(SLACK_SECRET, &timestamp, BODY.as_bytes());
        for path in SLACK_PATHS {
            let headers = [("x-slack-request-timestamp", timestamp.as_str()), ("x-slack-signature", signature.as_str())];
            assert_eq!(status(&world, path, &headers).await, expected, "{path} {off} s off");
        }
    }
}

#[tokio::test]
async fn slack_is_turned_away_without_one_right_signature() {
    let world = World::new().await;
    let now = world.now().as_second().to_string();
    let right = sign::slack(SLACK_SECRET, &now, BODY.as_bytes());
    let of_another_body = sign::slack(SLACK_SECRET, &now, b"{}");
    let of_another_time = sign::slack(SLACK_SECRET, "1772460001", BODY.as_bytes());
    let of_githubs = sign::slack(GITHUB_SECRET, &now, BODY.as_bytes());
    let of_nothing = sign::slack("", &now, BODY.as_bytes());
    let (time, signature) = ("x-slack-request-timestamp", "x-slack-signature");
    let spaced = format!(" {now}.0");
    let cases: [(&str, Vec<(&str, &str)>); 14] = [
        ("nothing", vec![]),
        ("no signature", vec![(time, &now)]),
        ("no time", vec![(signature, &right)]),
        ("two signatures", vec![(time, &now), (signature, &right), (signature, &right)]),
        ("a wrong one and a right one", vec![(time, &now), (signature, &of_another_body), (signature, &right)]),
        ("two times", vec![(time, &now), (time, &now), (signature, &right)]),
        ("another body's", vec![(time, &now), (signature, &of_another_body)]),
        ("another time's", vec![(time, &now), (signature, &of_another_time)]),
        ("another secret's", vec![(time, &now), (signature, &of_githubs)]),
        ("an empty secret's", vec![(time, &now), (signature, &of_nothing)]),
        ("no version", vec![(time, &now), (signature, &right[3..])]),
        ("cut short", vec![(time, &now), (signature, &right[..right.len() - 2])]),
        ("no number for a time", vec![(time, "now"), (signature, &right)]),
        ("a time spelt otherwise", vec![(time, &spaced), (signature, &right)]),
    ];
    for (case, headers) in cases {
        for path in SLACK_PATHS {
            let answer = world.post(path, &headers, BODY).await;
            assert_eq!(answer.status, 401, "{path}: {case}");
            assert!(!answer.text.contains(&right[3..]) && !answer.text.contains(SLACK_SECRET), "{path}: {case}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn github_is_turned_away_without_one_right_signature() {
    let world = World::new().await;
    let right = sign::github(GITHUB_SECRET, BODY.as_bytes());
    let of_another_body = sign::github(GITHUB_SECRET, b"{}");
    let of_slacks = sign::github(SLACK_SECRET, BODY.as_bytes());
    let (event, signature) = (("x-github-event", "ping"), "x-hub-signature-256");
    let cases: [(&str, Vec<(&str, &str)>); 7] = [
        ("nothing", vec![event]),
        ("sha1 only", vec![event, ("x-hub-signature", "sha1=7d38cdd689735b008b3c702edd92eea23791c5f6")]),
        ("two", vec![event, (signature, &right), (signature, &right)]),
        ("another body's", vec![event, (signature, &of_another_body)]),
        ("another secret's", vec![event, (signature, &of_slacks)]),
        ("no algorithm", vec![event, (signature, &right[7..])]),
        ("cut short", vec![event, (signature, &right[..right.len() - 1])]),
    ];
    for (case, headers) in cases {
        let answer = world.post("/github/webhook", &headers, BODY).await;
        assert_eq!(answer.status, 401, "{case}");
        assert!(!answer.text.contains(&right[7..]), "{case}: {}", answer.text);
    }
    assert_eq!(status(&world, "/github/webhook", &[event, (signature, &right)]).await, 200);
}

#[tokio::test]
async fn the_names_of_headers_ignore_case() {
    let world = World::new().await;
    let now = world.now().as_second().to_string();
    let slack = sign::slack(SLACK_SECRET, &now, BODY.as_bytes());
    let github = sign::github(GITHUB_SECRET, BODY.as_bytes());
    // The client writes names in lower case: these go over a plain socket.
    for (path, headers) in [
        ("/slack/events", format!("X-Slack-Request-Timestamp: {now}\r\nX-SLACK-Signature: {slack}\r\n")),
        ("/github/webhook", format!("X-GitHub-Event: ping\r\nX-HUB-Signature-256: {github}\r\n")),
    ] {
        assert_eq!(world.raw(path, &headers, BODY).await, 200, "{path}");
    }
}

#[tokio::test]
async fn while_secrets_are_rotated_both_are_accepted() {
    let previous = Some(("the-slack-secret-of-old".to_owned(), "the-github-secret-of-old".to_owned()));
    let world = World::with(Setup { previous, ..Setup::default() }).await;
    let now = world.now().as_second().to_string();
    for (secret, expected) in
        [(SLACK_SECRET, 200), ("the-slack-secret-of-old", 200), ("the-one-before", 401), ("the-github-secret-of-old", 401)]
    {
        let signature = sign::slack(secret, &now, BODY.as_bytes());
        for path in SLACK_PATHS {
            let headers = [("x-slack-request-timestamp", now.as_str()), ("x-slack-signature", signature.as_str())];
            assert_eq!(status(&world, path, &headers).await, expected, "{path} {secret}");
        }
    }
    for (secret, expected) in [(GITHUB_SECRET, 200), ("the-github-secret-of-old", 200), ("the-one-before", 401)] {
        let signature = sign::github(secret, BODY.as_bytes());
        let headers = [("x-github-event", "issues"), ("x-hub-signature-256", signature.as_str())];
        assert_eq!(status(&world, "/github/webhook", &headers).await, expected, "{secret}");
    }
}

#[tokio::test]
async fn bodies_have_a_limit() {
    let world = World::new().await;
    let json = |length: usize| format!("{{\"x\":\"{}\"}}", "x".repeat(length - 8)).into_bytes();
    for (length, expected) in [(1 << 20, 200), ((1 << 20) + 1, 413), (3 << 20, 413)] {
        for path in SLACK_PATHS {
            assert_eq!(world.post_slack(path, "application/json", &json(length)).await.status, expected, "{path} {length}");
        }
    }
    for (length, expected) in [(1 << 20, 200), (6 << 20, 200), ((6 << 20) + 1, 413), (20 << 20, 413)] {
        assert_eq!(world.post_github("issues", "application/json", &json(length)).await.status, expected, "{length}");
    }
    assert_eq!(world.request(Method::GET, "/slack/events", &[], "").await.status, 405);
}

#[tokio::test]
async fn no_secret_and_no_token_is_ever_shown() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("30h").await;
    for path in ["/", "/dev/state", "/dev/items", "/dev/calls", "/dev/mail", "/dev/digest?format=json", "/dev/digest?format=html"]
    {
        let text = world.get(path).await.text;
        for secret in [SLACK_SECRET, GITHUB_SECRET, HOME_TOKEN, CLOUDS_TOKEN, GITHUB_TOKEN] {
            assert!(!text.contains(secret), "{path} shows {secret}");
        }
    }
}
