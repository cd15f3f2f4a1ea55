//! What the form says when it is submitted.

use super::*;
use crate::form::Errors;
use std::collections::BTreeMap;

/// What was entered, or is wrong, by block.
type Blocks<'a> = Vec<(&'a str, &'a str)>;

const NEEDED: &str = "Needed before it can be ready for the Roundup";

fn form(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn of_kind(kind: Kind, entries: &[(&str, &str)]) -> Triaged {
    Triaged { kind, form: form(entries), low_risk: false, docs_covered: false, existing: None, docs_missing: false, ready: false }
}

#[test]
fn a_form_says_what_was_entered_and_leaves_out_what_was_not() {
    let entered = values(&[
        ("kind", "bug"),
        ("bug:expected", "  All rows\n"),
        ("bug:actual", " \n"),
        ("bug:recording", "HTTPS://loom.test/1 "),
        ("ready", ""),
        ("question:question", "of another kind"),
    ]);
    let expected = of_kind(Kind::Bug, &[("expected", "All rows"), ("recording", "HTTPS://loom.test/1")]);
    assert_eq!(read(None, &entered), Ok(expected));
}

#[test]
fn what_is_asked_besides_belongs_to_its_kind() {
    let every_box = ["low_risk", "docs_covered", "docs_missing"].map(str::to_owned).to_vec();
    let link = "https://github.com/acme/widgets/issues/7";
    for kind in Kind::ALL {
        let mut entered = values(&[("kind", kind.name()), (&block_id(kind, EXISTING), link)]);
        entered.insert(block_id(kind, CHECKS), every_box.clone());
        entered.insert(block_id(kind, kind.fields()[0].name), vec!["x".to_owned()]);
        let expected = Triaged {
            low_risk: kind == Kind::PullRequest,
            docs_covered: kind == Kind::PullRequest,
            docs_missing: kind == Kind::Question,
            existing: (kind == Kind::FeatureRequest).then(|| link.to_owned()),
            ..of_kind(kind, &[(kind.fields()[0].name, "x")])
        };
        assert_eq!(read((kind == Kind::PullRequest).then_some(kind), &entered), Ok(expected));
    }
}

#[test]
fn what_is_wrong_is_said_beside_it() {
    let long = "x".repeat(3_001);
    let fits = "x".repeat(3_000);
    let astral = "🧯".repeat(1_501);
    let not_shown = "The form of this kind was not shown yet: look at it, and save again";
    let no_link = "That is no link: write one that begins with https://";
    let bug = |name, value| vec![("kind", "bug"), ("bug:actual", ""), (name, value)];
    let cases: Vec<(Blocks, Blocks)> = vec![
        (vec![], vec![("kind", "Choose what it is")]),
        (vec![("kind", "")], vec![("kind", "Choose what it is")]),
        (vec![("kind", "pull_request")], vec![("kind", "Choose what it is")]),
        (vec![("kind", "gift")], vec![("kind", "Choose what it is")]),
        (vec![("kind", "bug"), ("question:question", "x")], vec![("kind", not_shown)]),
        (bug("bug:expected", &fits), vec![]),
        (bug("bug:expected", &long), vec![("bug:expected", "This is too long by 1: at most 3000 characters")]),
        (bug("bug:expected", &astral), vec![("bug:expected", "This is too long by 2: at most 3000 characters")]),
        (bug("bug:recording", "see the channel"), vec![("bug:recording", no_link)]),
        (bug("bug:recording", "ftp://loom.test/1"), vec![("bug:recording", no_link)]),
        (bug("bug:recording", "https://"), vec![("bug:recording", no_link)]),
        (bug("bug:recording", "https://loom.test/1 or so"), vec![("bug:recording", no_link)]),
        (bug("bug:recording", "javascript://loom.test/1"), vec![("bug:recording", no_link)]),
        (bug("bug:recording", "http://loom.test/1"), vec![]),
        (bug("ready", "ready"), vec![("bug:expected", NEEDED), ("bug:actual", NEEDED)]),
        (
            vec![("kind", "bug"), ("bug:expected", &long), ("bug:actual", " "), ("bug:recording", "x"), ("ready", "ready")],
            vec![
                ("bug:expected", "This is too long by 1: at most 3000 characters"),
                ("bug:actual", NEEDED),
                ("bug:recording", no_link),
            ],
        ),
        (
            vec![("kind", "feature_request"), ("feature_request:want", "x"), ("feature_request:existing", "7")],
            vec![("feature_request:existing", "Choose an issue or pull request from the list")],
        ),
        (
            vec![("kind", "feature_request"), ("feature_request:want", "x"), ("ready", "ready")],
            vec![("feature_request:motivation", NEEDED)],
        ),
    ];
    for (entered, wrong) in cases {
        let wrong: Errors = wrong.iter().map(|(block, message)| ((*block).to_owned(), (*message).to_owned())).collect();
        assert_eq!(
            read(None, &values(&entered)).err().unwrap_or_default(),
            wrong,
            "{:?}",
            entered.iter().map(|e| e.0).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_form_is_ready_only_when_it_is_complete() {
    for kind in Kind::ALL {
        let fixed = (kind == Kind::PullRequest).then_some(kind);
        let required: Vec<_> = kind.fields().iter().filter(|field| field.required).collect();
        let mut entered = values(&[("kind", kind.name()), ("ready", "ready")]);
        entered.extend(kind.fields().iter().map(|field| (block_id(kind, field.name), Vec::new())));
        for (filled_in, field) in required.iter().enumerate() {
            let errors = read(fixed, &entered).unwrap_err();
            assert_eq!(errors.len(), required.len() - filled_in);
            assert!(errors.values().all(|message| message == NEEDED) && errors.contains_key(&block_id(kind, field.name)));
            entered.insert(block_id(kind, field.name), vec!["x".to_owned()]);
        }
        let triaged = read(fixed, &entered).unwrap();
        assert!(triaged.ready && kind.missing(&triaged.form).is_empty());
    }
}

#[test]
fn a_form_without_a_choice_is_a_pull_requests() {
    let entered = values(&[("pull_request:title", "Fix\na typo"), ("kind", "bug")]);
    assert_eq!(read(Some(Kind::PullRequest), &entered), Ok(of_kind(Kind::PullRequest, &[("title", "Fix a typo")])));
    let item = item_of(Kind::PullRequest).item.id;
    assert_eq!(fixed_kind(&Target::with(&item, "pull_request")), Some(Kind::PullRequest));
    assert_eq!((fixed_kind(&Target::of(&item)), fixed_kind(&Target::with(&item, "bug"))), (None, None));
}
