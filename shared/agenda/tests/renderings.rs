//! What the fortnight's agenda looks like, in every form.

mod fixture;

use fixture::{agenda_after, agenda_of, fortnight, weeks};
use roundup_agenda::render;
use serde_json::json;

#[test]
fn the_agenda_as_text() {
    insta::assert_snapshot!(render::text(&agenda_after(&fortnight(), &weeks()), false));
}

#[test]
fn the_agenda_as_markdown() {
    insta::assert_snapshot!(render::markdown(&agenda_after(&fortnight(), &weeks())));
}

#[test]
fn the_agenda_as_a_page() {
    insta::assert_snapshot!(render::html(&agenda_after(&fortnight(), &weeks())));
}

#[test]
fn the_agenda_as_json() {
    insta::assert_json_snapshot!(render::json(&agenda_after(&fortnight(), &weeks())));
}

#[test]
fn the_agenda_in_slack() {
    let messages = render::slack(&agenda_after(&fortnight(), &weeks()));
    let plain: Vec<_> = messages
        .iter()
        .map(|message| json!({ "thread": message.thread, "text": message.text, "blocks": message.blocks }))
        .collect();
    insta::assert_json_snapshot!(plain);
}

#[test]
fn an_agenda_with_nothing_says_so_kindly() {
    let agenda = agenda_of(&[]);
    insta::assert_snapshot!(render::text(&agenda, false));
    let kind = "Nothing is on the agenda";
    assert!(render::markdown(&agenda).contains(kind));
    assert!(render::html(&agenda).contains(kind));
    let slack = render::slack(&agenda);
    assert_eq!(slack.len(), 1);
    assert!(slack[0].text.contains(kind) && slack[0].blocks[2]["text"]["text"].as_str().is_some_and(|text| text.contains(kind)));
    assert_eq!(render::json(&agenda)["entries"], json!([]));
}

#[test]
fn colours_change_nothing_but_the_colour() {
    let agenda = agenda_after(&fortnight(), &weeks());
    let colored = render::text(&agenda, true);
    let mut plain = String::new();
    for (index, part) in colored.split("\u{1b}[").enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
    }
    assert_ne!(colored, plain);
    assert_eq!(plain, render::text(&agenda, false));
}

#[test]
fn lines_of_text_fit_a_terminal() {
    for line in render::text(&agenda_after(&fortnight(), &weeks()), false).lines() {
        assert!(line.chars().count() <= 88 || line.contains("https://"), "{line}");
    }
}
