use super::{action, modal, option, parse, press, put, some};
use crate::slack::{Action, Interaction, ViewKind, parse_interaction};
use serde_json::{Value, json};

#[test]
fn a_press_says_who_pressed_what_where_and_when() {
    let expected = Action {
        action_id: "answered".into(),
        block_id: some("item"),
        value: some("github:acme/widgets#12"),
        action_ts: "1772460600.000800".parse().unwrap(),
        user: "U0STAFF01".into(),
        user_team: some("T0STAFF01"),
        team: some("T0STAFF01"),
        channel: some("C0HELP001"),
        message: Some("1772460000.000700".parse().unwrap()),
        thread: None,
        view: None,
        response_url: some("https://hooks.slack.com/actions/T0STAFF01/1/x"),
        trigger_id: some("12466734323.1395872398.abc"),
    };
    assert_eq!(action(&press()), expected);
}

#[test]
fn a_press_is_read_with_as_little_as_slack_sends() {
    let mut home = press();
    home["container"] = json!({"type": "view", "view_id": "V1"});
    for key in ["team", "channel", "message", "response_url"] {
        home[key] = Value::Null;
    }
    home["user"] = json!({"id": "U0STAFF01"});
    let read = action(&home);
    assert_eq!((read.team, read.user_team, read.channel, read.message, read.response_url), (None, None, None, None, None));

    let mut menu = press();
    menu["actions"][0]["value"] = Value::Null;
    menu["actions"][0]["selected_option"] = json!({"text": {"type": "plain_text", "text": "Bug"}, "value": "bug"});
    assert_eq!(action(&menu).value.unwrap(), "bug");

    let mut contained = press();
    contained["channel"] = Value::Null;
    assert_eq!(action(&contained).channel.unwrap(), "C0HELP001");
}

#[test]
fn what_is_no_press_is_ignored() {
    let broken = |pointer: &str| {
        let mut payload = press();
        *payload.pointer_mut(pointer).unwrap() = Value::Null;
        parse(&payload)
    };
    assert_eq!(broken("/type"), Interaction::Ignored("an interaction of another type"));
    assert_eq!(broken("/actions"), Interaction::Ignored("no action"));
    assert_eq!(broken("/actions/0/action_id"), Interaction::Ignored("no action"));
    assert_eq!(broken("/actions/0/action_ts"), Interaction::Ignored("no time of the action"));
    assert_eq!(broken("/user"), Interaction::Ignored("an action by nobody"));
    for body in ["", "payload", "payload=", "payload=%7B", "other=1", "{}"] {
        assert_eq!(parse_interaction(body.as_bytes()), Interaction::Ignored("no payload"), "{body}");
    }
}

#[test]
fn a_press_in_a_thread_says_which() {
    let root = Some("1772450000.000000".parse().unwrap());
    let shown = put(press(), "/message/thread_ts", json!("1772450000.000000"));
    assert_eq!(action(&shown).thread, root);
    // Ephemeral messages are not shown, only contained.
    let contained = put(put(press(), "/message", Value::Null), "/container/thread_ts", json!("1772450000.000000"));
    assert_eq!(action(&contained).thread, root);
    assert_eq!(action(&contained).message, Some("1772460000.000700".parse().unwrap()));
}

#[test]
fn a_press_in_a_view_shows_the_view() {
    let mut payload = press();
    payload["container"] = json!({"type": "view", "view_id": "V0MODAL01"});
    for key in ["channel", "message", "response_url"] {
        payload.as_object_mut().unwrap().remove(key);
    }
    let view = action(&put(payload.clone(), "/view", modal())).view.unwrap();
    assert_eq!((view.id.as_str(), view.kind, view.callback_id), ("V0MODAL01", ViewKind::Modal, some("triage")));
    assert_eq!(view.values["kind"], ["bug"]);

    let home = json!({"id": "V0HOME001", "team_id": "T0STAFF01", "type": "home", "private_metadata": "", "callback_id": "",
        "state": {"values": {}}, "hash": "1772460500.230cf862", "previous_view_id": null, "root_view_id": "V0HOME001"});
    let view = action(&put(payload.clone(), "/view", home)).view.unwrap();
    assert_eq!((view.kind, view.hash, view.callback_id), (ViewKind::Home, some("1772460500.230cf862"), None));
    assert!(view.private_metadata.is_empty() && view.values.is_empty() && view.previous_id.is_none());

    // A press counts, whatever it is in.
    for no_view in [json!(null), json!("V1"), json!({"type": "modal"}), json!({"id": "V1", "type": "workflow_step"}), json!([])] {
        assert_eq!(action(&put(payload.clone(), "/view", no_view)).view, None);
    }
}

#[test]
fn every_element_that_holds_one_thing_says_which() {
    let cases = [
        (json!({"type": "button", "value": "x"}), some("x")),
        (json!({"type": "button"}), None),
        (json!({"type": "static_select", "selected_option": option("bug")}), some("bug")),
        (json!({"type": "static_select", "selected_option": null}), None),
        (json!({"type": "external_select", "selected_option": option("github:acme/widgets#7")}), some("github:acme/widgets#7")),
        (json!({"type": "overflow", "selected_option": option("why")}), some("why")),
        (json!({"type": "radio_buttons", "selected_option": option("24h")}), some("24h")),
        (json!({"type": "users_select", "selected_user": "U0STAFF02"}), some("U0STAFF02")),
        (json!({"type": "users_select", "selected_user": null}), None),
        (json!({"type": "users_select", "selected_user": "not an id"}), None),
        (json!({"type": "conversations_select", "selected_conversation": "C0HELP001"}), some("C0HELP001")),
        (json!({"type": "channels_select", "selected_channel": "C0HELP001"}), some("C0HELP001")),
        (json!({"type": "datepicker", "selected_date": "2026-03-02", "initial_date": "2026-03-01"}), some("2026-03-02")),
        (json!({"type": "timepicker", "selected_time": "14:00", "timezone": "Europe/Berlin"}), some("14:00")),
        (json!({"type": "datetimepicker", "selected_date_time": 1_772_460_000}), some("1772460000")),
        (json!({"type": "datetimepicker", "selected_date_time": null}), None),
        (json!({"type": "plain_text_input", "value": "typed"}), some("typed")),
        // More than one thing can be chosen in these: what was chosen is in the view.
        (json!({"type": "checkboxes", "selected_options": [option("low_risk")]}), None),
        (json!({"type": "multi_users_select", "selected_users": ["U0STAFF02"]}), None),
    ];
    for (element, expected) in cases {
        let mut payload = press();
        payload["actions"] = json!([element]);
        payload["actions"][0]["action_id"] = json!("it");
        payload["actions"][0]["action_ts"] = json!("1772460600.000800");
        assert_eq!(action(&payload).value, expected, "{element}");
    }
}
