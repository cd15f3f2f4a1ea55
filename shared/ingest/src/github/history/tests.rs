#![allow(clippy::unwrap_used)]

use super::*;
use crate::github::{Event, parse};

fn user(login: &str) -> Value {
    json!({"login": login, "type": "User"})
}

/// An issue that was renamed, labelled, answered, edited, closed, and opened again.
fn history() -> ThreadHistory {
    let comment = |id: u64, login: &str, at: &str, edited: &str| {
        json!({"id": id, "user": user(login), "body": "Any news?", "created_at": at, "updated_at": edited,
            "html_url": format!("https://github.com/acme/widgets/issues/12#issuecomment-{id}")})
    };
    let event = |event: &str, login: &str, at: &str| json!({"event": event, "actor": user(login), "created_at": at});
    let with = |mut value: Value, name: &str, what: Value| {
        value[name] = what;
        value
    };
    ThreadHistory {
        repository: "acme/widgets".to_owned(),
        object: json!({
            "number": 12, "title": "Keys do not rotate", "html_url": "https://github.com/acme/widgets/issues/12", "user": user("octocat"),
            "labels": [{"name": "bug"}], "state": "open", "created_at": "2026-03-02T14:00:00Z", "updated_at": "2026-03-05T10:00:00Z",
            "closed_at": null, "body": "They stay\r\nas they are", "comments": 2
        }),
        timeline: Some(vec![
            with(
                event("renamed", "ada-gh", "2026-03-02T15:00:00Z"),
                "rename",
                json!({"from": "Keys", "to": "Keys do not rotate"}),
            ),
            with(event("labeled", "ada-gh", "2026-03-02T15:01:00Z"), "label", json!({"name": "question"})),
            with(event("unlabeled", "ada-gh", "2026-03-02T15:02:00Z"), "label", json!({"name": "question"})),
            with(event("labeled", "ada-gh", "2026-03-02T15:02:00Z"), "label", json!({"name": "bug"})),
            event("subscribed", "octocat", "2026-03-02T15:03:00Z"),
            event("closed", "ada-gh", "2026-03-03T10:00:00Z"),
            event("reopened", "octocat", "2026-03-04T10:00:00Z"),
        ]),
        comments: vec![
            comment(7, "ada-gh", "2026-03-02T16:00:00Z", "2026-03-02T16:00:00Z"),
            comment(8, "octocat", "2026-03-05T09:00:00Z", "2026-03-05T10:00:00Z"),
        ],
        ..ThreadHistory::default()
    }
}

fn names(facts: &[Filed]) -> Vec<&str> {
    facts.iter().map(|filed| filed.fact.name.as_str()).collect()
}

fn facts(filed: &[Filed]) -> Vec<Fact> {
    filed.iter().map(|filed| filed.fact.clone()).collect()
}

#[test]
fn the_past_has_the_facts_that_its_webhooks_would_have_been() {
    let facts = history().facts(&[]);
    assert_eq!(
        names(&facts),
        [
            "opened",
            "retitled:2026-03-02T15:00:00Z",
            "labelled:question:2026-03-02T15:01:00Z",
            "unlabelled:question:2026-03-02T15:02:00Z",
            "labelled:bug:2026-03-02T15:02:00Z",
            "comment:7",
            "closed:2026-03-03T10:00:00Z",
            "reopened:2026-03-04T10:00:00Z",
            "comment:8",
            "edit:comment:8:2026-03-05T10:00:00Z",
        ]
    );
    let shown = |n: usize| facts[n].fact.subject.clone().unwrap();
    assert_eq!((shown(0).title.as_str(), shown(0).labels), ("Keys", Some(vec![])));
    assert_eq!((shown(2).title.as_str(), shown(2).labels), ("Keys do not rotate", Some(vec!["question".to_owned()])));
    assert_eq!(shown(9).labels, Some(vec!["bug".to_owned()]));
}

#[test]
fn a_fact_is_the_same_whether_the_webhook_told_it_or_the_history() {
    let history = history();
    let mut object = history.object.clone();
    (object["title"], object["labels"], object["updated_at"]) = (json!("Keys"), json!([]), json!("2026-03-02T14:00:00Z"));
    let payload =
        json!({"action": "opened", "issue": object, "repository": {"full_name": "acme/widgets"}, "sender": user("octocat")});
    let Event::Facts(told) = parse("issues", "application/json", payload.to_string().as_bytes()) else { panic!("no fact") };
    assert_eq!(told[0], history.facts(&[])[0]);
}

#[test]
fn what_is_known_is_not_told_again() {
    let history = history();
    let all = history.facts(&[]);
    assert_eq!(history.facts(&facts(&all)), []);
    // A webhook may date a change a second later than the timeline does.
    let mut known = facts(&all);
    for fact in &mut known {
        if let Some(verb) = fact.name.strip_suffix(":2026-03-04T10:00:00Z") {
            fact.at += SignedDuration::from_secs(1);
            fact.name = format!("{verb}:{}", fact.at);
        }
    }
    assert_eq!(history.facts(&known), []);
    // Of an edit whose text is known already there is nothing to tell.
    known.retain(|fact| !fact.name.starts_with("edit:"));
    assert_eq!(history.facts(&known), []);
    // What is missing is told, and nothing else.
    known.retain(|fact| fact.name != "comment:7");
    assert_eq!(names(&history.facts(&known)), ["comment:7"]);
}

#[test]
fn where_no_events_are_told_the_thread_itself_says_that_it_is_closed() {
    let mut history = history();
    history.timeline = None;
    history.object["state"] = json!("closed");
    history.object["closed_at"] = json!("2026-03-06T10:00:00Z");
    history.object["state_reason"] = json!("not_planned");
    let facts = history.facts(&[]);
    assert_eq!(facts.last().unwrap().fact.what, What::Closed { merged: false, declined: true });
}

#[test]
fn a_pull_request_is_draft_ready_reviewed_and_merged() {
    let event = |event: &str, at: &str| json!({"event": event, "actor": user("ada-gh"), "created_at": at});
    let review =
        json!({"id": 55, "user": user("ada-gh"), "body": "Good", "state": "APPROVED", "submitted_at": "2026-03-04T10:00:00Z"});
    let line = json!({"id": 66, "user": user("octocat"), "body": "Why?", "created_at": "2026-03-04T11:00:00Z", "updated_at": "2026-03-04T11:00:00Z"});
    let mut object = history().object;
    object["pull_request"] = json!({"merged_at": "2026-03-05T10:00:00Z"});
    (object["state"], object["closed_at"], object["draft"]) = (json!("closed"), json!("2026-03-05T10:00:00Z"), json!(false));
    let pull = ThreadHistory {
        object,
        timeline: Some(vec![
            event("ready_for_review", "2026-03-03T10:00:00Z"),
            event("merged", "2026-03-05T10:00:00Z"),
            event("closed", "2026-03-05T10:00:00Z"),
        ]),
        comments: vec![],
        reviews: vec![review],
        review_comments: vec![line],
        ..history()
    };
    let facts = pull.facts(&[]);
    assert_eq!(
        names(&facts),
        ["opened", "ready:2026-03-03T10:00:00Z", "review:55", "review_comment:66", "closed:2026-03-05T10:00:00Z"]
    );
    assert!(matches!(facts[0].fact.what, What::Opened { draft: true, .. }), "{:?}", facts[0].fact.what);
    assert_eq!(facts[4].fact.what, What::Closed { merged: true, declined: false });
}

#[test]
fn a_comment_that_is_gone_is_deleted_only_where_the_timeline_tells_of_a_deletion() {
    let mut history = history();
    let known = facts(&history.facts(&[]));
    history.comments.remove(0);
    assert_eq!(history.facts(&known), [], "nothing says that it was deleted");
    let deletion = json!({"event": "comment_deleted", "actor": user("ada-gh"), "created_at": "2026-03-05T12:00:00Z"});
    history.timeline.as_mut().unwrap().push(deletion);
    let told = history.facts(&known);
    assert_eq!(names(&told), ["delete:comment:7"]);
    assert_eq!(told[0].fact.at, "2026-03-05T12:00:00Z".parse::<Timestamp>().unwrap());
    let known = [known, facts(&told)].concat();
    assert_eq!(history.facts(&known), [], "once");
    history.comments.clear();
    assert_eq!(history.facts(&known), [], "one was deleted, not two");
}

#[test]
fn what_bots_do_and_what_cannot_be_read_tells_nothing() {
    let mut history = history();
    history.object["user"] = json!({"login": "dependabot[bot]", "type": "Bot"});
    history.comments = vec![json!(null), json!({"id": "x"}), json!({"id": 9, "created_at": "yesterday"})];
    history.timeline =
        Some(vec![json!(7), json!({"event": "closed"}), json!({"event": "renamed", "created_at": "2026-03-02T15:00:00Z"})]);
    assert_eq!(history.facts(&[]), []);
    assert_eq!(ThreadHistory::default().facts(&[]), []);
}

#[test]
fn the_repositorys_own_people_are_known_by_their_association() {
    let mut history = history();
    history.object["author_association"] = json!("NONE");
    history.comments[0]["author_association"] = json!("MEMBER");
    assert_eq!(history.insiders().into_iter().collect::<Vec<_>>(), ["ada-gh"]);
}

#[test]
fn a_thread_that_is_no_object_has_no_past() {
    for object in [Value::Null, json!([]), json!("moved"), json!(7)] {
        let told = ThreadHistory { object, ..history() };
        assert_eq!(told.facts(&[]), []);
    }
}
