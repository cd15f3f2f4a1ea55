use crate::tests::{problems, with};

#[test]
fn values_of_another_type_are_errors() {
    let cases = [
        ("[[team]]\n", "6:3: `team` is there twice; keep one of the two"),
        (
            "on_call = \"me\"\n",
            "6:1: unknown key `on_call` in [[sources]]; known here: `name`, `slack`, `github`, `policy`, `company`, `confidential`, `code_name` or `top_level_answers`",
        ),
        ("[on_call]\nrotation = \"U01\"\n", r#"7:12: `rotation` is a string; write a list, such as ["U0STAFF01"]"#),
        (
            "[on_call]\nrotation = [1]\n",
            r#"7:13: `rotation` is an integer; write a Slack user id, or a table such as { slack = "U0STAFF01", github = "ada-gh" }"#,
        ),
        (
            "[on_call]\noverrides = { user = \"U01\" }\n",
            r#"7:13: `overrides` is a table; write a list, such as [{ user = "U0STAFF02", from = "2026-01-07T09:00", to = "2026-01-08T09:00" }]"#,
        ),
        (
            "[on_call]\noverrides = [\"U01\"]\n",
            r#"7:14: `overrides` is a string; write a table such as { user = "U0STAFF02", from = "2026-01-07T09:00", to = "2026-01-08T09:00" }"#,
        ),
        ("[on_call]\nevery = 7\n", r#"7:9: `every` is an integer; write a string, such as "1w""#),
        (
            "[on_call]\nhandoff = 09:00\n",
            r#"7:11: `handoff`: "09:00" is no time of the week; write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as "Tue 13:00""#,
        ),
        ("policies = []\n", "6:1: unknown key `policies` in [[sources]]; did you mean `policy`?"),
        ("[policies]\ndefault = \"24h\"\n", "7:11: `default` is a string; write it as a table, [policies.default]"),
        (
            "calendars = 1\n",
            "6:1: unknown key `calendars` in [[sources]]; known here: `name`, `slack`, `github`, `policy`, `company`, `confidential`, `code_name` or `top_level_answers`",
        ),
        ("[calendars]\nc = 1\n", "7:5: `c` is an integer; write it as a table, [calendars.c]"),
        (
            "[[sources]]\nslack = \"C01\"\n",
            r#"7:9: `slack` is a string; write a table such as { team = "T0STAFF01", channel = "C0EXT0001" }"#,
        ),
        ("[[sources]]\ngithub = \"a/c\"\nconfidential = \"yes\"\n", "8:16: `confidential` is a string; write true or false"),
        (
            "[roundup]\nemail = \"a@b.c\"\n",
            r#"7:9: `email` is a string; write a table such as { from = "roundup@acme.test", to = ["team@acme.test"] }"#,
        ),
        (
            "[roundup]\nkind_labels = [\"bug\"]\n",
            r#"7:15: `kind_labels` is a list; write a table such as { bug = "bug", feature_request = "enhancement" }"#,
        ),
        ("[roundup]\nready_label = true\n", r#"7:15: `ready_label` is a boolean; write a string, such as "bug""#),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&with(text)), expected, "{text}");
    }
}

#[test]
fn values_of_another_type_are_errors_in_what_every_file_needs() {
    let cases = [
        ("team = 1\n[[sources]]\ngithub = \"a/b\"\n", "1:8: `team` is an integer; write it as a table, [team]"),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\n[sources]\ngithub = \"a/b\"\n",
            "4:1: `sources` is a table; write each source as a table, [[sources]]",
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nsources = [1]\n",
            "1:1: there is no [[sources]]; write one, such as [[sources]] with github = \"acme/widgets\"\n4:1: unknown key `sources` in [team]; known here: `name`, `timezone`, `slack_team`, `staff_slack`, `staff_github_org`, `staff_github` or `ignore`",
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nslack_team = 5\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:14: `slack_team` is an integer; write a string, such as "T0STAFF01""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nstaff_slack = \"U01\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:15: `staff_slack` is a string; write a list, such as ["U0STAFF01"]"#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nignore = [\"a\", 1.5]\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:16: `ignore` is a number; write a string, such as "dependabot[bot]""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nstaff_github = [[\"a\"]]\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:17: `staff_github` is a list; write a string, such as "ada-gh""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nslack_team = 2026-01-01\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:14: `slack_team` is a date or time; write a string, such as "T0STAFF01""#,
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), expected, "{text}");
    }
}
