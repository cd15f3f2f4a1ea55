use crate::tests::{problems, with};

#[test]
fn a_source_has_one_place_of_its_own() {
    let cases = [
        (r#"github = "acme""#, r#"7:10: `github`: "acme" is no GitHub repository; write owner/name, such as "acme/widgets""#),
        (
            r#"github = "https://github.com/acme/x""#,
            r#"7:10: `github`: "https://github.com/acme/x" is no GitHub repository; write owner/name, such as "acme/widgets""#,
        ),
        (
            r#"github = "acme/a b""#,
            r#"7:10: `github`: "acme/a b" is no GitHub repository; write owner/name, such as "acme/widgets""#,
        ),
        (
            r#"github = "ACME/Widgets""#,
            r#"7:10: another source (line 5) has the repository "ACME/Widgets"; write another, or keep one of the two sources"#,
        ),
        (
            "github = \"a/c\"\nslack = { team = \"T01\", channel = \"C01\" }",
            "8:1: a source has both `slack` and `github`; make it two sources, each with its own [[sources]]",
        ),
        (
            r#"slack = { team = "acme", channel = "C01" }"#,
            r#"7:18: `team`: "acme" is no Slack workspace id; write one such as "T0STAFF01" (in the address of Slack in a browser, after /client/)"#,
        ),
        (
            "slack = { team = \"T01\", channel = \"#general\" }",
            "7:35: `channel`: \"#general\" is no Slack channel id; write one such as \"C0HELP001\" (in Slack: at the end of the channel's details)",
        ),
        (
            "slack = { team = \"T01\", pattern = \"#at-*\" }",
            "7:35: `pattern`: \"#at-*\" matches no channel's name; write one such as \"at-*\": small letters, digits, - and _, and * for any text",
        ),
        (
            r#"slack = { team = "T01", pattern = "At-*" }"#,
            r#"7:35: `pattern`: "At-*" matches no channel's name; write one such as "at-*": small letters, digits, - and _, and * for any text"#,
        ),
        (
            r#"slack = { team = "T01", channel = "C01", pattern = "at-*" }"#,
            "7:42: `slack` has both `channel` and `pattern`; make it two sources, each with its own [[sources]]",
        ),
        (
            "slack = { team = \"T01\", channel = \"C01\" }\n[[sources]]\nslack = { team = \"T02\", channel = \"C01\" }",
            r#"9:35: another source (line 7) has the channel "C01"; write another, or keep one of the two sources"#,
        ),
        (
            "slack = { team = \"T01\", pattern = \"a-*\" }\n[[sources]]\nslack = { team = \"T01\", pattern = \"a-*\" }",
            r#"9:35: another source (line 7) has the pattern "a-*"; write another, or keep one of the two sources"#,
        ),
        (
            "name = \"X\"\ngithub = \"a/c\"\n[[sources]]\nname = \"X\"\ngithub = \"a/d\"",
            r#"10:8: another source (line 7) has the name "X"; write another, or keep one of the two sources"#,
        ),
        ("github = \"a/c\"\npolicy = \"defualt\"", r#"8:10: `policy`: there is no policy "defualt"; did you mean "default"?"#),
        (
            "github = \"a/c\"\npolicy = \"vip\"",
            r#"8:10: `policy`: there is no policy "vip"; write `default`, or add [policies."vip"]"#,
        ),
        ("github = \"a/c\"\ncompany = \"\"", r#"8:11: `company`: "" is empty; write some text"#),
        ("github = \"a/c\"\ncode_name = 1", "8:13: `code_name` is an integer; write a string, such as \"Acme\""),
        ("github = \"a/c\"\npolicy = 1", "8:10: `policy` is an integer; write a string, such as \"default\""),
        ("github = \"a/c\"\npolicy = \"\"", "8:10: `policy`: \"\" is empty; write the name of a policy, such as \"default\""),
        ("github = \"a/c\"\ntop_level_answers = 1", "8:21: `top_level_answers` is an integer; write true or false"),
    ];
    for (line, expected) in cases {
        assert_eq!(problems(&with(&format!("[[sources]]\n{line}\n"))), expected, "{line}");
    }
}

#[test]
fn the_roundup_has_a_time_addresses_and_labels_that_differ() {
    let cases = [
        (
            r#"meeting = "13:00""#,
            r#"7:11: `meeting`: "13:00" is no time of the week; write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as "Tue 13:00""#,
        ),
        (
            r#"meeting = "Tue 25:00""#,
            r#"7:11: `meeting`: "Tue 25:00" is no time of the week; write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as "Tue 13:00""#,
        ),
        (r#"prepare = ["36h"]"#, r#"7:12: `prepare`: "36h" is no number of days; write whole days, such as "2d""#),
        (r#"prepare = ["2d", "2d"]"#, "7:18: `prepare` has this entry already; keep one of the two"),
        (r#"prepare = ["1w"]"#, "7:12: `prepare`: the meeting before is then still to come; write at most 6d"),
        (r#"prepare = ["7d"]"#, "7:12: `prepare`: the meeting before is then still to come; write at most 6d"),
        (r#"prepare = ["99999999999d"]"#, "7:12: `prepare`: the meeting before is then still to come; write at most 6d"),
        (r#"prepare = "2d""#, r#"7:11: `prepare` is a string; write a list, such as ["2d"]"#),
        (r#"prepare = ["0d"]"#, r#"7:12: `prepare`: "0d" is no number of days; write whole days, such as "2d""#),
        (
            r#"post = "help""#,
            r#"7:8: `post`: "help" is no Slack channel id; write one such as "C0HELP001" (in Slack: at the end of the channel's details)"#,
        ),
        (
            r#"email = { from = "Acme <a@b.c>", to = ["a@b.c"] }"#,
            r#"7:18: `from`: "Acme <a@b.c>" is no email address; write one such as "team@acme.test""#,
        ),
        (
            r#"email = { from = "a@b.c", to = [] }"#,
            r#"7:32: `to` is empty; write one recipient at least, such as ["team@acme.test"]"#,
        ),
        (
            r#"email = { from = "a@b.c", to = ["a@b.c", "a@@b", "A@B.c"] }"#,
            "7:42: `to`: \"a@@b\" is no email address; write one such as \"team@acme.test\"\n7:50: `to` has this entry already; keep one of the two",
        ),
        (
            "email = { from = \"a@b.c\\r\\nBcc: x@y.z\", to = [\"a@b.c\"] }",
            "7:18: `from`: \"a@b.c\\r\\nBcc: x@y.z\" is no email address; write one such as \"team@acme.test\"",
        ),
        ("interfaces = []", "7:14: `interfaces` is empty; write one at least, or leave the key out"),
        (r#"interfaces = ["UI", "UI"]"#, "7:21: `interfaces` has this entry already; keep one of the two"),
        (
            r#"interfaces = ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]"#,
            "7:15: `interfaces`: 76 characters are too many; write at most 75",
        ),
        (r#"ready_label = """#, r#"7:15: `ready_label`: "" is empty; write some text"#),
        (r#"ready_label = "Bug""#, "7:15: `ready_label` has the same label as `bug`; write labels that differ"),
        (r#"kind_labels = { bug = "question" }"#, "7:23: `bug` has the same label as `question`; write labels that differ"),
        (
            r#"kind_labels = { bug = "x", question = "X" }"#,
            "7:39: `question` has the same label as `bug`; write labels that differ",
        ),
        (
            r#"kind_labels = { bug = "Ready for Roundup" }"#,
            "7:23: `bug` has the same label as `ready_label`; write labels that differ",
        ),
        (
            r#"ready_label = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#,
            "7:15: `ready_label`: 51 characters are too many; write at most 50",
        ),
        (
            r#"docs = "docs.acme.test""#,
            r#"7:8: `docs`: "docs.acme.test" is no link; write an address such as "https://docs.acme.test""#,
        ),
        (
            r#"docs = "http://docs.acme.test""#,
            r#"7:8: `docs`: "http://docs.acme.test" is not encrypted; write https:// (http:// only for localhost)"#,
        ),
        (
            r#"releases = "ftp://acme.test""#,
            r#"7:12: `releases`: "ftp://acme.test" is neither https nor http; write an address such as "https://docs.acme.test""#,
        ),
        (
            r#"call = "https://""#,
            r#"7:8: `call`: "https://" has no proper host; write an address such as "https://docs.acme.test""#,
        ),
        (
            r#"call = "https://a.test@b.test""#,
            r#"7:8: `call`: "https://a.test@b.test" has no proper host; write an address such as "https://docs.acme.test""#,
        ),
        (r#"docs = "https://a.test/a b""#, r#"7:8: `docs`: "https://a.test/a b" contains ' '; percent-encode it"#),
        (
            r#"docs = "https://a.test:x/""#,
            r#"7:8: `docs`: "https://a.test:x/" has no proper host; write an address such as "https://docs.acme.test""#,
        ),
        (r#"docs = "https://a.test/|x>""#, r#"7:8: `docs`: "https://a.test/|x>" contains '|'; percent-encode it"#),
    ];
    for (line, expected) in cases {
        assert_eq!(problems(&with(&format!("[roundup]\n{line}\n"))), expected, "{line}");
    }
}

#[test]
fn retention_is_a_number_of_days_within_reason() {
    let cases = [
        (r#"conversations = "48h""#, r#"7:17: `conversations`: "48h" is no number of days; write whole days, such as "400d""#),
        (r#"conversations = "1w""#, r#"7:17: `conversations`: "1w" is out of range; write from 30d to 3660d"#),
        (
            r#"conversations = "99999999999d""#,
            r#"7:17: `conversations`: "99999999999d" is out of range; write from 30d to 3660d"#,
        ),
        (r#"conversations = "4000d""#, r#"7:17: `conversations`: "4000d" is out of range; write from 30d to 3660d"#),
    ];
    for (line, expected) in cases {
        assert_eq!(problems(&with(&format!("[retention]\n{line}\n"))), expected, "{line}");
    }
    assert_eq!(problems(&with("[retention]\nconversations = \"400d\"\n")), "nothing wrong");
}
