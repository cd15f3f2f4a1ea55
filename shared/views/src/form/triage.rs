//! The triage form: what kind of thing an item is, and what the Roundup reads about it.
//!
//! The blocks of a kind's form are named after the kind, so that nothing entered for one is read as another's.

mod drafts;
mod prefill;
mod read;

pub use drafts::entered;
pub use read::{kind_of, read};

use super::block::{self, Checkbox, Input};
use super::{Values, checklist, plain};
use crate::Scene;
use crate::action::{EXISTING, KIND, TRIAGE_FORM, Target};
use prefill::Prefill;
use roundup_domain::Kind;
use roundup_domain::item::{Field, Folded};
use serde_json::{Value, json};

/// The block of the kind; absent for a pull request, which is one.
pub const KIND_BLOCK: &str = "kind";
/// The block of the checkbox of the same value: ready for the Roundup.
pub const READY: &str = "ready";
/// The checkbox of a pull request that can be merged on the spot.
pub const LOW_RISK: &str = "low_risk";
/// The checkbox of a pull request that makes no documentation wrong, or covers the change.
pub const DOCS_COVERED: &str = "docs_covered";
/// The checkbox of a question that is answered while the documentation does not say so.
pub const DOCS_MISSING: &str = "docs_missing";
/// The checkboxes of a kind, as [`block_id`] names their block.
pub const CHECKS: &str = "checks";

/// The kinds that can be chosen: a pull request always and only is one.
const CHOICES: [(Kind, &str); 3] = [(Kind::Bug, "Bug"), (Kind::FeatureRequest, "Feature request"), (Kind::Question, "Question")];

/// Names the block of something in a kind's form: `question:best_guess`.
#[must_use]
pub fn block_id(kind: Kind, name: &str) -> String {
    format!("{}:{name}", kind.name())
}

/// The kind that a form with this private metadata is for, whatever is entered: pull requests have no choice.
#[must_use]
pub fn fixed_kind(target: &Target) -> Option<Kind> {
    (target.extra.as_deref() == Some(Kind::PullRequest.name())).then_some(Kind::PullRequest)
}

/// The form of the kind that is chosen: `kind`, else what `filled` says, else what the item is known to be; without any, only
/// the choice. A pull request's is always its own.
///
/// `text` is the whole text of the first message or issue. It stands in the form of an item that nobody has filled in yet;
/// once somebody has, what they left empty stays so. `filled`, of a form that is drawn again (see [`entered`]), goes before
/// both.
#[must_use]
pub fn view(scene: &Scene, folded: &Folded, text: &str, kind: Option<Kind>, filled: Option<&Values>) -> Value {
    let is_pull_request = folded.item.kind == Some(Kind::PullRequest);
    let kind = kind_shown(folded, kind, filled);
    let mut blocks = vec![block::about(folded, kind)];
    if !is_pull_request {
        blocks.push(kind_menu(kind));
    }
    if let Some(kind) = kind {
        let prefill = Prefill { folded, text, kind, filled };
        blocks.push(block::section(&checklist::mrkdwn(scene.rules, kind)));
        blocks.extend(kind.fields().iter().map(|field| field_input(scene, &prefill, field)));
        blocks.extend(besides(&prefill));
        blocks.push(ready(&prefill));
    }
    let target = match is_pull_request {
        true => Target::with(&folded.item.id, Kind::PullRequest.name()),
        false => drafts::target(folded, kind, filled),
    };
    block::modal(TRIAGE_FORM, &target, "Triage", "Save", blocks)
}

fn kind_shown(folded: &Folded, chosen: Option<Kind>, filled: Option<&Values>) -> Option<Kind> {
    if folded.item.kind == Some(Kind::PullRequest) {
        return Some(Kind::PullRequest);
    }
    [chosen, filled.and_then(kind_of), folded.item.kind].into_iter().flatten().find(|kind| *kind != Kind::PullRequest)
}

fn kind_menu(kind: Option<Kind>) -> Value {
    let options = CHOICES.iter().filter_map(|(kind, label)| block::option(label, kind.name())).collect();
    let mut element = block::choice("static_select", KIND, options, kind.map(Kind::name));
    element["placeholder"] = block::text("What is it?");
    let mut menu = Input { block: KIND_BLOCK, label: "Kind", hint: None, optional: false, element }.draw();
    // The form below is another one as soon as another kind is chosen.
    menu["dispatch_action"] = json!(true);
    menu
}

/// Every field may stay empty, so that a form can be saved before it is complete.
fn field_input(scene: &Scene, prefill: &Prefill, field: &Field) -> Value {
    let value = prefill.field(field);
    let element = match field.name {
        "interface" => interface(&scene.rules.roundup.interfaces, &value),
        name => block::text_input(name, has_several_lines(name), &value, super::TEXT),
    };
    let block = block_id(prefill.kind, field.name);
    Input { block: &block, label: field.label, hint: Some(hint(field)), optional: true, element }.draw()
}

fn hint(field: &Field) -> &'static str {
    match field.name {
        "recording" => "A link, to Loom for example. Without one, write concise steps to reproduce above.",
        _ if field.required => "Needed for the Roundup.",
        _ => "May stay empty.",
    }
}

/// Whether a field takes a text of several lines.
fn has_several_lines(field: &str) -> bool {
    !matches!(field, "title" | "recording" | "interface" | "docs_location")
}

/// The configured interfaces, and the one that is there already; where none is configured, or where the one that is there
/// is too long for a menu, a text.
fn interface(configured: &[String], current: &str) -> Value {
    let mut names: Vec<String> = Vec::new();
    for name in configured.iter().map(|name| plain::line(name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let is_offered = |names: &[String]| names.iter().take(super::OPTIONS).any(|name| name == current);
    if !current.is_empty() && !is_offered(&names) {
        names.insert(0, current.to_owned());
    }
    let options: Vec<_> = names.iter().filter_map(|name| block::option(name, name)).take(super::OPTIONS).collect();
    let has_current = current.is_empty() || options.iter().any(|option| option["value"] == current);
    if configured.is_empty() || options.is_empty() || !has_current {
        return block::text_input("interface", false, current, super::TEXT);
    }
    block::choice("static_select", "interface", options, Some(current))
}

/// What is asked of a kind besides its form.
fn besides(prefill: &Prefill) -> Option<Value> {
    let triage = &prefill.folded.triage;
    let checkbox =
        |name, label, before| Checkbox { name, label, ticked: prefill.is_ticked(&block_id(prefill.kind, CHECKS), name, before) };
    let boxes = match prefill.kind {
        Kind::Bug => return None,
        Kind::FeatureRequest => return Some(existing(prefill)),
        Kind::PullRequest => vec![
            checkbox(LOW_RISK, "Low risk: can be merged on the spot", triage.low_risk),
            checkbox(DOCS_COVERED, "Documentation is right, or is covered by it", triage.docs_covered),
        ],
        Kind::Question => vec![checkbox(DOCS_MISSING, "Answered, and the documentation lacks it", triage.docs_missing)],
    };
    let element = block::checkboxes(CHECKS, &boxes);
    let block = block_id(prefill.kind, CHECKS);
    Some(Input { block: &block, label: "Checked", hint: None, optional: true, element }.draw())
}

fn existing(prefill: &Prefill) -> Value {
    let mut element = json!({
        "type": "external_select",
        "action_id": EXISTING,
        "min_query_length": 3,
        "placeholder": block::text("Part of its title"),
    });
    if let Some(option) = prefill.existing().and_then(|link| block::option(short_link(link), link)) {
        element["initial_option"] = option;
    }
    let hint = Some("Type at least 3 characters to search the tracker.");
    let block = block_id(prefill.kind, EXISTING);
    Input { block: &block, label: "Existing issue or pull request", hint, optional: true, element }.draw()
}

/// A link without what is the same in all of them: `acme/widgets/issues/7`.
fn short_link(link: &str) -> &str {
    link.strip_prefix("https://github.com/").unwrap_or(link)
}

fn ready(prefill: &Prefill) -> Value {
    let ticked = prefill.is_ticked(READY, READY, prefill.folded.item.ready);
    let element = block::checkboxes(READY, &[Checkbox { name: READY, label: "Ready for the Roundup", ticked }]);
    Input { block: READY, label: "Roundup", hint: None, optional: true, element }.draw()
}

#[cfg(test)]
mod tests;
