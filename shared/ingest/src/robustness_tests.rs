//! Whatever arrives, reading it ends, without a panic; and where it becomes a fact, the fact is one that can be stored.
#![allow(clippy::unwrap_used)]

use crate::{github, slack};
use proptest::prelude::*;
use roundup_domain::fact::TEXT_LIMIT;
use roundup_domain::{Filed, What};
use serde_json::{Value, json};

/// Everything this crate makes of a body.
fn read_everywhere(body: &[u8]) -> Vec<Filed> {
    let mut facts = Vec::new();
    if let slack::Event::Facts(found) = slack::parse_event(body) {
        facts.extend(found);
    }
    let _ = (slack::parse_interaction(body), slack::parse_command(body));
    let payload = form_urlencoded::byte_serialize(body).collect::<String>();
    let _ = slack::parse_interaction(format!("payload={payload}").as_bytes());
    let as_form = ("issues", "application/x-www-form-urlencoded");
    let as_json = github::EVENTS.iter().copied().chain(["ping"]).map(|event| (event, "application/json"));
    for (event, content_type) in as_json.chain([as_form]) {
        if let github::Event::Facts(found) = github::parse(event, content_type, body) {
            facts.extend(found);
        }
    }
    facts
}

/// A name is part of a key of at most 1,024 bytes; a text is no longer than what is kept.
fn is_storable(filed: &Filed) -> bool {
    let text = match &filed.fact.what {
        What::Opened { text, .. } | What::Comment { text, .. } | What::Edited { text, .. } => text.len(),
        _ => 0,
    };
    !filed.fact.name.is_empty() && filed.fact.name.len() < 900 && filed.conversation.as_str().len() < 900 && text <= TEXT_LIMIT
}

/// Payloads that become facts, each with much of what a fact can need.
fn fixtures() -> Vec<Value> {
    let message = json!({"type": "message", "user": "U1", "text": "<@U2> hi", "ts": "1772460000.000100",
        "thread_ts": "1772450000.000000", "channel": "C1", "channel_type": "channel", "event_ts": "1772460000.000100"});
    let changed = json!({"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "1772460060.000200",
        "message": {"user": "U1", "text": "new", "ts": "1772460000.000100", "edited": {"user": "U1", "ts": "1772460060.000000"}},
        "previous_message": {"user": "U1", "text": "old", "ts": "1772460000.000100"}});
    let reaction = json!({"type": "reaction_added", "user": "U1", "reaction": "white_check_mark", "event_ts": "1772460000.000100",
        "item": {"type": "message", "channel": "C1", "ts": "1772460000.000100"}});
    let renamed = json!({"type": "channel_rename", "channel": {"id": "C1", "name": "at-acme"}, "event_ts": "1772460000.000100"});
    let direct =
        json!({"type": "message", "user": "U1", "text": "hi", "ts": "1772460000.000100", "channel": "D1", "channel_type": "im"});
    let home = json!({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": "1772460000.000100"});
    let slack = [message, changed, reaction, renamed, direct, home];
    let slack = slack.into_iter().map(|event| json!({"type": "event_callback", "event_time": 1_772_460_000, "event": event}));

    let user = json!({"login": "octocat", "type": "User"});
    let thread = json!({"number": 1, "title": "t", "body": "b", "html_url": "https://github.com/a/b/1", "user": user, "labels": [{"name": "x"}],
        "created_at": "2026-03-02T14:00:00Z", "updated_at": "2026-03-02T14:00:00Z", "closed_at": "2026-03-02T14:00:00Z",
        "draft": false, "merged": true, "category": {"is_answerable": true}});
    let comment = json!({"id": 9, "body": "c", "user": user, "html_url": "https://github.com/a/b/1#c", "created_at": "2026-03-02T14:00:00Z",
        "updated_at": "2026-03-02T14:00:00Z", "submitted_at": "2026-03-02T14:00:00Z"});
    let actions = ["opened", "created", "edited", "closed", "reopened", "deleted", "transferred", "labeled", "submitted"];
    let github = actions.into_iter().map(|action| {
        json!({"action": action, "issue": thread, "pull_request": thread, "discussion": thread, "comment": comment, "review": comment,
            "repository": {"full_name": "a/b"}, "sender": user, "label": {"name": "x"},
            "changes": {"body": {"from": "o"}, "new_issue": {"number": 2}, "new_discussion": {"number": 2}, "new_repository": {"full_name": "a/c"}}})
    });
    slack.chain(github).collect()
}

/// Pointers to every value within `value`.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, inner)| pointers(inner, &format!("{at}/{key}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, inner)| pointers(inner, &format!("{at}/{i}"), found)),
        _ => {}
    }
}

#[test]
fn any_one_field_of_any_other_type_never_panics() {
    let odd = [json!(null), json!(-1), json!(1e300), json!("é\u{0}#"), json!([null]), json!({})];
    for fixture in fixtures() {
        assert!(!read_everywhere(fixture.to_string().as_bytes()).is_empty(), "{fixture} should be a fact");
        let mut all = Vec::new();
        pointers(&fixture, "", &mut all);
        // The three threads of a fixture are alike, and read by the same code.
        all.retain(|pointer| !pointer.starts_with("/pull_request/") && !pointer.starts_with("/discussion/"));
        for pointer in all {
            for value in &odd {
                let mut broken = fixture.clone();
                *broken.pointer_mut(&pointer).unwrap() = value.clone();
                let facts = read_everywhere(broken.to_string().as_bytes());
                assert!(facts.iter().all(is_storable), "{pointer} = {value}");
            }
        }
    }
}

#[test]
fn what_is_nested_deeper_than_anything_real_is_not_understood_and_costs_nothing() {
    for depth in [129, 5_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"event\":", "}")] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let event = format!("{{\"type\":\"event_callback\",\"action\":\"opened\",\"event\":{nested},\"issue\":{nested}}}");
            assert!(
                read_everywhere(nested.as_bytes()).is_empty() && read_everywhere(event.as_bytes()).is_empty(),
                "{depth} {open}"
            );
        }
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "(C|D|U|T)[0-9A-Z]{3,8}".prop_map(Value::from),
        "[0-9]{10}\\.[0-9]{6}".prop_map(Value::from),
        "(message|event_callback|app_home_opened|home|im|block_actions|view_submission|block_suggestion|message_action|modal|opened|created|edited|deleted|message_changed|message_deleted|tombstone|2026-03-02T14:00:00Z|a/b)"
            .prop_map(Value::from),
    ];
    let key = "(type|event|subtype|channel|user|ts|event_ts|message|previous_message|thread_ts|edited|text|item|id|action|issue|comment\
        |actions|action_id|action_ts|callback_id|view|state|values|value|selected_option|selected_options|tab|channel_type|number|repository|full_name|changes|body|created_at|updated_at|login|[a-z]{1,4})";
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key, inner, 0..8).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(read_everywhere(&body).is_empty());
    }

    #[test]
    fn arbitrary_json_never_panics(body in anything()) {
        prop_assert!(read_everywhere(body.to_string().as_bytes()).iter().all(is_storable));
    }

    #[test]
    fn arbitrary_text_never_panics_and_is_kept_within_the_limit(text in "(<|>|@|#|!|\\||U1|&lt;|&amp;|:|\\^|\\PC|\n){0,60}", times in 1_usize..400) {
        let event = json!({"type": "event_callback", "event": {"type": "message", "user": "U1", "channel": "C1", "ts": "1772460000.000100",
            "text": text.repeat(times)}});
        let facts = read_everywhere(event.to_string().as_bytes());
        prop_assert!(facts.len() == 1 && facts.iter().all(is_storable));
    }

    #[test]
    fn json_cut_or_flipped_anywhere_never_panics(
        fixture in proptest::sample::select(fixtures()), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut body = fixture.to_string().into_bytes();
        let at = at.index(body.len());
        if cut { body.truncate(at) } else { body[at] = byte }
        prop_assert!(read_everywhere(&body).iter().all(is_storable));
    }
}
