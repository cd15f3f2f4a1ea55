use super::EXAMPLE;
use crate::{check, parse};
use proptest::prelude::*;

/// Every answer is one: no panic, and errors that can be found in the text.
fn answers(text: &str) -> Result<(), TestCaseError> {
    if let Err(problems) = check(text) {
        prop_assert!(!problems.0.is_empty());
        for problem in &problems.0 {
            let line = text.split('\n').nth(problem.line - 1);
            prop_assert!(line.is_some_and(|line| problem.column <= line.chars().count() + 1), "{problem} in {text:?}");
            prop_assert!(!problem.wrong.is_empty() && !problem.right.is_empty());
            prop_assert!(!problem.to_string().contains('\n'), "{problem:?}");
        }
        prop_assert!(problems.0.is_sorted_by_key(|problem| (problem.line, problem.column)));
    }
    Ok(())
}

#[test]
fn every_beginning_of_the_example_is_answered() {
    for (end, _) in EXAMPLE.char_indices() {
        answers(&EXAMPLE[..end]).unwrap();
    }
}

#[test]
fn the_example_with_any_one_line_left_out_or_doubled_is_answered() {
    let lines: Vec<&str> = EXAMPLE.lines().collect();
    for index in 0..lines.len() {
        let without = [&lines[..index], &lines[index + 1..]].concat().join("\n");
        let doubled = [&lines[..=index], &lines[index..]].concat().join("\n");
        answers(&without).unwrap();
        answers(&doubled).unwrap();
    }
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "team",
            "on_call",
            "policies",
            "calendars",
            "sources",
            "roundup",
            "name",
            "timezone",
            "rotation",
            "start",
            "handoff",
            "every",
            "overrides",
            "respond_within",
            "hours",
            "remind_before",
            "mon",
            "holidays",
            "slack",
            "github",
            "channel",
            "pattern",
            "meeting",
            "prepare",
            "email",
            "to",
            "from",
            "interfaces",
            "kind_labels",
            "bug",
            "docs",
            "default",
        ])
        .prop_map(str::to_owned),
        "[a-z_]{1,8}",
        "\"[^\"\\\\\\p{Cc}]{0,6}\"",
    ]
}

fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        prop::sample::select(vec![
            "\"24h\"",
            "\"4294967295w\"",
            "\"UTC\"",
            "\"U0STAFF01\"",
            "\"C01\"",
            "\"Mon 09:00\"",
            "\"07:00-12:00\"",
            "\"24:00-24:00\"",
            "2026-01-05",
            "2026-01-05T09:00:60Z",
            "\"9999-12-31T23:59\"",
            "\"0000-01-01\"",
            "true",
            "3",
            "0.5",
            "\"é-*\"",
            "\"a/b\"",
        ])
        .prop_map(str::to_owned),
        "\"[^\"\\\\\\p{Cc}]{0,12}\"",
        ".{0,8}",
    ];
    scalar.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec((key(), inner), 0..3).prop_map(|pairs| {
                let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{{ {} }}", pairs.join(", "))
            }),
        ]
    })
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (key(), value()).prop_map(|(key, value)| format!("{key} = {value}\n")),
        2 => (key(), key()).prop_map(|(one, other)| format!("[{one}.{other}]\n")),
        1 => key().prop_map(|key| format!("[{key}]\n")),
        1 => key().prop_map(|key| format!("[[{key}]]\n")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        answers(&text)?;
    }

    #[test]
    fn any_text_that_looks_like_a_configuration_is_answered(lines in prop::collection::vec(line(), 0..12)) {
        answers(&lines.concat())?;
    }

    #[test]
    fn the_example_with_something_put_into_it_is_answered(at in 0..EXAMPLE.len(), inserted in ".{0,4}", cut in 0..3usize) {
        let at = EXAMPLE.floor_char_boundary(at);
        let rest = EXAMPLE.ceil_char_boundary((at + cut).min(EXAMPLE.len()));
        answers(&format!("{}{inserted}{}", &EXAMPLE[..at], &EXAMPLE[rest..]))?;
    }

    #[test]
    fn what_is_accepted_has_no_sources_of_an_unknown_policy(lines in prop::collection::vec(line(), 0..4)) {
        if let Ok(rules) = parse(&format!("{}{}", super::NEEDED, lines.concat())) {
            prop_assert!(rules.sources.iter().all(|source| rules.policies.contains_key(&source.policy)));
        }
    }
}
