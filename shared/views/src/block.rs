//! Blocks, buttons, and what others wrote as it goes into them.

use crate::action::LINK;
use roundup_domain::visible;
use roundup_slack::mrkdwn::{escape, escape_to, link, truncate};
use serde_json::{Value, json};

/// Longest title that is shown, in characters before escaping.
const TITLE: usize = 200;
/// Longest link with its label; what is longer is shown without its address.
const LINKED: usize = 1_500;
/// How many lines of a text are quoted.
const QUOTED_LINES: usize = 8;

/// A section of mrkdwn.
pub(crate) fn section(text: &str) -> Value {
    json!({"type": "section", "text": mrkdwn(text)})
}

/// A section of mrkdwn with a button beside it.
pub(crate) fn section_with(text: &str, button: &Value) -> Value {
    json!({"type": "section", "text": mrkdwn(text), "accessory": button})
}

/// Small print in mrkdwn.
pub(crate) fn context(text: &str) -> Value {
    json!({"type": "context", "elements": [mrkdwn(text)]})
}

/// Verbatim: Slack must not make links, channels or groups out of what others wrote (Slack, "Text object").
fn mrkdwn(text: &str) -> Value {
    json!({"type": "mrkdwn", "text": text, "verbatim": true})
}

/// A row of buttons; none where there are none.
pub(crate) fn actions(buttons: Vec<Value>) -> Option<Value> {
    (!buttons.is_empty()).then(|| json!({"type": "actions", "elements": buttons}))
}

/// A button; `action` is one of [`crate::action`].
pub(crate) fn button(action: &str, label: &str, value: &impl ToString) -> Value {
    json!({"type": "button", "action_id": action, "text": {"type": "plain_text", "text": label}, "value": value.to_string()})
}

/// The button that most will press.
pub(crate) fn primary(mut button: Value) -> Value {
    button["style"] = json!("primary");
    button
}

/// A button that opens a page.
pub(crate) fn link_button(label: &str, url: &str) -> Value {
    json!({"type": "button", "action_id": LINK, "text": {"type": "plain_text", "text": label}, "url": url})
}

/// Text of others in one line of at most `max` characters, escaped. Markdown that is no mrkdwn is taken apart, since its
/// signs would only be in the way (GitHub's texts are full of it).
pub(crate) fn one_line(text: &str, max: usize) -> String {
    escape_to(soften(&folded(text)).trim(), max)
}

/// Text of others as a quotation of at most `max` characters and a few lines, escaped; empty where it says nothing.
pub(crate) fn quote(text: &str, max: usize) -> String {
    // There are more ways to end a line than one, and each line counts.
    let text = soften(&visible(text));
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !escape(line).trim().is_empty()).collect();
    let is_cut = lines.len() > QUOTED_LINES;
    lines.truncate(QUOTED_LINES);
    let mut quoted = escape_to(&lines.join("\n"), max);
    if is_cut && !quoted.ends_with('…') {
        quoted.push('…');
    }
    if quoted.is_empty() { quoted } else { format!(">{}", quoted.replace('\n', "\n>")) }
}

/// A title of at most `max` characters before escaping, linked where its address can be, and bold.
pub(crate) fn title_to(title: &str, url: &str, max: usize) -> String {
    bold(&linked(title, url, max, "(no title)"))
}

/// A label of others', of at most `max` characters before escaping, linked where their address can be; `nothing` stands for
/// a label that says nothing.
pub(crate) fn linked(label: &str, url: &str, max: usize, nothing: &str) -> String {
    let label = soften(&folded(label));
    let label = truncate(label.trim(), max);
    let label = if escape(&label).trim().is_empty() { nothing.into() } else { label };
    let linked = link(url, &label);
    if linked.chars().count() > LINKED { escape_to(&label, LINKED) } else { linked }
}

/// A title as cards show it.
pub(crate) fn title(title: &str, url: &str) -> String {
    title_to(title, url, TITLE)
}

/// Bold, where no asterisk of the text itself would end that too early.
pub(crate) fn bold(escaped: &str) -> String {
    if escaped.contains('*') || escaped.is_empty() { escaped.to_owned() } else { format!("*{escaped}*") }
}

/// All white space, line breaks too, as single spaces.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without the signs by which Markdown marks bold text and links.
fn soften(text: &str) -> String {
    let mut text = text.replace("](", "] (");
    while text.contains("**") {
        text = text.replace("**", "*");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays_one_quotation() {
        assert_eq!(quote("a <b>\n\n \u{200B}\n> c", 100), ">a &lt;b&gt;\n>&gt; c");
        assert_eq!(quote(" \n\u{202E}", 100), "");
        assert_eq!(quote("**see** [the docs](https://docs.test)", 100), ">*see* [the docs] (https://docs.test)");
        let long = quote(&"a line\n".repeat(100), 2_000);
        assert_eq!((long.lines().count(), long.ends_with("line…")), (QUOTED_LINES, true));
        assert_eq!(quote("a\u{2028}b\u{b}c\rd", 100), ">a\n>b\n>c\n>d");
    }

    #[test]
    fn slack_makes_nothing_of_what_others_wrote_in_any_block() {
        let button = button("x", "Press", &"1");
        let drawn = [section("#general"), section_with("https://evil.test", &button), context("@here")];
        let texts = [&drawn[0]["text"], &drawn[1]["text"], &drawn[2]["elements"][0]];
        assert!(texts.iter().all(|text| text["type"] == "mrkdwn" && text["verbatim"] == true), "{texts:?}");
        assert_eq!(button["text"].get("verbatim"), None, "plain text takes none");
    }

    #[test]
    fn a_family_of_emoji_stays_one_on_cards() {
        assert_eq!(one_line("👩‍👩‍👧‍👦 \u{202E}here", 100), "👩‍👩‍👧‍👦 here");
        assert_eq!(title("👩‍💻", ""), "*👩‍💻*");
    }

    #[test]
    fn a_title_is_linked_where_it_can_be() {
        assert_eq!(title("It\nfails", "https://x.test/1"), "*<https://x.test/1|It fails>*");
        assert_eq!(title("It *fails*", "no address"), "It *fails*");
        assert_eq!(title(" ", ""), "*(no title)*");
        let long = title(&"&".repeat(500), &format!("https://x.test/{}", "y".repeat(3_000)));
        assert!(long.chars().count() <= LINKED + 2 && !long.contains("http"), "{long}");
    }
}
