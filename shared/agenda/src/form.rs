//! The fixed forms, as numbered lines.

use crate::agenda::{Addition, Line};
use crate::escape::{block, line, web_link};
use crate::input::Input;
use roundup_domain::Kind;
use serde::Serializer;
use serde::ser::SerializeSeq;

/// The lines of `kind`'s form, in order: `1.` is the first.
pub(crate) fn lines(kind: Kind, input: &Input) -> Vec<Line> {
    let plain = |name| Line { label: label(kind, name), text: field(input, name), addition: None };
    match kind {
        Kind::PullRequest => {
            vec![or_else(plain("title"), || input.title()), plain("description"), plain("reasoning")]
        }
        Kind::Bug => vec![plain("expected"), Line { addition: addition(kind, "recording", input), ..plain("actual") }],
        Kind::FeatureRequest => {
            vec![Line { addition: addition(kind, "interface", input), ..plain("want") }, plain("motivation")]
        }
        Kind::Question => {
            let asked = || Some(block(&input.excerpt)).filter(|text| !text.is_empty()).unwrap_or_else(|| input.title());
            vec![or_else(plain("question"), asked), plain("best_guess"), plain("docs_location")]
        }
    }
}

fn or_else(line: Line, otherwise: impl FnOnce() -> String) -> Line {
    Line { text: line.text.or_else(|| Some(otherwise())), ..line }
}

fn field(input: &Input, name: &str) -> Option<String> {
    input.item.form.get(name).map(|text| block(text)).filter(|text| !text.is_empty())
}

fn addition(kind: Kind, name: &str, input: &Input) -> Option<Addition> {
    let text = line(&field(input, name)?);
    let url = web_link(&text);
    Some(Addition { label: label(kind, name), text, url })
}

fn label(kind: Kind, name: &str) -> &'static str {
    kind.fields().iter().find(|field| field.name == name).map_or("", |field| field.label)
}

/// The lines as people read them: `1. …`, for JSON.
pub(crate) fn numbered<S: Serializer>(lines: &[Line], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(lines.len()))?;
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.clone().unwrap_or_else(|| format!("(missing) {}", line.label));
        let addition = line.addition.as_ref().map(|addition| format!("\n{}: {}", addition.label, addition.text));
        list.serialize_element(&format!("{}. {text}{}", index + 1, addition.unwrap_or_default()))?;
    }
    list.end()
}
