//! A signature says that Slack sent it, not that people's part of it is harmless, nor that Slack will stay as it is.

use super::{
    action, from_anywhere, modal, on_message, option, parse, press, put, shortcut, submission, submitted, suggestion, typing,
    view_with,
};
use crate::slack::{Action, Interaction, Shortcut, Submission, Suggestion, View};
use serde_json::{Map, Value, json};

fn all() -> [Value; 6] {
    let in_view = put(press(), "/view", modal());
    [press(), in_view, submission(), typing(), on_message(), from_anywhere()]
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

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 100 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= 3_000
}

fn is_sound_view(view: &View) -> bool {
    let ids = [Some(&view.id), view.root_id.as_ref(), view.previous_id.as_ref()];
    let names = [view.hash.as_ref(), view.callback_id.as_ref(), Some(&view.private_metadata)];
    ids.into_iter().flatten().all(|id| is_id(id))
        && names.into_iter().flatten().all(|name| is_short(name))
        && view.values.len() <= 100
        && view
            .values
            .values()
            .all(|values| values.len() <= 100 && values.iter().all(|value| !value.is_empty() && is_short(value)))
}

/// Whether ids are ids and nothing is longer than it may be.
fn is_sound(interaction: &Interaction) -> bool {
    let (ids, texts, view) = match interaction {
        Interaction::Action(action) => {
            let Action { user, user_team, team, channel, action_id, block_id, value, response_url, trigger_id, view, .. } =
                &**action;
            let ids = vec![Some(user), user_team.as_ref(), team.as_ref(), channel.as_ref()];
            let texts = vec![Some(action_id), block_id.as_ref(), value.as_ref(), response_url.as_ref(), trigger_id.as_ref()];
            (ids, texts, view.as_ref())
        }
        Interaction::Submission(submission) => {
            let Submission { user, user_team, team, trigger_id, view } = &**submission;
            (vec![Some(user), user_team.as_ref(), team.as_ref()], vec![trigger_id.as_ref()], Some(view))
        }
        Interaction::Suggestion(suggestion) => {
            let Suggestion { user, user_team, team, action_id, block_id, query, view } = &**suggestion;
            (
                vec![Some(user), user_team.as_ref(), team.as_ref()],
                vec![Some(action_id), block_id.as_ref(), Some(query)],
                view.as_ref(),
            )
        }
        Interaction::Shortcut(shortcut) => {
            let Shortcut { user, user_team, team, callback_id, trigger_id, response_url, message, .. } = &**shortcut;
            let author = message.as_ref().and_then(|message| message.author.as_ref()).map(|author| &author.id);
            let channel = message.as_ref().map(|message| &message.channel);
            let ids = vec![Some(user), user_team.as_ref(), team.as_ref(), channel, author];
            (ids, vec![Some(callback_id), trigger_id.as_ref(), response_url.as_ref()], None)
        }
        Interaction::Ignored(_) => (vec![], vec![], None),
    };
    ids.into_iter().flatten().all(|id| is_id(id))
        && texts.into_iter().flatten().all(|text| is_short(text))
        && view.is_none_or(is_sound_view)
}

#[test]
fn any_one_field_of_any_other_type_or_size_is_read_soundly() {
    let odd = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!(true),
        json!("é\u{0}#"),
        json!("x".repeat(3_001)),
        json!("😀".repeat(3_001)),
        json!([null]),
        json!({}),
        json!({"values": {"a": {"b": {"value": "x"}}}}),
        Value::Array(vec![option("x"); 101]),
    ];
    for payload in all() {
        assert!(!matches!(parse(&payload), Interaction::Ignored(_)), "{payload}");
        let mut all = Vec::new();
        pointers(&payload, "", &mut all);
        for pointer in all {
            for value in &odd {
                let mut broken = payload.clone();
                *broken.pointer_mut(&pointer).unwrap() = value.clone();
                let read = parse(&broken);
                assert!(is_sound(&read), "{pointer}: {read:?}");
            }
        }
    }
}

#[test]
fn a_value_is_cut_to_what_an_input_takes() {
    let giant = "é".repeat(100_000);
    assert_eq!(action(&put(press(), "/actions/0/value", json!(giant))).value.unwrap(), "é".repeat(3_000));
    assert_eq!(suggestion(&put(typing(), "/value", json!(giant))).query, "é".repeat(3_000));
    let state =
        json!({"a": {"a": {"type": "plain_text_input", "value": giant}}, "b": {"b": {"selected_options": [option(&giant)]}}});
    let values = view_with(&state).values;
    assert_eq!((values["a"][0].chars().count(), values["b"][0].chars().count()), (3_000, 3_000));
    // As much as is allowed stays whole, also where characters are long.
    let whole = "👩".repeat(3_000);
    assert_eq!(action(&put(press(), "/actions/0/value", json!(whole))).value.unwrap(), whole);
}

#[test]
fn a_name_that_is_too_long_is_no_name() {
    let (fits, long) = (json!("n".repeat(255)), json!("n".repeat(256)));
    assert_eq!(action(&put(press(), "/actions/0/action_id", fits.clone())).action_id.len(), 255);
    assert_eq!(parse(&put(press(), "/actions/0/action_id", long.clone())), Interaction::Ignored("no action"));
    assert_eq!(action(&put(press(), "/actions/0/block_id", long.clone())).block_id, None);
    assert_eq!(shortcut(&put(on_message(), "/trigger_id", long.clone())).trigger_id, None);
    assert_eq!(submitted(&put(submission(), "/view/hash", long.clone())).view.hash, None);
    assert_eq!(submitted(&put(submission(), "/view/callback_id", long)).view.callback_id, None);
    assert_eq!(submitted(&put(submission(), "/view/callback_id", fits)).view.callback_id.unwrap().len(), 255);
    let metadata =
        |length| submitted(&put(submission(), "/view/private_metadata", json!("m".repeat(length)))).view.private_metadata.len();
    assert_eq!((metadata(3_000), metadata(3_001)), (3_000, 0));
}

#[test]
fn more_blocks_and_values_than_slack_allows_are_left_out() {
    let entered = json!({"element": {"type": "plain_text_input", "value": "x"}});
    let blocks: Map<String, Value> = (0..150).map(|n| (format!("{n:03}"), entered.clone())).collect();
    let values = view_with(&Value::Object(blocks)).values;
    assert_eq!((values.len(), values.contains_key("099"), values.contains_key("100")), (100, true, false));

    let options: Vec<Value> = (0..150).map(|n| option(&n.to_string())).collect();
    let many = json!({"menu": {"element": {"type": "multi_static_select", "selected_options": options}},
        "menus": {"a": {"selected_options": options}, "b": {"selected_options": options}}});
    let values = view_with(&many).values;
    assert_eq!((values["menu"].len(), values["menus"].len()), (100, 100));
    assert_eq!(values["menu"].last().unwrap(), "99");

    let long = json!({ "b".repeat(256): entered, "b": entered });
    assert_eq!(view_with(&long).values.into_keys().collect::<Vec<_>>(), ["b"]);
}
