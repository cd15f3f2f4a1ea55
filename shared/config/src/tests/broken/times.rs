use crate::tests::{problems, with};

#[test]
fn a_policy_has_lengths_of_time_and_known_hours() {
    let cases = [
        (r#"respond_within = "0h""#, r#"7:18: `respond_within`: "0h" is no time at all; write more, such as "24h""#),
        (r#"respond_within = "soon""#, r#"7:18: `respond_within`: "soon" is no length of time; write 24h, 30m, 2d or 1d12h"#),
        (r#"respond_within = "-1h""#, r#"7:18: `respond_within`: "-1h" is no length of time; write 24h, 30m, 2d or 1d12h"#),
        (r#"respond_within = "99999999999h""#, r#"7:18: `respond_within`: "99999999999h" is too long; write at most 366d"#),
        (
            r#"respond_within = "1h99999999999d""#,
            r#"7:18: `respond_within`: "1h99999999999d" is no length of time; write 24h, 30m, 2d or 1d12h"#,
        ),
        (r#"respond_within = "2y""#, r#"7:18: `respond_within`: "2y" is no length of time; write 24h, 30m, 2d or 1d12h"#),
        (r#"hours = "office""#, r#"7:9: `hours`: there is no calendar "office"; write `always`, or add [calendars."office"]"#),
        (r#"hours = "Always""#, r#"7:9: `hours`: there is no calendar "Always"; did you mean "always"?"#),
        ("hours = 1", r#"7:9: `hours` is an integer; write a string, such as "always""#),
        (r#"hours = """#, r#"7:9: `hours`: "" is empty; write "always", or the name of a calendar"#),
        (r#"remind_before = ["1h", "60m"]"#, "7:24: `remind_before` has this entry already; keep one of the two"),
        ("remind_before = [\"4h\",\n  \"4h\"]", "8:3: `remind_before` has this entry already (line 7); keep one of the two"),
        (
            r#"escalate_after = ["0m", "later", "0h"]"#,
            "7:25: `escalate_after`: \"later\" is no length of time; write 24h, 30m, 2d or 1d12h\n7:34: `escalate_after` has this entry already; keep one of the two",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(problems(&with(&format!("[policies.p]\n{line}\n"))), expected, "{line}");
    }
}

#[test]
fn policies_have_names_and_calendars_that_exist() {
    let cases = [
        (
            "[calendars.office]\nmon = [\"09:00-17:00\"]\n[policies.p]\nhours = \"ofice\"\n",
            r#"9:9: `hours`: there is no calendar "ofice"; did you mean "office"?"#,
        ),
        ("[policies.\" \"]\n", r#"6:11: a policy's name: " " is empty; write some text"#),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&with(text)), expected, "{text}");
    }
}

#[test]
fn a_calendar_has_ranges_that_make_sense() {
    let cases = [
        ("", r#"6:1: [calendars.c] is never open; write hours, such as mon = ["09:00-17:00"]"#),
        ("mon = []", r#"6:1: [calendars.c] is never open; write hours, such as mon = ["09:00-17:00"]"#),
        (
            "timezone = \"Mars\"\nmon = [\"09:00-17:00\"]",
            r#"7:12: `timezone`: "Mars" is no time zone; write one of the IANA time zones, such as "America/New_York" or "UTC""#,
        ),
        (
            r#"mon = ["9-17"]"#,
            r#"7:8: `mon`: "9-17" is no range of hours; write from-until, such as "09:00-17:00" or "22:00-24:00""#,
        ),
        (
            r#"mon = ["09:00 - 17:00"]"#,
            r#"7:8: `mon`: "09:00 - 17:00" is no range of hours; write from-until, such as "09:00-17:00" or "22:00-24:00""#,
        ),
        (
            r#"mon = ["17:00-09:00"]"#,
            r#"7:8: `mon`: "17:00-09:00" does not end after it starts; write the earlier time first (past midnight: one range until 24:00, one from 00:00 on the next day)"#,
        ),
        (
            r#"mon = ["09:00-09:00"]"#,
            r#"7:8: `mon`: "09:00-09:00" does not end after it starts; write the earlier time first (past midnight: one range until 24:00, one from 00:00 on the next day)"#,
        ),
        (
            r#"mon = ["24:00-24:00"]"#,
            r#"7:8: `mon`: "24:00-24:00" is no range of hours; write from-until, such as "09:00-17:00" or "22:00-24:00""#,
        ),
        (
            r#"mon = ["09:00-24:01"]"#,
            r#"7:8: `mon`: "09:00-24:01" is no range of hours; write from-until, such as "09:00-17:00" or "22:00-24:00""#,
        ),
        (
            r#"mon = ["13:00-16:00", "07:00-13:30"]"#,
            "7:23: `mon`: this overlaps with another range; write ranges that don't overlap, or one instead of both",
        ),
        (
            r#"mon = ["00:00-24:00", "09:00-10:00"]"#,
            "7:23: `mon`: this overlaps with another range; write ranges that don't overlap, or one instead of both",
        ),
        (
            "mon = [\"09:00-17:00\"]\nholidays = [\"2026-12-25\", \"25.12.2026\"]",
            r#"8:27: `holidays`: "25.12.2026" is no date; write year-month-day, such as "2026-01-05""#,
        ),
        (
            "mon = [\"09:00-17:00\"]\nholidays = [2026-12-25T00:00:00]",
            r#"8:13: `holidays`: "2026-12-25T00:00:00" is no date; write year-month-day, such as "2026-01-05""#,
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(problems(&with(&format!("[calendars.c]\n{line}\n"))), expected, "{line}");
    }
}

#[test]
fn a_calendar_cannot_take_the_name_of_all_hours() {
    let cases = [(
        "[calendars.always]\nmon = [\"09:00-17:00\"]\n",
        "6:12: a calendar cannot be named `always`, which stands for all hours; write another name",
    )];
    for (text, expected) in cases {
        assert_eq!(problems(&with(text)), expected, "{text}");
    }
}
