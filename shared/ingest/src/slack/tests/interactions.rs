use crate::slack::{Action, Interaction, parse_command, parse_interaction};
use serde_json::{Value, json};

fn press() -> Value {
    json!({
        "type": "block_actions", "team": {"id": "T0STAFF01", "domain": "acme"},
        "user": {"id": "U0STAFF01", "username": "ada", "team_id": "T0STAFF01"},
        "container": {"type": "message", "message_ts": "1772460000.000700", "channel_id": "C0HELP001", "is_ephemeral": false},
        "trigger_id": "12466734323.1395872398.abc", "response_url": "https://hooks.slack.com/actions/T0STAFF01/1/x",
        "channel": {"id": "C0HELP001", "name": "help"}, "message": {"type": "message", "ts": "1772460000.000700"},
        "actions": [{"type": "button", "action_id": "answered", "block_id": "item", "value": "github:acme/widgets#12",
            "action_ts": "1772460600.000800", "text": {"type": "plain_text", "text": "Answered"}}]
    })
}

fn parse(payload: &Value) -> Interaction {
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish();
    parse_interaction(form.as_bytes())
}

fn action(payload: &Value) -> Action {
    match parse(payload) {
        Interaction::Action(action) => *action,
        Interaction::Ignored(reason) => panic!("{payload}: {reason}"),
    }
}

#[test]
fn a_press_says_who_pressed_what_where_and_when() {
    let some = |text: &str| Some(text.to_owned());
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
fn a_slash_command_is_read_from_its_form() {
    let form = "token=x&team_id=T0STAFF01&team_domain=acme&channel_id=C0HELP001&user_id=U0STAFF01&command=%2Froundup\
        &text=+who+waits%3F+&is_enterprise_install=false&response_url=https%3A%2F%2Fhooks.slack.com%2Fc%2F1&trigger_id=1.2.x";
    let command = parse_command(form.as_bytes()).unwrap();
    assert_eq!((command.command.as_str(), command.text.as_str(), command.user.as_str()), ("/roundup", "who waits?", "U0STAFF01"));
    assert_eq!((command.team.as_deref(), command.channel.as_deref()), (Some("T0STAFF01"), Some("C0HELP001")));
    assert_eq!(command.response_url.as_deref(), Some("https://hooks.slack.com/c/1"));
    assert_eq!(command.trigger_id.as_deref(), Some("1.2.x"));
    assert_eq!(parse_command(b"command=%2Froundup&user_id=U1&text=").unwrap().text, "");
}

#[test]
fn what_is_no_command_says_why() {
    assert_eq!(parse_command(b"ssl_check=1&token=x"), Err("Slack checks the certificate"));
    assert_eq!(parse_command(b"user_id=U1&text=hi"), Err("no command"));
    assert_eq!(parse_command(b"command=%2Froundup&user_id="), Err("a command by nobody"));
    assert_eq!(parse_command(b"\xff\xfe"), Err("no command"));
}
