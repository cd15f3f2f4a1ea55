//! A colleague's answer to what they were asked.

use super::block::{self, Input};
use super::{Errors, TEXT, Values, required};
use crate::Scene;
use crate::action::{REPLY_FORM, Target};
use crate::block::one_line;
use crate::text::local;
use roundup_domain::item::{Asking, Folded};
use serde_json::Value;

/// The block of the answer.
pub const ANSWER: &str = "answer";
/// Longest name, in characters.
const NAME: usize = 80;

/// The form: the question, and room for the answer.
#[must_use]
pub fn view(scene: &Scene, folded: &Folded, asking: &Asking) -> Value {
    let asker = one_line(&Folded::name_of(&folded.people, &asking.by), NAME);
    let answer = block::text_input(ANSWER, true, "", TEXT);
    let mut blocks = vec![
        block::about(folded, folded.item.kind),
        block::context(&format!("Asked by {asker}, {}", local(scene.rules, asking.at))),
    ];
    blocks.extend(block::words("rich_text_quote", &asking.question));
    let hint = "It goes to whoever asked you, not to the customer.";
    blocks.push(Input { block: ANSWER, label: "Your answer", hint: Some(hint), optional: false, element: answer }.draw());
    block::modal(REPLY_FORM, &Target::with(&folded.item.id, &asking.fact), "Answer", "Send", blocks)
}

/// The answer.
///
/// # Errors
/// Nothing written, or more than 3,000 characters.
pub fn read(values: &Values) -> Result<String, Errors> {
    let mut errors = Errors::new();
    required(values, ANSWER, TEXT, "Write your answer", &mut errors).ok_or(errors)
}
