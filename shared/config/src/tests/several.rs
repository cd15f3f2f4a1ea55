use super::{EXAMPLE, problems, with};
use crate::parse;

#[test]
fn all_errors_of_a_file_are_told_at_once_in_the_order_of_the_file() {
    let text = "\
[roundup]
docs = \"ftp://acme.test\"
meeting = \"noon\"
[[sources]]
policy = \"vip\"
github = \"acme\"
[team]
timezone = \"Europe/Pariss\"
staff_slack = [\"ada\", \"U01\", 3]
colour = \"red\"
";
    let expected = "\
2:8: `docs`: \"ftp://acme.test\" is neither https nor http; write an address such as \"https://docs.acme.test\"
3:11: `meeting`: \"noon\" is no time of the week; \
write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as \"Tue 13:00\"
5:10: `policy`: there is no policy \"vip\"; write `default`, or add [policies.\"vip\"]
6:10: `github`: \"acme\" is no GitHub repository; write owner/name, such as \"acme/widgets\"
7:1: [team] has no `name`; write name = \"Acme\"
8:12: `timezone`: \"Europe/Pariss\" is no time zone; did you mean \"Europe/Paris\"?
9:16: `staff_slack`: \"ada\" is no Slack user id; \
write one such as \"U0STAFF01\" (in Slack: profile, More, Copy member ID)
9:30: `staff_slack` is an integer; write a string, such as \"U0STAFF01\"
10:1: unknown key `colour` in [team]; known here: `name`, `timezone`, `slack_team`, `staff_slack`, \
`staff_github_org`, `staff_github` or `ignore`";
    assert_eq!(problems(text), expected);
}

#[test]
fn columns_count_characters() {
    let text = with("[on_call] # 日本語 🎉\nrotation = [{ name = \"Zoë 🦀 é\", slack = \"ada\" }]\n");
    let expected = "7:41: `slack`: \"ada\" is no Slack user id; \
        write one such as \"U0STAFF01\" (in Slack: profile, More, Copy member ID)";
    assert_eq!(problems(&text), expected);
}

#[test]
fn neither_a_byte_order_mark_nor_windows_line_ends_shift_the_place() {
    let text = format!("\u{feff}tame = 1\n{}", EXAMPLE.replace("\"always\"", "\"awlays\"")).replace('\n', "\r\n");
    let expected = "1:1: unknown key `tame` in the file; did you mean `team`?\n\
        29:9: `hours`: there is no calendar \"awlays\"; did you mean \"always\"?";
    assert_eq!(problems(&text), expected);
}

#[test]
fn a_problem_is_shown_with_the_name_of_its_file() {
    let problems = parse(&with("[roundup]\npost = \"C01\"\npots = 1\n[calendars.c]\n")).unwrap_err();
    let expected = [
        "etc/roundup.toml:8:1: unknown key `pots` in [roundup]; did you mean `post`?",
        "etc/roundup.toml:9:1: [calendars.c] is never open; write hours, such as mon = [\"09:00-17:00\"]",
    ];
    assert_eq!(problems.lines("etc/roundup.toml"), expected);
}

#[test]
fn a_long_or_odd_value_is_shown_in_one_short_line() {
    let problems =
        parse(&with(&format!("[on_call]\nlead = \"{}\\n\\u001b[31m{}\"\n", "ä".repeat(50), "y".repeat(5000)))).unwrap_err();
    let shown = &problems.0[0].wrong;
    assert_eq!(*shown, format!("`lead`: \"{}\\n\\u{{1b}}[31myyyy…\" is no Slack user id", "ä".repeat(50)));
}
