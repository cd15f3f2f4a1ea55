use super::{modal, option, parse, put, some, suggestion, typing};
use crate::slack::Interaction;
use serde_json::{Value, json};

#[test]
fn typing_into_a_menu_asks_for_options() {
    let asked = suggestion(&typing());
    assert_eq!((asked.action_id.as_str(), asked.block_id, asked.query.as_str()), ("existing", some("existing"), "rotate k"));
    assert_eq!((asked.user.as_str(), asked.user_team, asked.team), ("U0STAFF01", some("T0STAFF01"), some("T0STAFF01")));
    let view = asked.view.unwrap();
    assert_eq!((view.id.as_str(), view.callback_id), ("V0MODAL01", some("triage")));
    assert_eq!(view.private_metadata, modal()["private_metadata"].as_str().unwrap());
}

#[test]
fn options_are_asked_for_with_as_little_as_slack_sends() {
    let mut payload = typing();
    payload["container"] = json!({"type": "message", "message_ts": "1772460000.000700", "channel_id": "D0DIRECT1"});
    for key in ["view", "block_id", "team"] {
        payload[key] = Value::Null;
    }
    let asked = suggestion(&payload);
    assert_eq!((asked.view, asked.block_id, asked.team), (None, None, None));
    for nothing in [json!(""), json!(null), json!(7), json!(option("x"))] {
        assert_eq!(suggestion(&put(typing(), "/value", nothing)).query, "");
    }
}

#[test]
fn what_asks_for_no_options_is_ignored() {
    let broken = |pointer: &str| parse(&put(typing(), pointer, Value::Null));
    assert_eq!(broken("/action_id"), Interaction::Ignored("options for no menu"));
    assert_eq!(broken("/user"), Interaction::Ignored("options for nobody"));
}
