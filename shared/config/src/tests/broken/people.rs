use crate::tests::{problems, with};

#[test]
fn a_team_is_named_placed_and_staffed() {
    let cases = [
        (
            "[team]\nname = \" \"\ntimezone = \"UTC\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"2:8: `name`: " " is empty; write some text"#,
        ),
        (
            "[team]\nname = \"A\\nB\"\ntimezone = \"UTC\"\n[[sources]]\ngithub = \"a/b\"\n",
            "2:8: `name`: \"A\\nB\" contains control characters; write one line of text",
        ),
        (
            "[team]\nname = \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"\ntimezone = \"UTC\"\n[[sources]]\ngithub = \"a/b\"\n",
            "2:8: `name`: 101 characters are too many; write at most 100",
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"America/NewYork\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "America/NewYork" is no time zone; did you mean "America/New_York"?"#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"New York\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "New York" is no time zone; did you mean "America/New_York"?"#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"Europe/Berln\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "Europe/Berln" is no time zone; did you mean "Europe/Berlin"?"#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"Mars/Olympus\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "Mars/Olympus" is no time zone; write one of the IANA time zones, such as "America/New_York" or "UTC""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "" is no time zone; write one of the IANA time zones, such as "America/New_York" or "UTC""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"Etc/Unknown\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "Etc/Unknown" is no time zone; write one of the IANA time zones, such as "America/New_York" or "UTC""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"Eastern Time\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "Eastern Time" is no time zone; write one of the IANA time zones, such as "America/New_York" or "UTC""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"EDT\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"3:12: `timezone`: "EDT" is no time zone; write one of the IANA time zones, such as "America/New_York" or "UTC""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nslack_team = \"acme\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:14: `slack_team`: "acme" is no Slack workspace id; write one such as "T0STAFF01" (in the address of Slack in a browser, after /client/)"#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nstaff_slack = [\"U01\", \"@ada\"]\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:23: `staff_slack`: "@ada" is no Slack user id; write one such as "U0STAFF01" (in Slack: profile, More, Copy member ID)"#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nstaff_github_org = \"acme/widgets\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:20: `staff_github_org`: "acme/widgets" is no GitHub organisation; write its name in addresses, such as "acme""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nstaff_github = [\"@ada\"]\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:17: `staff_github`: "@ada" is no GitHub login; write "ada""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nstaff_github = [\"renovate[bot]\"]\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:17: `staff_github`: "renovate[bot]" is no GitHub login; bots are never staff: list it under team.ignore"#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nignore = [\"two words\"]\n[[sources]]\ngithub = \"a/b\"\n",
            r#"4:11: `ignore`: "two words" is neither a login nor a Slack id; write a login such as "dependabot[bot]", or a Slack id such as "U0ROBOT01""#,
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn whoever_is_on_call_has_ids_times_and_whole_days() {
    let cases = [
        (
            r#"rotation = ["U01", "ada"]"#,
            r#"7:20: `rotation`: "ada" is no Slack user id; write one such as "U0STAFF01" (in Slack: profile, More, Copy member ID)"#,
        ),
        (
            r#"rotation = ["C01"]"#,
            r#"7:13: `rotation`: "C01" is no Slack user id; write one such as "U0STAFF01" (in Slack: profile, More, Copy member ID)"#,
        ),
        (
            r#"rotation = [{ slack = "u01" }]"#,
            r#"7:23: `slack`: "u01" is no Slack user id; write one such as "U0STAFF01" (in Slack: profile, More, Copy member ID)"#,
        ),
        (
            r#"rotation = [{ slack = "U01", email = "ada" }]"#,
            r#"7:38: `email`: "ada" is no email address; write one such as "team@acme.test""#,
        ),
        (r#"start = "5 January""#, r#"7:9: `start`: "5 January" is no date; write year-month-day, such as "2026-01-05""#),
        (r#"start = "2026-02-29""#, r#"7:9: `start`: "2026-02-29" is no date; write year-month-day, such as "2026-01-05""#),
        (r#"start = "2026-1-5""#, r#"7:9: `start`: "2026-1-5" is no date; write year-month-day, such as "2026-01-05""#),
        (r#"start = "1999-12-31""#, r#"7:9: `start`: "1999-12-31" is out of range; write a year from 2000 to 2999"#),
        (
            "start = 2026-01-05T09:00:00",
            r#"7:9: `start`: "2026-01-05T09:00:00" is no date; write year-month-day, such as "2026-01-05""#,
        ),
        (
            r#"handoff = "Monday 09:00""#,
            r#"7:11: `handoff`: "Monday 09:00" is no time of the week; write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as "Tue 13:00""#,
        ),
        (
            r#"handoff = "Mon 9:00""#,
            r#"7:11: `handoff`: "Mon 9:00" is no time of the week; write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as "Tue 13:00""#,
        ),
        (
            r#"handoff = "Mon 24:00""#,
            r#"7:11: `handoff`: "Mon 24:00" is no time of the week; write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as "Tue 13:00""#,
        ),
        (
            r#"handoff = "mon 09:00""#,
            r#"7:11: `handoff`: "mon 09:00" is no time of the week; write a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun) and a time, such as "Tue 13:00""#,
        ),
        (r#"every = "12h""#, r#"7:9: `every`: "12h" is no number of days; write whole days or weeks, such as "2d" or "1w""#),
        (r#"every = "0d""#, r#"7:9: `every`: "0d" is no number of days; write whole days or weeks, such as "2d" or "1w""#),
        (r#"every = "1d12h""#, r#"7:9: `every`: "1d12h" is no number of days; write whole days or weeks, such as "2d" or "1w""#),
        (
            r#"every = "weekly""#,
            r#"7:9: `every`: "weekly" is no number of days; write whole days or weeks, such as "2d" or "1w""#,
        ),
        (r#"every = "400d""#, r#"7:9: `every`: "400d" is too long; write at most 366d"#),
        (
            r#"user_group = "@oncall""#,
            r#"7:14: `user_group`: "@oncall" is no Slack user group id; write one such as "S0ONCALL1" (in Slack: the group's menu, Copy group ID)"#,
        ),
        (
            "channel = \"#help\"",
            "7:11: `channel`: \"#help\" is no Slack channel id; write one such as \"C0HELP001\" (in Slack: at the end of the channel's details)",
        ),
        (
            r#"lead = "C01""#,
            r#"7:8: `lead`: "C01" is no Slack user id; write one such as "U0STAFF01" (in Slack: profile, More, Copy member ID)"#,
        ),
        (
            r#"overrides = [{ user = "U01", from = "2026-01-07", to = "2026-01-08T09:00" }]"#,
            r#"7:37: `from`: "2026-01-07" is no date with a time; write "2026-01-07T09:00" (the team's time zone), or "2026-01-07T09:00:00-05:00""#,
        ),
        (
            r#"overrides = [{ user = "U01", from = "2026-01-08T09:00", to = "2026-01-08T09:00" }]"#,
            "7:62: `to` is not after `from`; write the earlier time as `from`",
        ),
        (
            r#"overrides = [{ user = "U01", from = "2026-01-08T09:00", to = "2026-01-08T09:00+02:00" }]"#,
            "7:62: `to` is not after `from`; write the earlier time as `from`",
        ),
        (
            r#"overrides = [{ user = "U01", from = "2026-01-08T25:00", to = "2026-01-08T09:00" }]"#,
            r#"7:37: `from`: "2026-01-08T25:00" is no date with a time; write "2026-01-07T09:00" (the team's time zone), or "2026-01-07T09:00:00-05:00""#,
        ),
        (
            r#"overrides = [{ user = "ada", from = 2026-01-07T09:00, to = 2026-01-08T09:00 }]"#,
            r#"7:23: `user`: "ada" is no Slack user id; write one such as "U0STAFF01" (in Slack: profile, More, Copy member ID)"#,
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(problems(&with(&format!("[on_call]\n{line}\n"))), expected, "{line}");
    }
}
