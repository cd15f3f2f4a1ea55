#![allow(clippy::unwrap_used)]

mod drawn;
mod kinds;
mod read_back;
mod round_trip;

use super::*;
use crate::fixture::{folded, folded_issue, folded_pull_request, rules, scene};
use crate::form::tests::entered;
use roundup_domain::Rules;
use roundup_domain::fact::Triaged;

/// An item of this kind that nobody has filled in yet.
fn item_of(kind: Kind) -> Folded {
    let mut folded = if kind == Kind::PullRequest { folded_pull_request() } else { folded() };
    folded.item.kind = Some(kind);
    folded.item.form.clear();
    folded
}

/// The item after the form has said this.
fn after(mut folded: Folded, triaged: &Triaged) -> Folded {
    folded.item.kind = Some(triaged.kind);
    folded.item.form = triaged.form.clone();
    folded.item.missing = triaged.kind.missing(&triaged.form);
    folded.item.ready = triaged.ready;
    folded.triage.low_risk = triaged.low_risk;
    folded.triage.docs_covered = triaged.docs_covered;
    folded.triage.docs_missing = triaged.docs_missing;
    folded.triage.existing.clone_from(&triaged.existing);
    folded
}

fn draw(rules: &Rules, folded: &Folded, text: &str, kind: Option<Kind>, filled: Option<&Values>) -> Value {
    view(&scene(rules, &rules.on_call), folded, text, kind, filled)
}

/// The kind that comes with a view.
fn fixed(view: &Value) -> Option<Kind> {
    fixed_kind(&Target::parse(view["private_metadata"].as_str().unwrap()).unwrap())
}

/// What a view says when it is submitted as it is.
fn read_unchanged(view: &Value) -> Result<Triaged, crate::form::Errors> {
    read(fixed(view), &entered(view))
}

fn values(entries: &[(&str, &str)]) -> Values {
    let list = |value: &str| if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
    entries.iter().map(|(block, value)| ((*block).to_owned(), list(value))).collect()
}
