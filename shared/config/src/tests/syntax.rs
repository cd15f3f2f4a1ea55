use super::{EXAMPLE, problems, with};

#[test]
fn mistakes_in_the_syntax_are_told_where_they_are_with_what_would_be_right() {
    let cases = [
        ("[policies.p]\nrespond_within = 24h\n", "7:18: `24h` is not in quotes; write \"24h\""),
        ("[on_call]\nevery = “1w”\n", "7:9: `“1w”` is not in quotes; write \"1w\""),
        ("[on_call]\nrotation = [U01]\n", "7:13: `U01` is not in quotes; write \"U01\""),
        ("[on_call]\nlead =\n", "7:7: a value is missing; write one after `=`"),
        ("[on_call]\nlead\n", "7:5: a key without a value; write `key = value`"),
        ("[on_call]\nlead: \"U01\"\n", "7:5: invalid unquoted key; write `key = value`, the key of letters, digits, - and _"),
        ("[on_call\nlead = \"U01\"\n", "6:9: unclosed table; close it with `]`"),
        ("[on_call]\nlead = \"U01\n", "7:12: unclosed basic string; close it with `\"`"),
        ("[roundup]\nready_label = \"\"\"x\n", "8:1: unclosed multi-line basic string; close it with `\"`"),
        ("[on_call]\nlead = \"U01\"\nlead = \"U02\"\n", "8:1: `lead` is there twice; keep one of the two"),
        ("[team]\nslack_team = \"T01\"\n", "6:2: `team` is there twice; keep one of the two"),
        (
            "[roundup]\ndocs.a = 1\ndocs = \"x\"\n",
            "7:1: `docs` is a table; write a string, such as \"https://docs.acme.test\"\n8:1: `docs` is there twice; keep one of the two",
        ),
        ("confidential = True\n", "6:16: `True` is no boolean; write true or false"),
        ("[on_call]\nstart = 2026-13-01\n", "7:9: invalid date; expected month between 01 and 12"),
        (
            "[on_call]\nrotation = [\"U01\"\nlead = \"U01\"\n[roundup]\ndocs = 1\n",
            "8:1: missing comma between array elements; write `,`, or close the array with `]`",
        ),
        (
            "[roundup]\nemail = { from = \"a@b.c\", to = [\"a@b.c\"]\ndocs = \"https://a.test\"\n",
            "8:1: missing comma between key-value pairs; write `,`, or close the table with `}`",
        ),
        (
            "[roundup]\ndocs = \"https://a.test\" call = \"https://b.test\"\n",
            "7:25: a line goes on after its value; write one `key = value` a line",
        ),
        ("# \u{7}\n", "6:3: invalid comment character; expected printable characters"),
    ];
    for (more, expected) in cases {
        assert_eq!(problems(&with(more)), expected, "{more}");
    }
}

#[test]
fn what_a_string_may_not_hold_is_not_taken_for_its_missing_end() {
    let unknown =
        "no escape that TOML knows follows this `\\`; write `\\\\` where a backslash is meant, or the text in single quotes";
    let nobody = "this escape stands for no character; write one such as `\\u00e9`, or the character itself";
    let control = "a control character in a string; leave it out";
    for (value, column, said) in [
        ("\"A\\0\"", 18, unknown),
        ("\"A\\q\"", 18, unknown),
        ("\"A\\u12\"", 21, nobody),
        ("\"A\\uD800\"", 19, nobody),
        ("\"A\u{1}\"", 17, control),
        ("'A\u{7f}'", 17, control),
        ("\"A", 17, "unclosed basic string; close it with `\"`"),
        ("'A", 17, "unclosed literal string; close it with `'`"),
    ] {
        let text = with(&format!("[roundup]\nready_label = {value}\nmeetng = 1\n"));
        let next = "8:1: unknown key `meetng` in [roundup]; did you mean `meeting`?";
        assert_eq!(problems(&text), format!("7:{column}: {said}\n{next}"), "{value:?}");
    }
}

#[test]
fn a_file_in_another_encoding_is_told_so_where_it_shows() {
    let said = |bytes: &[u8]| crate::text(bytes.to_vec()).map_err(|problems| problems.to_string());
    let wrong = |place: &str, byte: &str| Err(format!("{place}: the byte {byte} is not UTF-8; save the file as UTF-8"));
    assert_eq!(said("[team]\nname = \"Zoë\"\n".as_bytes()), Ok("[team]\nname = \"Zoë\"\n".to_owned()));
    assert_eq!(said(b"[team]\nname = \"Zo\xeb\"\n"), wrong("2:11", "0xEB"));
    assert_eq!(said(b"\xff\xfe[\0t\0"), wrong("1:1", "0xFF"));
    assert_eq!(said(b"\xfe\xff\0[\0t"), wrong("1:1", "0xFE"));
    assert_eq!(said("é \u{feff}\n".as_bytes().strip_suffix(b"\n").unwrap().split_last().unwrap().1), wrong("1:3", "0xEF"));
}

#[test]
fn a_value_without_quotes_hides_no_other_error() {
    let text = "[team]\nname = Acme\n[[sources]]\ngithub = \"acme\"\n[roundup]\nmeetng = \"Tue 13:00\"\n";
    let expected = "\
1:1: [team] has no `timezone`; write timezone = \"America/New_York\"
2:8: `Acme` is not in quotes; write \"Acme\"
4:10: `github`: \"acme\" is no GitHub repository; write owner/name, such as \"acme/widgets\"
6:1: unknown key `meetng` in [roundup]; did you mean `meeting`?";
    assert_eq!(problems(text), expected);
}

#[test]
fn what_a_broken_heading_hides_is_not_called_missing() {
    let text = EXAMPLE.replace("[policies.default]", "[policies.default").replace("\"always\"", "\"office\"");
    assert_eq!(problems(&text), "26:18: unclosed table; close it with `]`");
    let text = EXAMPLE.replace("name = \"Acme\"", "name \"Acme\"");
    assert_eq!(problems(&text), "6:6: a key without a value; write `key = value`");
}

#[test]
fn errors_before_a_list_that_is_not_closed_are_told_and_its_wake_is_not() {
    let text = EXAMPLE.replace("every = \"1w\"", "every = 7").replace("[\"2d\", \"1d\"]", "[\"2d\", \"1d\"");
    let expected = "\
18:9: `every` is an integer; write a string, such as \"1w\"
58:1: missing comma between array elements; write `,`, or close the array with `]`";
    assert_eq!(problems(&text), expected);
}
