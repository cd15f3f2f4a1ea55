//! The triage form, read back.

use super::{CHECKS, CHOICES, DOCS_COVERED, DOCS_MISSING, KIND_BLOCK, LOW_RISK, READY, block_id, has_several_lines};
use crate::action::EXISTING;
use crate::form::block::is_ticked;
use crate::form::{Errors, TEXT, Values, chosen, plain, text, wrong};
use roundup_domain::Kind;
use roundup_domain::fact::Triaged;
use std::collections::BTreeMap;

/// The kind that is chosen in the form; never a pull request, which is none by choice.
#[must_use]
pub fn kind_of(values: &Values) -> Option<Kind> {
    let name = chosen(values, KIND_BLOCK)?;
    CHOICES.iter().map(|(kind, _)| *kind).find(|kind| kind.name() == name)
}

/// What the form says. `fixed`: the kind of a form without a choice, see [`super::fixed_kind`].
///
/// # Errors
/// No kind; a text of more than 3,000 characters; a recording, or an existing issue, that is no http(s) link; or ready for
/// the Roundup while something is missing, which is said at every field that is.
pub fn read(fixed: Option<Kind>, values: &Values) -> Result<Triaged, Errors> {
    let kind = fixed.or_else(|| kind_of(values)).ok_or_else(|| wrong(KIND_BLOCK, "Choose what it is"))?;
    if fixed.is_none() && !shows_form_of(kind, values) {
        // Submitted faster than the form followed the choice: reading on would lose what stands in the other kind's.
        return Err(wrong(KIND_BLOCK, "The form of this kind was not shown yet: look at it, and save again"));
    }
    let mut errors = Errors::new();
    let form = form(kind, values, &mut errors);
    let existing = existing(kind, values, &mut errors);
    let ready = is_ticked(values, READY, READY);
    if ready {
        for field in kind.missing(&form) {
            let message = "Needed before it can be ready for the Roundup";
            errors.entry(block_id(kind, &field)).or_insert_with(|| message.to_owned());
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let is_checked = |of: Kind, name: &str| kind == of && is_ticked(values, &block_id(kind, CHECKS), name);
    Ok(Triaged {
        kind,
        form,
        low_risk: is_checked(Kind::PullRequest, LOW_RISK),
        docs_covered: is_checked(Kind::PullRequest, DOCS_COVERED),
        existing,
        docs_missing: is_checked(Kind::Question, DOCS_MISSING),
        ready,
    })
}

fn shows_form_of(kind: Kind, values: &Values) -> bool {
    kind.fields().iter().any(|field| values.contains_key(&block_id(kind, field.name)))
}

fn form(kind: Kind, values: &Values, errors: &mut Errors) -> BTreeMap<String, String> {
    let mut form = BTreeMap::new();
    for field in kind.fields() {
        let block = block_id(kind, field.name);
        let Some(mut value) = text(values, &block, TEXT, errors) else { continue };
        if !has_several_lines(field.name) {
            value = plain::on_one_line(&value);
        }
        if field.name == "recording" && !is_link(&value) {
            errors.insert(block, "That is no link: write one that begins with https://".to_owned());
            continue;
        }
        form.insert(field.name.to_owned(), value);
    }
    form
}

fn existing(kind: Kind, values: &Values, errors: &mut Errors) -> Option<String> {
    if kind != Kind::FeatureRequest {
        return None;
    }
    let block = block_id(kind, EXISTING);
    let link = chosen(values, &block)?;
    if !is_link(link) {
        errors.insert(block, "Choose an issue or pull request from the list".to_owned());
        return None;
    }
    Some(link.to_owned())
}

/// Whether it is one http or https address and nothing else.
fn is_link(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let has_host = rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    is_web && has_host && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}
