use super::{modal, option, parse, put, some, submission, submitted, view_with};
use crate::slack::{Interaction, Submission, View, ViewKind};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn a_form_submitted_says_who_entered_what() {
    let values = [("expected", vec!["It starts.\nAt once."]), ("kind", vec!["bug"]), ("recording", vec![])];
    let values = values.map(|(block, values)| (block.to_owned(), values.into_iter().map(str::to_owned).collect()));
    let expected = Submission {
        view: View {
            id: "V0MODAL01".into(),
            hash: some("1772460600.3wRYuk3R"),
            kind: ViewKind::Modal,
            callback_id: some("triage"),
            private_metadata: r#"{"item":"github:acme/widgets#12"}"#.into(),
            values: BTreeMap::from(values),
            root_id: some("V0ROOT001"),
            previous_id: some("V0ROOT001"),
        },
        user: "U0STAFF01".into(),
        user_team: some("T0STAFF01"),
        team: some("T0STAFF01"),
        trigger_id: some("12466734323.1395872398.abc"),
    };
    assert_eq!(submitted(&submission()), expected);
}

#[test]
fn every_element_is_read_and_nothing_entered_is_no_value() {
    let cases: &[(Value, &[&str])] = &[
        (json!({"type": "plain_text_input", "value": "a & <b>"}), &["a & <b>"]),
        (json!({"type": "plain_text_input", "value": null}), &[]),
        (json!({"type": "plain_text_input", "value": ""}), &[]),
        (json!({"type": "plain_text_input"}), &[]),
        (json!({"type": "url_text_input", "value": "https://loom.test/1"}), &["https://loom.test/1"]),
        (json!({"type": "email_text_input", "value": "ada@acme.test"}), &["ada@acme.test"]),
        (json!({"type": "number_input", "value": "12"}), &["12"]),
        (json!({"type": "static_select", "selected_option": option("bug")}), &["bug"]),
        (json!({"type": "static_select", "selected_option": null}), &[]),
        (json!({"type": "external_select", "selected_option": option("#7")}), &["#7"]),
        (json!({"type": "radio_buttons", "selected_option": option("yes")}), &["yes"]),
        (json!({"type": "checkboxes", "selected_options": [option("low_risk"), option("docs")]}), &["low_risk", "docs"]),
        (json!({"type": "checkboxes", "selected_options": []}), &[]),
        (json!({"type": "multi_static_select", "selected_options": [option("UI"), option("CLI")]}), &["UI", "CLI"]),
        (json!({"type": "multi_external_select", "selected_options": [option("#1")]}), &["#1"]),
        (json!({"type": "multi_static_select", "selected_options": null}), &[]),
        (json!({"type": "users_select", "selected_user": "U0STAFF02"}), &["U0STAFF02"]),
        (json!({"type": "users_select", "selected_user": null}), &[]),
        (json!({"type": "multi_users_select", "selected_users": ["U2", "U1"]}), &["U2", "U1"]),
        (json!({"type": "conversations_select", "selected_conversation": "C0HELP001"}), &["C0HELP001"]),
        (json!({"type": "conversations_select", "value": "C0HELP001"}), &["C0HELP001"]),
        (json!({"type": "multi_conversations_select", "selected_conversations": ["C1", "D1"]}), &["C1", "D1"]),
        (json!({"type": "channels_select", "selected_channel": "C0HELP001"}), &["C0HELP001"]),
        (json!({"type": "multi_channels_select", "selected_channels": ["C1"]}), &["C1"]),
        (json!({"type": "datepicker", "selected_date": "2026-03-02"}), &["2026-03-02"]),
        (json!({"type": "datepicker", "selected_date": null}), &[]),
        (json!({"type": "timepicker", "selected_time": "03:00", "timezone": "America/Los_Angeles"}), &["03:00"]),
        (json!({"type": "timepicker", "timezone": "Europe/Berlin", "initial_time": "12:00"}), &[]),
        (json!({"type": "datetimepicker", "selected_date_time": 1_772_460_000}), &["1772460000"]),
        (json!({"type": "datetimepicker", "selected_date_time": null}), &[]),
        (json!({"type": "rich_text_input", "rich_text_value": {"type": "rich_text", "elements": []}}), &[]),
        (json!({"type": "file_input", "files": [{"id": "F1"}]}), &[]),
        // Of other types than Slack's.
        (json!({"type": "number_input", "value": 12}), &[]),
        (json!({"type": "static_select", "selected_option": "bug"}), &[]),
        (json!({"type": "checkboxes", "selected_options": [option("docs"), null, {"value": 1}, "x", {"value": ""}]}), &["docs"]),
        (json!({"type": "checkboxes", "selected_options": {"value": "docs"}}), &[]),
        (json!({"type": "multi_users_select", "selected_users": ["U1", "no id", null, {"id": "U3"}]}), &["U1"]),
        (json!({"type": "datetimepicker", "selected_date_time": 1.5}), &[]),
        (json!({"type": "datetimepicker", "selected_date_time": [1_772_460_000]}), &[]),
        (json!(null), &[]),
        (json!("typed"), &[]),
        (json!([1]), &[]),
    ];
    for (element, expected) in cases {
        assert_eq!(view_with(&json!({"block": {"element": element}})).values["block"], *expected, "{element}");
    }
}

#[test]
fn the_elements_of_one_block_are_read_one_after_another_by_name() {
    let block = json!({"b": {"type": "plain_text_input", "value": "second"}, "c": {"type": "plain_text_input"},
        "a": {"type": "checkboxes", "selected_options": [option("first"), option("too")]}});
    assert_eq!(view_with(&json!({ "block": block })).values["block"], ["first", "too", "second"]);
}

#[test]
fn a_state_that_is_no_state_is_empty() {
    for state in [json!(null), json!({}), json!({"values": null}), json!({"values": []}), json!({"values": "x"}), json!(1)] {
        let view = submitted(&put(submission(), "/view/state", state.clone())).view;
        assert!(view.values.is_empty(), "{state}");
    }
    for block in [json!(null), json!([]), json!("x"), json!({})] {
        assert!(view_with(&json!({ "block": block })).values["block"].is_empty(), "{block}");
    }
}

#[test]
fn a_view_is_read_with_as_little_as_slack_sends() {
    let mut payload = submission();
    payload["view"] = json!({"id": "V0MODAL01", "type": "modal"});
    payload["user"] = json!({"id": "W0GRID001"});
    payload["team"] = Value::Null;
    payload["trigger_id"] = Value::Null;
    let Submission { view, user, user_team, team, trigger_id } = submitted(&payload);
    assert_eq!((user.as_str(), user_team, team, trigger_id), ("W0GRID001", None, None, None));
    let bare = View {
        id: "V0MODAL01".into(),
        hash: None,
        kind: ViewKind::Modal,
        callback_id: None,
        private_metadata: String::new(),
        values: BTreeMap::new(),
        root_id: None,
        previous_id: None,
    };
    assert_eq!(view, bare);
    // Empty is the same as absent.
    for key in ["hash", "callback_id", "private_metadata", "root_view_id", "previous_view_id"] {
        payload["view"][key] = json!("");
    }
    assert_eq!(submitted(&payload).view, bare);
}

#[test]
fn what_is_no_form_submitted_is_ignored() {
    let cases = [
        ("/view", json!(null), "a form that is no view"),
        ("/view", json!([modal()]), "a form that is no view"),
        ("/view/id", json!(null), "a form that is no view"),
        ("/view/id", json!("V 1"), "a form that is no view"),
        ("/view/type", json!("workflow_step"), "a form that is no view"),
        ("/view/type", json!(null), "a form that is no view"),
        ("/user", json!({}), "a form submitted by nobody"),
        ("/user/id", json!("U0#FACT"), "a form submitted by nobody"),
        ("/user/id", json!(7), "a form submitted by nobody"),
    ];
    for (pointer, value, expected) in cases {
        assert_eq!(parse(&put(submission(), pointer, value.clone())), Interaction::Ignored(expected), "{pointer} = {value}");
    }
    let closed = put(put(submission(), "/type", json!("view_closed")), "/is_cleared", json!(true));
    assert_eq!(parse(&closed), Interaction::Ignored("a form closed"));
}
