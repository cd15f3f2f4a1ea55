//! A form that is submitted as it was drawn says what is known already.

use super::*;
use crate::form::plain;
use proptest::prelude::*;
use proptest::sample::select;

/// What people write, and what they should not.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[ \n\t]{0,4}[a-z <>&*🧯\u{202E}\u{301}]{0,40}[\r\n\u{0}x ]{0,4}",
        any::<String>(),
        (select(vec!["x", "🧯", "e\u{301}", " y", "&\n"]), 1_000..4_000_usize).prop_map(|(part, times)| part.repeat(times)),
    ]
}

/// What somebody might submit.
fn submitted() -> impl Strategy<Value = (Kind, Values)> {
    let kind = select(Kind::ALL.to_vec());
    let texts = prop::collection::vec(text(), 3);
    let boxes = prop::collection::vec(select(vec![LOW_RISK, DOCS_COVERED, DOCS_MISSING]), 0..3);
    let existing = prop::option::of(1..100_000_u32);
    (kind, texts, boxes, existing, any::<bool>()).prop_map(|(kind, texts, boxes, existing, ready)| {
        let mut entered = values(&[(KIND_BLOCK, kind.name()), (READY, if ready { READY } else { "" })]);
        for (field, text) in kind.fields().iter().zip(texts) {
            let recording = || format!("https://loom.test/{}", plain::width(&text));
            let text = if field.name == "recording" && !text.is_empty() { recording() } else { text };
            entered.insert(block_id(kind, field.name), vec![text]);
        }
        entered.insert(block_id(kind, CHECKS), boxes.into_iter().map(str::to_owned).collect());
        let link = existing.map(|number| format!("https://github.com/acme/widgets/issues/{number}"));
        entered.insert(block_id(kind, EXISTING), link.into_iter().collect());
        (kind, entered)
    })
}

fn some_rules(interfaces: usize) -> Rules {
    let mut rules = rules();
    rules.roundup.interfaces = (0..interfaces).map(|number| format!("Interface {number}")).collect();
    rules
}

proptest! {
    #[test]
    fn what_was_saved_is_saved_again((kind, entered) in submitted(), text in text(), interfaces in 0..4_usize) {
        let rules = some_rules(interfaces);
        let fixed = (kind == Kind::PullRequest).then_some(kind);
        if let Ok(triaged) = read(fixed, &entered) {
            let folded = after(item_of(kind), &triaged);
            // What nobody has filled in comes from the source.
            let source = if triaged.form.is_empty() { "" } else { text.as_str() };
            let view = draw(&rules, &folded, source, None, None);
            let again = read_unchanged(&view).unwrap();
            if !triaged.form.is_empty() {
                prop_assert_eq!(again, triaged);
            }
        }
    }

    #[test]
    fn a_form_drawn_again_shows_what_was_entered((kind, entered) in submitted(), text in text()) {
        let rules = rules();
        let view = draw(&rules, &item_of(kind), &text, None, Some(&entered));
        let fixed = (kind == Kind::PullRequest).then_some(kind);
        // What is too long to be saved is too long to be shown.
        if let Ok(triaged) = read(fixed, &entered) {
            prop_assert_eq!(read_unchanged(&view), Ok(triaged));
        }
    }

    #[test]
    fn a_form_that_nobody_has_filled_in_can_be_saved_as_it_is(kind in select(Kind::ALL.to_vec()), text in text(), title in text()) {
        let rules = rules();
        let mut folded = item_of(kind);
        folded.item.title = title;
        let view = draw(&rules, &folded, &text, None, None);
        let triaged = read_unchanged(&view).unwrap();
        for field in kind.fields() {
            let shown = entered(&view)[&block_id(kind, field.name)].first().cloned();
            prop_assert_eq!(triaged.form.get(field.name).cloned(), shown);
        }
    }
}
