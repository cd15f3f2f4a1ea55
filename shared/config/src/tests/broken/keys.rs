use crate::tests::{problems, with};

#[test]
fn unknown_keys_are_errors_at_every_level() {
    let cases = [
        ("[teem]\n", "6:2: unknown key `teem` in the file; did you mean `team`?"),
        ("[policy.default]\nx = 1\n", "6:2: unknown key `policy` in the file; did you mean `policies`?"),
        (
            "on_cal = 1\n",
            "6:1: unknown key `on_cal` in [[sources]]; known here: `name`, `slack`, `github`, `policy`, `company`, `confidential`, `code_name` or `top_level_answers`",
        ),
        ("[on_call]\nhand_off = \"Mon 09:00\"\n", "7:1: unknown key `hand_off` in [on_call]; did you mean `handoff`?"),
        (
            "[on_call]\nrotation = [{ slack = \"U01\", mail = \"a@b.c\" }]\n",
            "7:30: unknown key `mail` in an entry of `rotation`; did you mean `email`?",
        ),
        (
            "[on_call]\noverrides = [{ user = \"U01\", form = 2026-01-01T00:00, from = 2026-01-01T00:00, to = 2026-01-02T00:00 }]\n",
            "7:30: unknown key `form` in an entry of `overrides`; did you mean `from`?",
        ),
        (
            "[policies.default]\nrespond_in = \"24h\"\n",
            "7:1: unknown key `respond_in` in [policies.default]; did you mean `respond_within`?",
        ),
        (
            "[calendars.c]\nmonday = [\"07:00-08:00\"]\ntue = [\"07:00-08:00\"]\n",
            "7:1: unknown key `monday` in [calendars.c]; did you mean `mon`?",
        ),
        (
            "[[sources]]\ngithub = \"a/c\"\nlabels = []\n",
            "8:1: unknown key `labels` in [[sources]]; known here: `name`, `slack`, `github`, `policy`, `company`, `confidential`, `code_name` or `top_level_answers`",
        ),
        (
            "[[sources]]\nslack = { team = \"T01\", chanel = \"C01\", pattern = \"a\" }\n",
            "7:25: unknown key `chanel` in `slack`; did you mean `channel`?",
        ),
        ("[roundup]\npoast = \"C01\"\n", "7:1: unknown key `poast` in [roundup]; did you mean `post`?"),
        (
            "[roundup]\nemail = { from = \"a@b.c\", to = [\"a@b.c\"], cc = [] }\n",
            "7:43: unknown key `cc` in `email`; known here: `from` or `to`",
        ),
        (
            "[roundup]\nkind_labels = { pull_request = \"pr\" }\n",
            "7:17: unknown key `pull_request` in `kind_labels`; known here: `bug`, `feature_request` or `question`",
        ),
        ("[\"te\\nam\"]\n", "6:2: unknown key `te\\nam` in the file; did you mean `team`?"),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&with(text)), expected, "{text}");
    }
}

#[test]
fn unknown_keys_of_the_team_are_errors() {
    let cases = [
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\ntimezon = \"UTC\"\n[[sources]]\ngithub = \"a/b\"\n",
            "4:1: unknown key `timezon` in [team]; did you mean `timezone`?",
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\ncolour = \"red\"\n[[sources]]\ngithub = \"a/b\"\n",
            "4:1: unknown key `colour` in [team]; known here: `name`, `timezone`, `slack_team`, `staff_slack`, `staff_github_org`, `staff_github` or `ignore`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn what_is_needed_of_a_file_is_missed() {
    let cases = [
        (
            "",
            "1:1: there is no [team]; write [team] with a name and a timezone\n1:1: there is no [[sources]]; write one, such as [[sources]] with github = \"acme/widgets\"",
        ),
        ("[[sources]]\ngithub = \"a/b\"\n", "1:1: there is no [team]; write [team] with a name and a timezone"),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\n",
            r#"1:1: there is no [[sources]]; write one, such as [[sources]] with github = "acme/widgets""#,
        ),
        (
            "[team]\n[[sources]]\ngithub = \"a/b\"\n",
            "1:1: [team] has no `name`; write name = \"Acme\"\n1:1: [team] has no `timezone`; write timezone = \"America/New_York\"",
        ),
        (
            "[team]\nname = \"A\"\n[[sources]]\ngithub = \"a/b\"\n",
            r#"1:1: [team] has no `timezone`; write timezone = "America/New_York""#,
        ),
        (
            "[team]\nname = \"A\"\ntimezone = \"UTC\"\nsources = []\n",
            "1:1: there is no [[sources]]; write one, such as [[sources]] with github = \"acme/widgets\"\n4:1: unknown key `sources` in [team]; known here: `name`, `timezone`, `slack_team`, `staff_slack`, `staff_github_org`, `staff_github` or `ignore`",
        ),
        (
            "team = {}\n[[sources]]\ngithub = \"a/b\"\n",
            "1:8: [team] has no `name`; write name = \"Acme\"\n1:8: [team] has no `timezone`; write timezone = \"America/New_York\"",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn what_is_needed_of_a_table_is_missed() {
    let cases = [
        (
            "[on_call]\nrotation = [{ github = \"ada\" }]\n",
            r#"7:13: an entry of `rotation` has no `slack`; write slack = "U0STAFF01""#,
        ),
        (
            "[on_call]\noverrides = [{ user = \"U01\" }]\n",
            "7:14: an entry of `overrides` has no `from`; write from = \"2026-01-07T09:00\"\n7:14: an entry of `overrides` has no `to`; write to = \"2026-01-07T09:00\"",
        ),
        (
            "[[sources]]\nname = \"X\"\n",
            r#"6:1: a source has neither `slack` nor `github`; write slack = { team = "T0STAFF01", channel = "C0EXT0001" } or github = "acme/widgets""#,
        ),
        ("[[sources]]\nslack = { channel = \"C01\" }\n", r#"7:9: `slack` has no `team`; write team = "T0STAFF01""#),
        (
            "[[sources]]\nslack = { team = \"T01\" }\n",
            r#"7:9: `slack` has neither `channel` nor `pattern`; write channel = "C0EXT0001" or pattern = "at-*""#,
        ),
        (
            "[roundup]\nemail = {}\n",
            "7:9: `email` has no `from`; write from = \"team@acme.test\"\n7:9: `email` has no `to`; write to = [\"team@acme.test\"]",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&with(text)), expected, "{text}");
    }
}
