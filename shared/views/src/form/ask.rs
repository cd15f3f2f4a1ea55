//! Ask a colleague.

use super::block::{self, Input};
use super::checklist::linked;
use super::{Errors, Values, required};
use crate::Scene;
use crate::action::{ASK_FORM, Target};
use roundup_domain::item::Folded;
use serde_json::{Value, json};

/// The block of who is asked.
pub const COLLEAGUE: &str = "colleague";
/// The block of what they are asked.
pub const QUESTION: &str = "question";
/// Longest question, in UTF-16 units.
const LIMIT: usize = 2_000;

/// The form: whom to ask what.
#[must_use]
pub fn view(scene: &Scene, folded: &Folded) -> Value {
    let colleague = json!({"type": "users_select", "action_id": COLLEAGUE, "placeholder": block::text("Choose somebody")});
    let mut question = block::text_input(QUESTION, true, "", LIMIT);
    question["placeholder"] = block::text("What do you need to know to answer?");
    let blocks = vec![
        block::about(folded, folded.item.kind),
        Input { block: COLLEAGUE, label: "Colleague", hint: None, optional: false, element: colleague }.draw(),
        Input { block: QUESTION, label: "Question", hint: None, optional: false, element: question }.draw(),
        block::context(&what_happens(scene, folded)),
    ];
    block::modal(ASK_FORM, &Target::of(&folded.item.id), "Ask a colleague", "Ask", blocks)
}

fn what_happens(scene: &Scene, folded: &Folded) -> String {
    let with = match scene.rules.roundup.call.as_deref() {
        Some(call) => format!("this item, your question, and {}", linked(call, "a link to book a call")),
        None => "this item and your question".to_owned(),
    };
    let clock = if folded.item.due_at.is_some() { " The clock goes on: somebody outside still waits." } else { "" };
    format!("They get a direct message with {with}.{clock}")
}

/// The colleague's Slack user id, and the question.
///
/// # Errors
/// Nobody chosen, nothing asked, `asker` themselves asked, or a question of more than 2,000 characters.
pub fn read(asker: &str, values: &Values) -> Result<(String, String), Errors> {
    let mut errors = Errors::new();
    let colleague = required(values, COLLEAGUE, super::TEXT, "Choose whom to ask", &mut errors);
    let question = required(values, QUESTION, LIMIT, "Write what you want to ask", &mut errors);
    if colleague.as_deref() == Some(asker) {
        errors.insert(COLLEAGUE.to_owned(), "That is you: choose somebody else".to_owned());
    }
    match (colleague, question) {
        (Some(colleague), Some(question)) if errors.is_empty() => Ok((colleague, question)),
        _ => Err(errors),
    }
}
