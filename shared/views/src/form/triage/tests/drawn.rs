//! What the form shows.

use super::*;
use crate::fixture::hostile;
use crate::form::tests::{assert_fit, block};

fn initial<'a>(view: &'a Value, id: &str) -> &'a str {
    let element = &block(view, id)["element"];
    element["initial_value"].as_str().or_else(|| element["initial_option"]["value"].as_str()).unwrap_or_default()
}

fn ids(view: &Value) -> Vec<&str> {
    view["blocks"].as_array().unwrap().iter().filter_map(|block| block["block_id"].as_str()).collect()
}

fn bare_rules() -> Rules {
    let mut rules = rules();
    let roundup = &mut rules.roundup;
    (roundup.docs, roundup.releases, roundup.call, roundup.interfaces) = (None, None, None, Vec::new());
    rules
}

fn many_interfaces() -> Rules {
    let mut rules = rules();
    let long = "🧯".repeat(70);
    rules.roundup.interfaces = (0..150).map(|number| format!("{number} {long}")).collect();
    rules.roundup.interfaces.extend(["", " ", "UI", " UI\n"].map(str::to_owned));
    rules.roundup.docs = Some(format!("https://docs.acme.test/{}", "x".repeat(4_000)));
    rules.roundup.ready_label = hostile();
    rules
}

#[test]
fn every_form_fits_whatever_others_wrote() {
    let hostile = hostile();
    let texts =
        ["".to_owned(), "🧯".repeat(240), hostile.clone(), "x".repeat(10_000), "🧯".repeat(10_000), "e\u{301}\n".repeat(5_000)];
    let mut views = Vec::new();
    for rules in [rules(), bare_rules(), many_interfaces()] {
        for kind in [None].into_iter().chain(Kind::ALL.map(Some)) {
            let mut folded = kind.map_or_else(folded, item_of);
            for text in &texts {
                folded.item.title.clone_from(text);
                folded.item.requester.name.clone_from(text);
                folded.item.requester.company = Some(text.clone());
                folded.item.url = "https://x.test/".to_owned() + &"y".repeat(20);
                folded.triage.existing = Some("https://github.com/acme/widgets/issues/7".to_owned());
                views.push(draw(&rules, &folded, text, None, None));
            }
        }
    }
    assert_fit(&views);
}

#[test]
fn what_a_customer_wrote_stands_in_the_form_without_what_hides_or_turns_it() {
    let mut folded = item_of(Kind::Question);
    folded.item.title = "\u{202E}Exports\u{200B} fail".to_owned();
    let of = |text: &str| draw(&rules(), &folded, text, None, None);
    assert_eq!(initial(&of("How do\u{202E} I\u{2066}\n👩‍👩‍👧‍👦?\u{7}"), "question:question"), "How do I\n👩‍👩‍👧‍👦?");
    assert_eq!(initial(&of(""), "question:question"), "Exports fail");
}

#[test]
fn without_a_kind_there_is_only_the_choice() {
    let view = draw(&rules(), &folded(), "text", None, None);
    assert_eq!(ids(&view), [KIND_BLOCK]);
    let menu = block(&view, KIND_BLOCK);
    assert_eq!((&menu["dispatch_action"], &menu["element"]["action_id"]), (&json!(true), &json!(KIND)));
    assert_eq!(menu["element"]["initial_option"], Value::Null);
    let values: Vec<_> = menu["element"]["options"].as_array().unwrap().iter().map(|option| option["value"].clone()).collect();
    assert_eq!(values, ["bug", "feature_request", "question"]);
    let heading = view["blocks"][0]["text"]["text"].as_str().unwrap();
    assert!(heading.starts_with("*Dana Reyes, Globex*\n"), "{heading}");
    assert_eq!((&view["callback_id"], &view["private_metadata"]), (&json!(TRIAGE_FORM), &json!(folded().item.id)));
}

#[test]
fn each_kind_has_its_form_its_heading_and_its_checklist() {
    let cases: [(Kind, &str, &[&str], &[&str]); 4] = [
        (
            Kind::PullRequest,
            "*PULL REQUEST: (The Octocat)*",
            &["pull_request:title", "pull_request:description", "pull_request:reasoning", "pull_request:checks", "ready"],
            &["<https://docs.acme.test/|documentation>", "low risk", "<https://cal.acme.test/10min|a 10-minute call>"],
        ),
        (
            Kind::Bug,
            "*BUG: (Dana Reyes, Globex)*",
            &["kind", "bug:expected", "bug:actual", "bug:recording", "ready"],
            &["<https://docs.acme.test/|documentation>", "Loom", "share the proof"],
        ),
        (
            Kind::FeatureRequest,
            "*FEATURE REQUEST: (Dana Reyes, Globex)*",
            &[
                "kind",
                "feature_request:want",
                "feature_request:interface",
                "feature_request:motivation",
                "feature_request:existing",
                "ready",
            ],
            &["<https://github.com/acme/widgets/releases|release notes>", "*Ready for roundup*", "will be discussed"],
        ),
        (
            Kind::Question,
            "*QUESTION: (Dana Reyes, Globex)*",
            &["kind", "question:question", "question:best_guess", "question:docs_location", "question:checks", "ready"],
            &["<https://docs.acme.test/|documentation>", "pull request", "<https://cal.acme.test/10min|a 10-minute call>"],
        ),
    ];
    for (kind, heading, blocks, checklist) in cases {
        let view = draw(&rules(), &item_of(kind), "text", None, None);
        assert_eq!(ids(&view), blocks);
        let shown = view["blocks"][0]["text"]["text"].as_str().unwrap();
        assert!(shown.starts_with(heading), "{shown}");
        let points =
            view["blocks"].as_array().unwrap().iter().filter_map(|block| block["text"]["text"].as_str()).next_back().unwrap();
        assert!(checklist.iter().all(|words| points.contains(words)), "{points}");
        assert!(
            view["blocks"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|block| block["block_id"] != "kind")
                .all(|block| block["optional"] != false)
        );

        let bare = checklist::mrkdwn(&bare_rules(), kind);
        assert!(!bare.contains("http") && !bare.contains("call"), "{bare}");
    }
}

#[test]
fn only_a_pull_request_is_one_and_nothing_else_is_made_of_it() {
    let view = draw(&rules(), &item_of(Kind::PullRequest), "", Some(Kind::Bug), None);
    assert_eq!((fixed(&view), block(&view, KIND_BLOCK)), (Some(Kind::PullRequest), &Value::Null));
    let view = draw(&rules(), &item_of(Kind::Bug), "", Some(Kind::PullRequest), None);
    assert_eq!((fixed(&view), initial(&view, KIND_BLOCK)), (None, "bug"));
}

#[test]
fn a_form_that_nobody_has_filled_in_says_what_the_source_does() {
    let cases = [
        (Kind::PullRequest, "the text", "pull_request:title", "Fix a typo in the guide"),
        (Kind::PullRequest, "the text", "pull_request:description", "the text"),
        (Kind::PullRequest, "", "pull_request:description", ""),
        (Kind::PullRequest, "the text", "pull_request:reasoning", ""),
        (Kind::Bug, "\u{0}\r\n the text\r\nand more ", "bug:actual", "the text\nand more"),
        (Kind::Bug, " \n", "bug:actual", "Exports stop after 1,000 rows"),
        (Kind::Bug, "the text", "bug:expected", ""),
        (Kind::Bug, "the text", "bug:recording", ""),
        (Kind::FeatureRequest, "the text", "feature_request:want", "the text"),
        (Kind::FeatureRequest, "the text", "feature_request:interface", ""),
        (Kind::Question, "the text", "question:question", "the text"),
    ];
    for (kind, text, id, expected) in cases {
        assert_eq!(initial(&draw(&rules(), &item_of(kind), text, None, None), id), expected, "{id}");
    }
    let long = draw(&rules(), &item_of(Kind::Bug), &"x".repeat(10_000), None, None);
    let shown = initial(&long, "bug:actual");
    assert!(shown.chars().count() == 3_000 && shown.ends_with('…'), "{}", shown.len());
}

#[test]
fn what_was_left_empty_once_is_not_filled_in_from_the_source() {
    // Its form says what is expected, and not what happens.
    let view = draw(&rules(), &folded_issue(), "the text", None, None);
    assert_eq!((initial(&view, "bug:expected"), initial(&view, "bug:actual")), ("All rows", ""));
    // Of another kind nothing has been said yet.
    let view = draw(&rules(), &folded_issue(), "the text", Some(Kind::Question), None);
    assert_eq!((initial(&view, KIND_BLOCK), initial(&view, "question:question")), ("question", "the text"));
}

#[test]
fn what_was_entered_goes_before_everything_else() {
    let filled = values(&[("kind", "bug"), ("bug:expected", ""), ("bug:actual", "It stops."), ("ready", "ready")]);
    let view = draw(&rules(), &folded_issue(), "the text", None, Some(&filled));
    assert_eq!((initial(&view, "bug:expected"), initial(&view, "bug:actual")), ("", "It stops."));
    assert_eq!(entered(&view)[READY], ["ready"]);

    // With another kind chosen, its form comes; what was entered for the one before is not taken for it.
    let mut filled = filled;
    filled.insert(KIND_BLOCK.to_owned(), vec!["question".to_owned()]);
    let view = draw(&rules(), &folded_issue(), "the text", None, Some(&filled));
    assert_eq!((initial(&view, "question:question"), block(&view, "bug:actual")), ("the text", &Value::Null));
    assert_eq!(entered(&view)[READY], ["ready"]);

    let mut ready = folded_issue();
    ready.item.ready = true;
    assert_eq!(entered(&draw(&rules(), &ready, "", None, None))[READY], ["ready"]);
    let unticked = values(&[("kind", "bug"), ("ready", "")]);
    assert!(entered(&draw(&rules(), &ready, "", None, Some(&unticked)))[READY].is_empty());
}

#[test]
fn the_interface_is_chosen_where_it_can_be_and_never_lost() {
    let interface = |rules: &Rules, current: &str| {
        let mut folded = item_of(Kind::FeatureRequest);
        if !current.is_empty() {
            folded.item.form.insert("interface".to_owned(), current.to_owned());
        }
        let view = draw(rules, &folded, "", None, None);
        assert_fit(std::slice::from_ref(&view));
        let element = block(&view, "feature_request:interface")["element"].clone();
        let options = element["options"].as_array().map_or(0, Vec::len);
        (element["type"].as_str().unwrap().to_owned(), options, initial(&view, "feature_request:interface").to_owned())
    };
    let long = "y".repeat(200);
    let cases = [
        (rules(), "", "static_select", 3),
        (rules(), "UI", "static_select", 3),
        (rules(), "Terraform", "static_select", 4),
        (rules(), long.as_str(), "plain_text_input", 0),
        (bare_rules(), "", "plain_text_input", 0),
        (bare_rules(), "UI", "plain_text_input", 0),
        (many_interfaces(), "", "static_select", 100),
        (many_interfaces(), "UI", "static_select", 100),
    ];
    for (rules, current, element, options) in cases {
        assert_eq!(interface(&rules, current), (element.to_owned(), options, current.to_owned()), "{current}");
    }
}

#[test]
fn what_there_is_already_is_searched_for() {
    let mut folded = item_of(Kind::FeatureRequest);
    let search = |folded: &Folded, filled: Option<&Values>| {
        block(&draw(&rules(), folded, "", None, filled), "feature_request:existing")["element"].clone()
    };
    let element = search(&folded, None);
    assert_eq!((&element["type"], &element["action_id"]), (&json!("external_select"), &json!(EXISTING)));
    assert_eq!((&element["min_query_length"], &element["initial_option"]), (&json!(3), &Value::Null));

    let link = "https://github.com/acme/widgets/issues/7";
    folded.triage.existing = Some(link.to_owned());
    let option = json!({"text": {"type": "plain_text", "text": "acme/widgets/issues/7"}, "value": link});
    assert_eq!(search(&folded, None)["initial_option"], option);
    let cleared = values(&[("kind", "feature_request"), ("feature_request:existing", "")]);
    assert_eq!(search(&folded, Some(&cleared))["initial_option"], Value::Null);
}
