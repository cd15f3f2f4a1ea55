use super::{comment, discussion, fact, issue, payload, person, pull_request, reason, with};
use roundup_domain::{SubjectForm, What};
use serde_json::{Value, json};

/// Every event about comments: the event, the key of its thread, its thread, the comment's id in facts.
fn kinds() -> [(&'static str, &'static str, Value, &'static str); 3] {
    [
        ("issue_comment", "issue", issue(), "comment:3000000000"),
        ("discussion_comment", "discussion", discussion(), "comment:3000000000"),
        ("pull_request_review_comment", "pull_request", pull_request(), "review_comment:3000000000"),
    ]
}

fn about(action: &str, key: &str, thread: Value, comment: Value) -> Value {
    with(payload(action, key, thread), json!({ "comment": comment }))
}

fn review() -> Value {
    json!({
        "id": 55, "user": super::user("Octocat"), "body": null, "state": "commented", "submitted_at": "2026-03-02T16:00:00Z",
        "html_url": "https://github.com/acme/widgets/pull/12#pullrequestreview-55", "author_association": "NONE"
    })
}

fn reviewed(action: &str, review: Value) -> Value {
    with(payload(action, "pull_request", pull_request()), json!({ "review": review }))
}

#[test]
fn a_comment_is_by_its_author_when_it_was_written() {
    for (event, key, thread, id) in kinds() {
        let filed = fact(event, &about("created", key, thread, comment()));
        assert_eq!((filed.fact.name.as_str(), filed.fact.at.to_string().as_str()), (id, "2026-03-02T15:00:00Z"), "{event}");
        assert_eq!(filed.fact.by, Some(person("Octocat")), "{event}");
        let url = Some("https://github.com/acme/widgets/issues/12#issuecomment-3000000000".to_owned());
        assert_eq!(
            filed.fact.what,
            What::Comment { id: id.into(), text: "Any news?\n".into(), mentions: vec![], url },
            "{event}"
        );
        assert_eq!(filed.fact.subject.unwrap().title, "Keys do not rotate", "{event}");
    }
}

#[test]
fn a_comment_on_a_pull_request_arrives_as_one_on_an_issue() {
    let pull = with(issue(), json!({"pull_request": {"url": "https://api.github.com/repos/acme/widgets/pulls/12"}}));
    let filed = fact("issue_comment", &about("created", "issue", pull, comment()));
    assert_eq!(filed.conversation.as_str(), "github:acme/widgets#12");
    assert_eq!(filed.fact.subject.unwrap().form, SubjectForm::PullRequest);
    let plain = with(issue(), json!({"pull_request": null}));
    let filed = fact("issue_comment", &about("created", "issue", plain, comment()));
    assert_eq!(filed.fact.subject.unwrap().form, SubjectForm::Issue);
    let on_discussion = fact("discussion_comment", &about("created", "discussion", discussion(), comment()));
    assert_eq!(on_discussion.conversation.as_str(), "github:acme/widgets/discussions/12");
}

#[test]
fn an_edit_of_a_comment_is_by_whoever_edited_it() {
    for (event, key, thread, id) in kinds() {
        let edited = about("edited", key, thread, comment());
        let filed = fact(event, &with(edited.clone(), json!({"changes": {"body": {"from": "old"}}})));
        assert_eq!(filed.fact.name, format!("edit:{id}:2026-03-02T15:10:00Z"), "{event}");
        assert_eq!(filed.fact.at.to_string(), "2026-03-02T15:10:00Z", "{event}");
        assert_eq!(filed.fact.by, Some(person("maintainer")), "{event}");
        assert_eq!(filed.fact.what, What::Edited { of: id.into(), text: "Any news?\n".into() }, "{event}");
        assert_eq!(reason(event, &edited), "an edit that leaves the text", "{event}");
        assert_eq!(reason(event, &with(edited, json!({"changes": {}}))), "an edit that leaves the text", "{event}");
    }
}

#[test]
fn a_comment_is_deleted_no_earlier_than_anything_known_of_it() {
    for (event, key, thread, id) in kinds() {
        let filed = fact(event, &about("deleted", key, thread.clone(), comment()));
        assert_eq!((filed.fact.name, filed.fact.what), (format!("delete:{id}"), What::Deleted { of: id.into() }), "{event}");
        assert_eq!(
            (filed.fact.at.to_string().as_str(), filed.fact.by),
            ("2026-03-02T15:10:00Z", Some(person("maintainer"))),
            "{event}"
        );
        let later = with(thread, json!({"updated_at": "2026-03-02T15:30:00Z"}));
        assert_eq!(fact(event, &about("deleted", key, later, comment())).fact.at.to_string(), "2026-03-02T15:30:00Z", "{event}");
        let timeless = with(comment(), json!({"created_at": null, "updated_at": null}));
        assert_eq!(reason(event, &about("created", key, issue(), timeless)), "no time of the comment", "{event}");
    }
}

#[test]
fn a_review_counts_when_it_is_submitted_with_or_without_words() {
    for (body, text) in [(json!(null), ""), (json!(""), ""), (json!("Looks\r\ngood"), "Looks\ngood")] {
        let filed = fact("pull_request_review", &reviewed("submitted", with(review(), json!({ "body": body }))));
        assert_eq!((filed.fact.name.as_str(), filed.fact.at.to_string().as_str()), ("review:55", "2026-03-02T16:00:00Z"));
        let url = Some("https://github.com/acme/widgets/pull/12#pullrequestreview-55".to_owned());
        assert_eq!(filed.fact.what, What::Comment { id: "review:55".into(), text: text.into(), mentions: vec![], url });
        assert_eq!(filed.fact.subject.unwrap().form, SubjectForm::PullRequest);
    }
    let timeless = fact("pull_request_review", &reviewed("submitted", with(review(), json!({ "submitted_at": null }))));
    assert_eq!(timeless.fact.at.to_string(), "2026-03-02T14:05:00Z", "when the pull request changed");
    let edited = with(reviewed("edited", with(review(), json!({"body": "Better"}))), json!({"changes": {"body": {"from": ""}}}));
    let filed = fact("pull_request_review", &edited);
    assert_eq!(filed.fact.name, "edit:review:55:2026-03-02T14:05:00Z");
    assert_eq!(filed.fact.what, What::Edited { of: "review:55".into(), text: "Better".into() });
    assert_eq!(reason("pull_request_review", &reviewed("edited", review())), "an edit that leaves the text");
    assert_eq!(reason("pull_request_review", &reviewed("dismissed", review())), "an action of no interest");
}

#[test]
fn what_bots_write_is_ignored() {
    for bot in
        [json!({"login": "ci[bot]", "type": "Bot"}), json!({"login": "acme-ci", "type": "Bot"}), json!({"login": "ci[bot]"})]
    {
        for (event, key, thread, _) in kinds() {
            for action in ["created", "edited", "deleted"] {
                let noise = with(
                    about(action, key, thread.clone(), with(comment(), json!({ "user": bot }))),
                    json!({"changes": {"body": {}}}),
                );
                assert_eq!(reason(event, &noise), "a bot's comment", "{event} {action} {bot}");
            }
        }
        let noise = reviewed("submitted", with(review(), json!({ "user": bot })));
        assert_eq!(reason("pull_request_review", &noise), "a bot's comment", "{bot}");
    }
}

#[test]
fn a_comment_of_a_deleted_account_or_on_a_bots_thread_counts() {
    let ghost = with(comment(), json!({"user": null}));
    let on_bots = with(issue(), json!({"user": {"login": "dependabot[bot]", "type": "Bot"}}));
    let filed = fact("issue_comment", &about("created", "issue", on_bots, ghost));
    assert_eq!(filed.fact.by, Some(person("ghost")));
    assert!(filed.fact.subject.unwrap().author.unwrap().automated);
}

#[test]
fn a_comment_without_an_id_is_none() {
    for id in [json!(null), json!("987"), json!(-3), json!(1e300)] {
        let event = about("created", "issue", issue(), with(comment(), json!({ "id": id })));
        assert_eq!(reason("issue_comment", &event), "no comment", "{id}");
    }
    let huge = about("created", "issue", issue(), with(comment(), json!({"id": u64::MAX})));
    assert_eq!(fact("issue_comment", &huge).fact.name, "comment:18446744073709551615");
}
