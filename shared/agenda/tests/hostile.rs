//! What others wrote does nothing in any rendering, wherever it stands.

#![allow(clippy::unwrap_used)]

mod fixture;

use fixture::{Story, agenda_of, issue};
use roundup_agenda::{Agenda, Input, draft, render};
use roundup_domain::Kind;
use serde_json::Value;

const HOSTILE: &str = "x<!channel> <@U0STAFF01> <https://evil.test|click> </title><script>alert(1)</script> \"' onload=alert(1) \
    [a](javascript:alert(1)) ![b](https://evil.test/i.png) `c` **d** ```e``` &amp; | \u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{9b}2J \
    \u{202e}drow\u{202c} \u{2066}iso\u{2069} zero\u{200b}width \u{0} 👩\u{200d}💻\r\nBcc: everyone@evil.test\r# heading\u{2028}- list";

/// Every text that somebody outside or a form can set is hostile.
fn hostile() -> Vec<Input> {
    let mut inputs = Vec::new();
    for (number, kind) in Kind::ALL.into_iter().enumerate() {
        let form: Vec<(&str, &str)> = kind.fields().iter().map(|field| (field.name, HOSTILE)).collect();
        let number = number as u64;
        inputs.push(
            issue(number, HOSTILE, (HOSTILE, Some(HOSTILE)), "2026-03-05T14:00:00Z")
                .answered("2026-03-07T14:00:00Z")
                .ready(kind, &form)
                .asked_by(&[(HOSTILE, HOSTILE)])
                .owned_by(HOSTILE),
        );
        inputs.push(issue(number + 10, HOSTILE, (HOSTILE, None), "2026-03-05T14:00:00Z").ready(kind, &[]).excerpt(HOSTILE));
        inputs.push(issue(number + 20, "", (HOSTILE, None), "2026-03-10T14:00:00Z").excerpt(HOSTILE));
    }
    for input in &mut inputs {
        input.item.source = HOSTILE.into();
        input.item.claimed_by = Some(HOSTILE.into());
    }
    for (index, url) in
        ["javascript:alert(1)", "https://evil.test/\"><script>", "data:text/html,x", HOSTILE, "https://evil.test/|x>y)"]
            .into_iter()
            .enumerate()
    {
        inputs[index].item.url = url.into();
        inputs[index].item.form.insert("recording".into(), url.into());
        inputs[index].item.form.insert("docs_location".into(), url.into());
    }
    inputs
}

fn hostile_agenda() -> Agenda {
    let agenda = agenda_of(&hostile());
    let lists =
        [agenda.entries.len(), agenda.breaches.len(), agenda.thanks.len(), agenda.docs_to_write.len(), agenda.untriaged.len()];
    assert!(lists.iter().all(|length| *length > 0), "every list must be there to be looked at: {lists:?}");
    agenda
}

fn is_hidden(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}'..='\u{2029}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn nothing_hidden_and_no_terminal_sequence_gets_through() {
    let agenda = hostile_agenda();
    let slack = render::slack(&agenda).into_iter().map(|message| message.text + &texts(&Value::Array(message.blocks)).join("\n"));
    let all = [
        render::text(&agenda, false),
        render::markdown(&agenda),
        render::html(&agenda),
        render::email(&agenda, "https://acme.test/out").html,
        render::email(&agenda, "https://acme.test/out").text,
        render::json(&agenda).to_string(),
        slack.collect(),
    ];
    for rendering in all {
        assert_eq!(rendering.chars().find(|character| is_hidden(*character)), None);
        assert!(!rendering.contains("\\u00"), "JSON has no escaped control character either");
        assert!(rendering.contains("👩\u{200d}💻"), "an emoji stays whole");
    }
    assert_eq!(draft(&agenda).chars().find(|character| is_hidden(*character)), None);
    let lines = render::text(&agenda, false);
    assert!(!lines.lines().any(|line| line.starts_with("Bcc:")), "a header of an email stays inside a line");
}

const TAGS: [&str; 43] = [
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "header",
    "h1",
    "h2",
    "h3",
    "p",
    "time",
    "nav",
    "a",
    "b",
    "i",
    "section",
    "span",
    "article",
    "ol",
    "ul",
    "li",
    "br",
    "dl",
    "div",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "blockquote",
    "svg",
    "rect",
    "line",
    "img",
    "code",
];
const ATTRIBUTES: [&str; 41] = [
    "class",
    "href",
    "rel",
    "id",
    "lang",
    "charset",
    "name",
    "content",
    "http-equiv",
    "datetime",
    "aria-label",
    "aria-hidden",
    "scope",
    "data-column",
    "style",
    "role",
    "width",
    "height",
    "viewBox",
    "xmlns",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "fill",
    "stroke",
    "stroke-width",
    "opacity",
    "points",
    "src",
    "alt",
    "rowspan",
    "valign",
    "cellpadding",
    "cellspacing",
    "colspan",
    "cx",
    "cy",
    "r",
];

fn assert_inert(page: &str) {
    let tags: Vec<&str> = page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    for tag in tags {
        let mut outside_quotes = String::new();
        for (index, part) in tag.split('"').enumerate() {
            outside_quotes.push_str(if index % 2 == 0 { part } else { "" });
        }
        let mut words = outside_quotes.trim_end_matches('/').split_whitespace();
        let name = words.next().unwrap().trim_start_matches('/');
        assert!(TAGS.contains(&name), "<{tag}>");
        for attribute in words.filter(|_| name != "!doctype") {
            assert!(ATTRIBUTES.contains(&attribute.trim_end_matches('=')), "{attribute} in <{tag}>");
        }
        assert!(!tag.contains("href=\"") || tag.contains("href=\"https://") || tag.contains("href=\"#"), "<{tag}>");
    }
    assert_eq!(page.matches("</title>").count(), 1);
    assert!(!page.contains("url(") && !page.contains("@import"));
}

#[test]
fn a_page_has_no_tag_attribute_or_link_of_theirs() {
    let page = render::html(&hostile_agenda());
    assert_inert(&page);
    assert!(!page.contains("src="));
}

#[test]
fn an_email_has_no_tag_attribute_or_link_of_theirs() {
    let mail = render::email(&hostile_agenda(), "https://acme.test/out");
    assert_inert(&mail.html);
    assert_eq!(mail.html.matches("src=").count(), mail.html.matches("src=\"cid:").count());
    assert!(!mail.subject.contains(['\n', '\r']));
}

#[test]
fn markdown_has_no_html_link_or_heading_of_theirs() {
    let markdown = render::markdown(&hostile_agenda());
    for line in markdown.lines() {
        let line = line.trim_start_matches("> ");
        let ours = ["# Acme Roundup", "## ", "### PULL REQUEST: (", "### BUG: (", "### FEATURE REQUEST: (", "### QUESTION: ("];
        assert!(!line.trim_start().starts_with('#') || ours.iter().any(|ours| line.starts_with(ours)), "{line}");
    }
    let unescaped = |needle: &str| markdown.match_indices(needle).any(|(at, _)| !markdown[..at].ends_with('\\'));
    for needle in ["<script", "<!channel", "</title", "<@U", "`", "[a](", "![", "**d"] {
        assert!(!unescaped(needle), "{needle}");
    }
    for (at, _) in markdown.match_indices("](") {
        assert!(markdown[..at].ends_with('\\') || markdown[at + 2..].starts_with("<https://"), "{}", &markdown[at..at + 40]);
    }
}

#[test]
fn markdown_mentions_nobody() {
    const PING: &str = "ping @octo-org/team and @everyone";
    let form: Vec<(&str, &str)> = Kind::Bug.fields().iter().map(|field| (field.name, PING)).collect();
    let mut bug = issue(1, PING, (PING, Some(PING)), "2026-03-05T14:00:00Z")
        .answered("2026-03-07T14:00:00Z")
        .ready(Kind::Bug, &form)
        .asked_by(&[(PING, PING)])
        .owned_by(PING);
    bug.item.source = PING.into();
    let question = issue(2, PING, (PING, None), "2026-03-05T14:00:00Z").ready(Kind::Question, &form).excerpt(PING);
    let untriaged = issue(3, PING, (PING, None), "2026-03-05T14:00:00Z").excerpt(PING);
    let agenda = agenda_of(&[bug, question, untriaged]);
    assert!(draft(&agenda).contains("@octo-org"), "the draft must have a mention for this to be a test");
    let markdown = render::markdown(&agenda);
    assert!(!markdown.contains('@'), "{markdown}");
    assert!(markdown.contains("ping octo-org/team and everyone"), "{markdown}");
}

#[test]
fn slack_gets_no_mention_link_or_command_of_theirs() {
    for message in render::slack(&hostile_agenda()) {
        let mut texts = texts(&Value::Array(message.blocks));
        texts.push(message.text);
        for text in texts {
            for (at, _) in text.match_indices('<') {
                let rest = &text[at..];
                assert!(rest.starts_with("<https://"), "{rest}");
                let target = rest[1..].split(['|', '>']).next().unwrap();
                assert!(target.starts_with("https://github.com/acme/") || target.starts_with("https://evil.test/"), "{target}");
                assert!(!target.contains(['<', '"', ' ']) && rest.contains('>'), "{rest}");
            }
            // Lines of a quotation begin with the sign for one.
            let unquoted = text.lines().map(|line| line.trim_start_matches("> ")).collect::<Vec<_>>().join("\n");
            assert_eq!(unquoted.matches('<').count(), unquoted.matches('>').count(), "{text}");
            assert!(!text.contains("```"), "{text}");
        }
    }
}

#[test]
fn json_has_links_to_web_pages_only() {
    let json = render::json(&hostile_agenda());
    for list in ["entries", "breaches", "docs_to_write", "untriaged"] {
        for entry in json[list].as_array().unwrap() {
            let url = entry["url"].as_str().unwrap();
            assert!(url.is_empty() || url.starts_with("https://"), "{url}");
        }
    }
    for url in json["thanks"].as_array().unwrap().iter().flat_map(|thanks| thanks["for"].as_array().unwrap()) {
        assert!(url.as_str().unwrap().starts_with("https://"), "{url}");
    }
}

/// Every text in blocks.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value {
                Value::String(text) if key == "text" => vec![text.clone()],
                other => texts(other),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
