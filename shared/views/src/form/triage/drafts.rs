//! What was entered for a kind that another one has taken the place of: it comes back with its kind. Slack forgets what stood
//! in a form as soon as that is drawn anew, so it is carried in the form itself.

use crate::action::Target;
use crate::form::{Values, plain};
use roundup_domain::Kind;
use roundup_domain::item::Folded;

/// Longest private metadata (Slack, "Modal views").
const METADATA: usize = 3_000;

/// What was entered in a form with this private metadata: what stands in it, and before for other kinds.
#[must_use]
pub fn entered(target: &Target, values: &Values) -> Values {
    let before = target.extra.as_deref().and_then(|extra| serde_json::from_str::<Values>(extra).ok());
    let mut entered = before.unwrap_or_default();
    entered.extend(values.clone());
    entered
}

/// The private metadata of a form that shows `kind`: with what was entered for other kinds, as long as there is room for it.
pub(super) fn target(folded: &Folded, kind: Option<Kind>, filled: Option<&Values>) -> Target {
    let of_another = |block: &str| {
        let named = block.split_once(':').map(|(name, _)| name);
        named.is_some_and(|name| Kind::ALL.iter().any(|other| other.name() == name && Some(*other) != kind))
    };
    let drafts: Values =
        filled.into_iter().flatten().filter(|(block, _)| of_another(block)).map(|(b, v)| (b.clone(), v.clone())).collect();
    let plain = Target::of(&folded.item.id);
    match serde_json::to_string(&drafts) {
        Ok(drafts) if drafts.len() > 2 => {
            let target = Target::with(&folded.item.id, drafts);
            if plain::width(&target.to_string()) <= METADATA { target } else { plain }
        }
        _ => plain,
    }
}
