use crate::slack::parse_command;

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

#[test]
fn of_a_command_only_what_slack_would_send_is_believed() {
    let command = parse_command(b"command=%2Froundup&user_id=U1&team_id=T%231&channel_id=C+1&trigger_id=").unwrap();
    assert_eq!((command.team, command.channel, command.trigger_id), (None, None, None));
    assert_eq!(parse_command(b"command=%2Froundup&user_id=U%231"), Err("a command by nobody"));
    let long =
        |field: &str, text: &str| parse_command(format!("command=%2Froundup&user_id=U1&{field}={text}").as_bytes()).unwrap();
    assert_eq!(long("text", &"%C3%A9".repeat(4_000)).text, "é".repeat(3_000));
    assert_eq!(long("trigger_id", &"1".repeat(256)).trigger_id, None);
    assert_eq!(long("response_url", &"h".repeat(2_001)).response_url, None);
}
