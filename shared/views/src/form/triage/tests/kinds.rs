//! Choosing a kind, and another one, and the first one again.

use super::*;

/// Draws the form for `kind` after somebody entered this into `view`.
fn redraw(view: &Value, kind: Kind, change: &[(&str, &str)]) -> Value {
    let target = Target::parse(view["private_metadata"].as_str().unwrap()).unwrap();
    let mut filled = entered(view);
    filled.extend(values(change));
    draw(&rules(), &item_of(Kind::Bug), "the text", Some(kind), Some(&super::super::entered(&target, &filled)))
}

#[test]
fn what_was_entered_for_a_kind_comes_back_with_it() {
    let bug = draw(&rules(), &item_of(Kind::Bug), "the text", None, None);
    let question = redraw(&bug, Kind::Question, &[("bug:expected", "A whole file"), ("bug:actual", ""), (READY, READY)]);
    assert_eq!(entered(&question)["question:question"], ["the text"]);
    let feature = redraw(&question, Kind::FeatureRequest, &[("question:best_guess", "There is a limit")]);
    let bug = redraw(&feature, Kind::Bug, &[]);
    assert_eq!(entered(&bug)["bug:expected"], ["A whole file"]);
    assert!(entered(&bug)["bug:actual"].is_empty(), "what was emptied stays so");
    assert_eq!(entered(&bug)[READY], [READY]);
    assert_eq!(entered(&redraw(&bug, Kind::Question, &[]))["question:best_guess"], ["There is a limit"]);
    assert_eq!(read_unchanged(&bug).unwrap_err().len(), 1, "only what is shown is read");
}

#[test]
fn what_does_not_fit_into_a_form_is_left_out_of_it() {
    let bug = draw(&rules(), &item_of(Kind::Bug), "the text", None, None);
    let question = redraw(&bug, Kind::Question, &[("bug:expected", &"🧯".repeat(1_490))]);
    assert_eq!(question["private_metadata"].as_str().unwrap(), Target::of(&item_of(Kind::Bug).item.id).to_string());
    let question = redraw(&bug, Kind::Question, &[("bug:expected", &"🧯".repeat(1_300))]);
    let width = question["private_metadata"].as_str().unwrap().encode_utf16().count();
    assert!((2_600..=3_000).contains(&width), "{width}");
}
