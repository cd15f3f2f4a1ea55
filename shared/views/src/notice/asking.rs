//! A colleague is asked, and answers: the customer waits on.

use super::headline::Headline;
use super::titled;
use crate::action::{REPLY, Target};
use crate::block::{actions, bold, button, context, link_button, primary, quote, section};
use crate::card::{SaidAbove, card_below, head, name_of_key, name_of_user, who};
use crate::form::words;
use crate::text::{local, span_words};
use crate::{Scene, Shown};
use roundup_domain::item::{Asking, Folded};
use roundup_domain::plan::Notice;
use serde_json::Value;

/// Longest question or answer that is shown, in characters after escaping. Half of what a section takes, since a client may
/// count an emoji as two.
const QUESTION: usize = 1_300;

/// The question, for the colleague.
pub(super) fn question(scene: &Scene<'_>, folded: &Folded, notice: &Notice) -> Shown {
    let Some(asking) = asking(folded, notice) else { return taken_back(folded) };
    let by = name_of_key(scene, &folded.people, &asking.by);
    let asked = quote(&asking.question, QUESTION);
    if let Some(answer) = &asking.answer {
        let at = local(scene.rules, answer.at);
        let said = Headline { text: format!("✅ *You answered* {by} ({at})\n{asked}"), plain: format!("You answered {by}") };
        return said.over(vec![section(&labelled("Your answer", &quote(&answer.text, QUESTION))), titled(folded)]);
    }
    let who = who(&folded.item.requester);
    let (asked, rest) = in_full(&asking.question);
    let said = Headline {
        text: format!("👋 {} asks for your help with an answer to {who}:{asked}", bold(&by)),
        plain: format!("{by} asks for your help with an answer to {who}"),
    };
    let hint = format!("Replying in this thread works too. Your answer goes to {by}, who answers {who}.");
    let waits = waits(scene, folded).map(|waits| context(&waits));
    let below = rest
        .into_iter()
        .chain([head(folded)])
        .chain(waits)
        .chain(actions(buttons(scene, folded, asking)))
        .chain([context(&hint)]);
    said.over(below.collect())
}

fn buttons(scene: &Scene<'_>, folded: &Folded, asking: &Asking) -> Vec<Value> {
    let reply = primary(button(REPLY, "Answer", &Target::with(&folded.item.id, &asking.fact)));
    let call = scene.rules.roundup.call.as_deref().map(|url| link_button("Book a 10-minute call", url));
    [reply].into_iter().chain(call).collect()
}

/// The answer, for who asked.
pub(super) fn answer(scene: &Scene<'_>, folded: &Folded, notice: &Notice) -> Shown {
    let found = asking(folded, notice).and_then(|asking| Some((asking, asking.answer.as_ref()?)));
    let Some((asking, answer)) = found else { return taken_back(folded) };
    let colleague = name_of_user(scene, &folded.people, &asking.colleague);
    let (answered, rest) = in_full(&answer.text);
    let said = Headline {
        text: format!("💬 {} answered your question:{answered}", bold(&colleague)),
        plain: format!("{colleague} answered your question"),
    };
    let you_asked = context(&labelled("You asked", &quote(&asking.question, 600)));
    let waits = waits(scene, folded).map(|waits| section(&waits));
    let card = card_below(scene, folded, SaidAbove { clock: waits.is_some(), asked: true });
    said.over(rest.into_iter().chain([you_asked]).chain(waits).chain(card).collect())
}

/// Which question it is about: the notice's key is `ask/FACT` or `reply/FACT`.
fn asking<'a>(folded: &'a Folded, notice: &Notice) -> Option<&'a Asking> {
    let (_, fact) = notice.key.split_once('/')?;
    folded.triage.asked.iter().find(|asking| asking.fact == fact)
}

fn taken_back(folded: &Folded) -> Shown {
    let plain = "This question was taken back".to_owned();
    Headline { text: format!("☑️ {plain}; there is nothing to do"), plain }.over(vec![titled(folded)])
}

/// That the customer still waits, and until when.
fn waits(scene: &Scene<'_>, folded: &Folded) -> Option<String> {
    let due = folded.item.due_at?;
    let who = bold(&who(&folded.item.requester));
    let at = local(scene.rules, due);
    let left = span_words(scene.now, due);
    Some(match (scene.now >= due, left.is_empty()) {
        (true, _) => format!("🔴 {who} still waits: was due *{at}*"),
        (false, true) => format!("⏳ {who} still waits: due *{at}*"),
        (false, false) => format!("⏳ {who} still waits: due *{at}*, in {left}"),
    })
}

/// What a colleague is to read in full, whom nobody else can show it to: a quotation below the first line, or, where that would
/// cut it, a block of its own.
fn in_full(text: &str) -> (String, Option<Value>) {
    let quoted = quote(text, QUESTION);
    let is_cut = quoted.ends_with('…') && !text.trim_end().ends_with('…');
    match words("rich_text_quote", text).filter(|_| is_cut) {
        Some(block) => (String::new(), Some(block)),
        None if quoted.is_empty() => (" nothing but files".to_owned(), None),
        None => (format!("\n{quoted}"), None),
    }
}

fn labelled(label: &str, quoted: &str) -> String {
    if quoted.is_empty() { format!("{label}: nothing but files") } else { format!("{label}:\n{quoted}") }
}
