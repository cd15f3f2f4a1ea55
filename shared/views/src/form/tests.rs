#![allow(clippy::unwrap_used)]

mod other_forms;

use super::*;

/// What comes back from a form that is submitted as it was drawn (Slack, "view_submission").
pub(super) fn entered(view: &Value) -> Values {
    let inputs = view["blocks"].as_array().unwrap().iter().filter(|block| block["type"] == "input");
    inputs.map(|input| (input["block_id"].as_str().unwrap().to_owned(), initial(&input["element"]))).collect()
}

fn initial(element: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    if let Some(boxes) = element["initial_options"].as_array() {
        return boxes.iter().map(|option| text(&option["value"])).collect();
    }
    let one = [&element["initial_value"], &element["initial_option"]["value"]];
    one.into_iter().filter(|value| !value.is_null()).map(text).collect()
}

/// The block of this id.
pub(super) fn block<'a>(view: &'a Value, id: &str) -> &'a Value {
    view["blocks"].as_array().unwrap().iter().find(|block| block["block_id"] == id).unwrap_or(&Value::Null)
}

/// Every limit of Slack's for the elements of a form, text counted as strictly as it might.
pub(super) fn assert_fit(views: &[Value]) {
    views.iter().for_each(assert_within_limits);
    crate::fixture::judge_all(views);
}

fn assert_within_limits(view: &Value) {
    let width = |text: &Value| text.as_str().unwrap_or_default().encode_utf16().count();
    let mut ids = BTreeSet::new();
    for block in view["blocks"].as_array().unwrap() {
        assert!(width(&block["text"]["text"]) <= 3_000, "{block}");
        if block["type"] != "input" {
            continue;
        }
        assert!(ids.insert(block["block_id"].as_str().unwrap().to_owned()), "{block}");
        assert!((1..=2_000).contains(&width(&block["label"]["text"])) && width(&block["hint"]["text"]) <= 2_000, "{block}");
        let element = &block["element"];
        assert!(!element["action_id"].as_str().unwrap().is_empty(), "{block}");
        assert!(element["initial_value"].is_null() || (1..=3_000).contains(&width(&element["initial_value"])), "{block}");
        assert!(width(&element["placeholder"]["text"]) <= 150, "{block}");
        let Some(options) = element["options"].as_array() else { continue };
        let most = if element["type"] == "static_select" { 100 } else { 10 };
        assert!((1..=most).contains(&options.len()), "{block}");
        options.iter().for_each(assert_option);
    }
}

fn assert_option(option: &Value) {
    let width = |text: &Value| text.as_str().unwrap().encode_utf16().count();
    assert!((1..=75).contains(&width(&option["text"]["text"])) && (1..=150).contains(&width(&option["value"])), "{option}");
}

#[test]
fn options_are_what_slack_takes_of_what_was_found() {
    let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let astral = "🧯".repeat(240);
    let found = [
        pair("Export\nstops", "a"),
        pair("", "b"),
        pair(" \u{202E}", "c"),
        pair(&astral, "d"),
        pair("again", "a"),
        pair("no value", ""),
        pair("too long", &"x".repeat(151)),
        pair("just fits", &"x".repeat(150)),
        pair("too long as Slack counts", &astral),
        pair("a < b & \u{202E}c", "e"),
    ];
    let options = options(&found);
    let options = options["options"].as_array().unwrap();
    options.iter().for_each(assert_option);
    let labels: Vec<_> = options.iter().map(|option| option["text"]["text"].as_str().unwrap()).collect();
    let cut = format!("{}…", "🧯".repeat(37));
    assert_eq!(labels, ["Export stops", "b", "c", cut.as_str(), "just fits", "a < b & c"]);

    let many: Vec<_> = (0..250).map(|number| pair("x", &number.to_string())).collect();
    assert_eq!(super::options(&many)["options"].as_array().unwrap().len(), 100);
    assert_eq!(super::options(&[]), json!({"options": []}));
}

#[test]
fn a_form_is_answered_in_slacks_words() {
    let wrong = wrong("question", "Write something");
    assert_eq!(message::errors(&wrong), json!({"response_action": "errors", "errors": {"question": "Write something"}}));
    assert_eq!(message::clear(), json!({"response_action": "clear"}));
    let notice = message::notice_view("Not yours", "Only staff can do that.");
    assert_eq!(message::update(&notice), json!({"response_action": "update", "view": notice}));
}

#[test]
fn a_notice_says_anything_within_the_limits() {
    let hostile = crate::fixture::hostile();
    let texts = ["Only staff can do that.", "", " \u{202E}", hostile.as_str(), &"🧯".repeat(5_000)];
    let titles = ["Not yours", "", " \u{202E}", &"🧯".repeat(24), &"e\u{301}".repeat(24)];
    let notices: Vec<_> = texts.into_iter().zip(titles).map(|(text, title)| message::notice_view(title, text)).collect();
    assert_fit(&notices);
    for notice in notices {
        assert!((1..=24).contains(&notice["title"]["text"].as_str().unwrap().encode_utf16().count()), "{notice}");
    }
    let notice = message::notice_view("A title of more than 24 characters", "Only <staff> & co");
    assert_eq!(notice["title"]["text"], "A title of more than 24…");
    assert_eq!(notice["blocks"][0]["elements"][0]["elements"][0]["text"], "Only <staff> & co");
}
