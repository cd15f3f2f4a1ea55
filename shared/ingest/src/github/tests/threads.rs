use super::{discussion, fact, issue, payload, person, pull_request, reason, user, with};
use roundup_domain::fact::TEXT_LIMIT;
use roundup_domain::{ItemId, Place, SubjectForm, What};
use serde_json::{Value, json};

const UPDATED: &str = "2026-03-02T14:05:00Z";

fn item(name: &str) -> ItemId {
    ItemId::from_stored(name)
}

#[test]
fn an_issue_opened_is_by_its_author_at_its_creation_and_shows_the_issue() {
    let filed = fact("issues", &payload("opened", "issue", issue()));
    assert_eq!((filed.conversation.as_str(), &filed.place), ("github:acme/widgets#12", &Place::Thread));
    assert_eq!((filed.fact.name.as_str(), filed.fact.at.to_string().as_str()), ("opened", "2026-03-02T14:00:00Z"));
    assert_eq!(filed.fact.by, Some(person("Octocat")));
    assert_eq!(filed.fact.what, What::Opened { text: "Line one\nline two".into(), draft: false });
    let subject = filed.fact.subject.unwrap();
    assert_eq!((subject.form, subject.answerable), (SubjectForm::Issue, false));
    assert_eq!((subject.title.as_str(), subject.author), ("Keys do not rotate", Some(person("Octocat"))));
    assert_eq!(subject.url, "https://github.com/acme/widgets/issues/12");
    assert_eq!(subject.labels.unwrap(), ["bug", "Ready for roundup"]);
}

#[test]
fn the_three_kinds_of_thread_are_told_apart() {
    let pull = fact("pull_request", &payload("opened", "pull_request", with(pull_request(), json!({"draft": true}))));
    assert_eq!(pull.conversation.as_str(), "github:acme/widgets#12");
    assert_eq!(pull.fact.subject.unwrap().form, SubjectForm::PullRequest);
    assert_eq!(pull.fact.what, What::Opened { text: "Line one\nline two".into(), draft: true });

    let talk = fact("discussion", &payload("created", "discussion", discussion()));
    assert_eq!(talk.conversation.as_str(), "github:acme/widgets/discussions/12");
    assert_eq!(talk.fact.name, "opened");
    let subject = talk.fact.subject.unwrap();
    assert_eq!((subject.form, subject.answerable, subject.labels), (SubjectForm::Discussion, true, None));
}

#[test]
fn every_action_has_its_name_its_time_and_who_did_it() {
    let closed = json!({"closed_at": "2026-03-02T14:04:59Z"});
    let merged = json!({"closed_at": "2026-03-02T14:04:59Z", "merged": true});
    let merged_at = json!({"closed_at": "2026-03-02T14:04:59Z", "merged_at": "2026-03-02T14:04:59Z"});
    let ended = |merged, declined| What::Closed { merged, declined };
    let cases = [
        ("issues", "closed", with(issue(), closed.clone()), "closed:2026-03-02T14:04:59Z", ended(false, false)),
        ("issues", "reopened", issue(), "reopened:2026-03-02T14:05:00Z", What::Reopened),
        ("issues", "deleted", issue(), "removed", What::Removed),
        ("pull_request", "closed", with(pull_request(), closed), "closed:2026-03-02T14:04:59Z", ended(false, true)),
        ("pull_request", "closed", with(pull_request(), merged), "closed:2026-03-02T14:04:59Z", ended(true, false)),
        ("pull_request", "closed", with(pull_request(), merged_at), "closed:2026-03-02T14:04:59Z", ended(true, false)),
        ("pull_request", "reopened", pull_request(), "reopened:2026-03-02T14:05:00Z", What::Reopened),
        ("pull_request", "ready_for_review", pull_request(), "ready:2026-03-02T14:05:00Z", What::Ready),
        ("pull_request", "converted_to_draft", pull_request(), "drafted:2026-03-02T14:05:00Z", What::Drafted),
        ("discussion", "closed", discussion(), "closed:2026-03-02T14:05:00Z", ended(false, false)),
        ("discussion", "reopened", discussion(), "reopened:2026-03-02T14:05:00Z", What::Reopened),
        ("discussion", "deleted", discussion(), "removed", What::Removed),
        ("discussion", "category_changed", discussion(), "retitled:2026-03-02T14:05:00Z", What::Retitled),
    ];
    for (event, action, object, name, what) in cases {
        let key = if event == "issues" { "issue" } else { event };
        let filed = fact(event, &payload(action, key, object));
        assert_eq!((filed.fact.name.as_str(), &filed.fact.what), (name, &what), "{event} {action}");
        let expected = if name.starts_with("closed:2026-03-02T14:04") { "2026-03-02T14:04:59Z" } else { UPDATED };
        assert_eq!(filed.fact.at.to_string(), expected, "{event} {action}");
        assert_eq!(filed.fact.by, Some(person("maintainer")), "{event} {action}");
        assert!(filed.fact.subject.is_some(), "{event} {action}");
    }
}

#[test]
fn how_something_was_closed_says_whether_it_was_done() {
    let because = |reason: Value| json!({"closed_at": UPDATED, "state_reason": reason});
    let done = What::Closed { merged: false, declined: false };
    let declined = What::Closed { merged: false, declined: true };
    let merged = What::Closed { merged: true, declined: false };
    for (event, object, what) in [
        ("issues", with(issue(), because(json!("completed"))), &done),
        ("issues", with(issue(), because(Value::Null)), &done),
        ("issues", with(issue(), because(json!("not_planned"))), &declined),
        ("issues", with(issue(), because(json!("duplicate"))), &declined),
        ("issues", with(issue(), because(json!("a reason of tomorrow"))), &done),
        ("issues", with(issue(), because(json!(7))), &done),
        ("pull_request", with(pull_request(), json!({"closed_at": UPDATED})), &declined),
        // GitHub tells of a merge in two places; either is enough.
        ("pull_request", with(pull_request(), json!({"closed_at": UPDATED, "merged": true})), &merged),
        ("pull_request", with(pull_request(), json!({"closed_at": UPDATED, "merged_at": UPDATED})), &merged),
        ("discussion", with(discussion(), because(json!("resolved"))), &done),
        ("discussion", with(discussion(), because(json!("outdated"))), &declined),
        ("discussion", with(discussion(), because(json!("duplicate"))), &declined),
    ] {
        let key = if event == "issues" { "issue" } else { event };
        let filed = fact(event, &payload("closed", key, object.clone()));
        assert_eq!(&filed.fact.what, what, "{event} {object}");
    }
}

#[test]
fn labels_count_whoever_puts_them_on() {
    for (event, key, object) in [
        ("issues", "issue", issue()),
        ("pull_request", "pull_request", pull_request()),
        ("discussion", "discussion", discussion()),
    ] {
        let label = json!({"label": {"id": 9, "name": "Ready for roundup"}, "sender": {"login": "triage[bot]", "type": "Bot"}});
        let on = fact(event, &with(payload("labeled", key, object.clone()), label.clone()));
        assert_eq!(on.fact.name, "labelled:Ready for roundup:2026-03-02T14:05:00Z");
        assert_eq!(on.fact.what, What::Labelled { label: "Ready for roundup".into() });
        assert!(on.fact.by.unwrap().automated);
        let off = fact(event, &with(payload("unlabeled", key, object.clone()), label));
        assert_eq!(off.fact.name, "unlabelled:Ready for roundup:2026-03-02T14:05:00Z");
        assert_eq!(off.fact.what, What::Unlabelled { label: "Ready for roundup".into() });
        assert_eq!(reason(event, &payload("labeled", key, object)), "no label named");
    }
}

#[test]
fn an_edit_is_of_the_text_or_else_of_the_title() {
    let edited = |changes: Value| with(payload("edited", "issue", issue()), json!({"changes": changes}));
    let text = || What::Edited { of: "opening".into(), text: "Line one\nline two".into() };
    let cases = [
        (json!({"body": {"from": "old"}}), "edit:opening:2026-03-02T14:05:00Z", text()),
        (json!({"body": {"from": "old"}, "title": {"from": "old"}}), "edit:opening:2026-03-02T14:05:00Z", text()),
        (json!({"title": {"from": "old"}}), "retitled:2026-03-02T14:05:00Z", What::Retitled),
    ];
    for (changes, name, what) in cases {
        let filed = fact("issues", &edited(changes.clone()));
        assert_eq!((filed.fact.name.as_str(), filed.fact.what), (name, what), "{changes}");
        assert_eq!(filed.fact.by, Some(person("maintainer")));
        assert_eq!(filed.fact.subject.unwrap().title, "Keys do not rotate");
    }
    for changes in [json!({}), json!(null), json!([]), json!({"base": {"ref": {"from": "main"}}}), json!({"body": null})] {
        assert_eq!(reason("issues", &edited(changes.clone())), "an edit of neither title nor text", "{changes}");
    }
}

#[test]
fn what_a_bot_opened_is_ignored_but_not_what_happens_to_it() {
    for bot in [
        json!({"login": "dependabot[bot]", "type": "Bot"}),
        json!({"login": "x[bot]", "type": "User"}),
        json!({"login": "Copilot", "type": "Bot"}),
    ] {
        let pull = with(pull_request(), json!({"user": bot, "closed_at": UPDATED}));
        assert_eq!(reason("pull_request", &payload("opened", "pull_request", pull.clone())), "opened by a bot");
        let closed = fact("pull_request", &payload("closed", "pull_request", pull.clone()));
        assert!(closed.fact.subject.unwrap().author.unwrap().automated);
        let edit = with(payload("edited", "pull_request", pull), json!({"changes": {"body": {"from": "old"}}}));
        assert_eq!(reason("pull_request", &edit), "an edit of neither title nor text");
        let retitled = with(edit, json!({"changes": {"body": {"from": "old"}, "title": {"from": "old"}}}));
        assert_eq!(fact("pull_request", &retitled).fact.what, What::Retitled);
    }
}

#[test]
fn a_transfer_in_is_no_new_question() {
    let old = json!({"number": 7, "repository_url": "https://api.github.com/repos/acme/gadgets"});
    let moved = |changes: Value| with(payload("opened", "issue", issue()), json!({"changes": changes}));
    let filed = fact("issues", &moved(json!({"old_issue": old, "old_repository": {"full_name": "acme/old-gadgets"}})));
    assert_eq!(filed.fact.name, "moved_from:github:acme/old-gadgets#7");
    assert_eq!(filed.fact.what, What::MovedFrom { from: item("github:acme/old-gadgets#7") });
    assert_eq!((filed.fact.at.to_string().as_str(), filed.fact.by), (UPDATED, Some(person("maintainer"))));
    assert_eq!(fact("issues", &moved(json!({"old_issue": old}))).fact.name, "moved_from:github:acme/gadgets#7");

    // One that does not say from where is taken for a question: rather once too often than never.
    for changes in [json!({"old_issue": null, "old_repository": null}), json!({"old_issue": {}}), json!(null)] {
        assert_eq!(fact("issues", &moved(changes.clone())).fact.name, "opened", "{changes}");
    }
    let talk = with(
        payload("created", "discussion", discussion()),
        json!({"changes": {"old_discussion": {"number": 3}, "old_repository": {"full_name": "acme/gadgets"}}}),
    );
    assert_eq!(fact("discussion", &talk).fact.name, "moved_from:github:acme/gadgets/discussions/3");
}

#[test]
fn a_transfer_out_names_where_to() {
    let changes = json!({"changes": {"new_issue": {"number": 8}, "new_repository": {"full_name": "acme/gadgets"}}});
    let filed = fact("issues", &with(payload("transferred", "issue", issue()), changes));
    assert_eq!(filed.conversation.as_str(), "github:acme/widgets#12");
    assert_eq!(filed.fact.name, "moved_to:github:acme/gadgets#8");
    assert_eq!(filed.fact.what, What::MovedTo { to: item("github:acme/gadgets#8") });
    assert_eq!(filed.fact.at.to_string(), UPDATED);

    let changes = json!({"changes": {"new_discussion": {"number": 8}, "new_repository": {"full_name": "acme/gadgets"}}});
    let talk = fact("discussion", &with(payload("transferred", "discussion", discussion()), changes));
    assert_eq!(talk.fact.what, What::MovedTo { to: item("github:acme/gadgets/discussions/8") });
    assert_eq!(reason("issues", &payload("transferred", "issue", issue())), "a transfer to nowhere");
}

#[test]
fn a_deleted_account_is_a_ghost() {
    for nobody in [json!(null), json!({"login": "ghost", "type": "User"}), json!({"login": null})] {
        let filed = fact("issues", &payload("opened", "issue", with(issue(), json!({"user": nobody}))));
        assert_eq!(filed.fact.by, Some(person("ghost")));
        assert_eq!(filed.fact.subject.unwrap().author, Some(person("ghost")));
    }
    let unsigned = fact("issues", &with(payload("reopened", "issue", issue()), json!({"sender": null})));
    assert_eq!(unsigned.fact.by, None);
}

#[test]
fn bodies_may_be_null_empty_or_very_long_and_times_may_be_numbers() {
    for (body, length) in [(json!(null), 0), (json!(""), 0), (json!("ä".repeat(65_536)), TEXT_LIMIT), (json!(7), 0)] {
        let What::Opened { text, .. } =
            fact("issues", &payload("opened", "issue", with(issue(), json!({"body": body})))).fact.what
        else {
            panic!()
        };
        assert_eq!(text.len(), length);
    }
    for time in [json!(1_772_460_300), json!("2026-03-02T14:05:00.000Z"), json!("2026-03-02T09:05:00-05:00")] {
        let filed = fact("issues", &payload("reopened", "issue", with(issue(), json!({"updated_at": time}))));
        assert_eq!(filed.fact.name, "reopened:2026-03-02T14:05:00Z", "{time}");
    }
}

#[test]
fn what_does_not_concern_a_thread_is_ignored() {
    for action in ["assigned", "milestoned", "locked", "pinned", "synchronize", "answered", "unanswered", "something_new", ""] {
        assert_eq!(reason("issues", &payload(action, "issue", issue())), "an action of no interest", "{action}");
    }
    let nameless = "no repository and number";
    for repository in
        [json!(null), json!({}), json!({"full_name": "acme"}), json!({"full_name": "acme/a/b"}), json!({"full_name": "acme/a#1"})]
    {
        let event = with(payload("opened", "issue", issue()), json!({ "repository": repository }));
        assert_eq!(reason("issues", &event), nameless, "{repository}");
    }
    for number in [json!(null), json!(-1), json!("12"), json!(1.5)] {
        assert_eq!(
            reason("issues", &payload("opened", "issue", with(issue(), json!({ "number": number })))),
            nameless,
            "{number}"
        );
    }
    let timeless = with(issue(), json!({"created_at": null, "updated_at": "soon"}));
    assert_eq!(reason("issues", &payload("opened", "issue", timeless.clone())), "no time of opening");
    assert_eq!(reason("issues", &payload("closed", "issue", timeless)), "no time of the change");
}

#[test]
fn fields_of_the_wrong_type_cost_only_themselves() {
    let odd = json!({"title": 7, "html_url": null, "labels": [null, {"name": 7}, {"name": "bug"}], "draft": "yes", "id": "x"});
    let subject = fact("issues", &payload("opened", "issue", with(issue(), odd))).fact.subject.unwrap();
    assert_eq!((subject.title.as_str(), subject.url.as_str(), subject.labels.unwrap()), ("", "", vec!["bug".to_owned()]));
    let organisation = json!({"user": with(user("acme"), json!({"type": "Organization"}))});
    assert_eq!(fact("issues", &payload("opened", "issue", with(issue(), organisation))).fact.by, Some(person("acme")));
}

#[test]
fn an_answer_is_chosen_by_whoever_did_so_and_written_by_somebody_else() {
    let answer = json!({"id": 550_561, "user": user("hubber"), "html_url": "https://github.com/acme/widgets/discussions/12#discussioncomment-550561"});
    let chosen = with(discussion(), json!({"answer_chosen_at": "2026-03-02T14:04:30.000-04:00"}));
    let filed = fact("discussion", &with(payload("answered", "discussion", chosen), json!({"answer": answer})));
    assert_eq!(filed.fact.name, "chosen:comment:550561:2026-03-02T18:04:30Z");
    assert_eq!((filed.fact.at.to_string().as_str(), filed.fact.by), ("2026-03-02T18:04:30Z", Some(person("maintainer"))));
    let url = "https://github.com/acme/widgets/discussions/12#discussioncomment-550561".to_owned();
    assert_eq!(filed.fact.what, What::AnswerChosen { id: "comment:550561".into(), author: person("hubber"), url: Some(url) });

    let filed = fact("discussion", &with(payload("unanswered", "discussion", discussion()), json!({"old_answer": answer})));
    assert_eq!(filed.fact.name, format!("unchosen:comment:550561:{UPDATED}"));
    assert_eq!(filed.fact.what, What::AnswerUnchosen { id: "comment:550561".into() });
}

#[test]
fn an_answer_that_is_not_there_or_a_bots_is_ignored() {
    let bot = json!({"id": 1, "user": {"login": "docs[bot]", "type": "Bot"}});
    for (answer, why) in [(Value::Null, "no comment"), (json!({"id": null}), "no comment"), (bot, "a bot's answer")] {
        let delivery = with(payload("answered", "discussion", discussion()), json!({"answer": answer}));
        assert_eq!(reason("discussion", &delivery), why);
    }
    assert_eq!(reason("discussion", &payload("unanswered", "discussion", discussion())), "no comment");
}
