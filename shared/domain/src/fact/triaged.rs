//! What forms and decisions say.

use crate::item::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the on-call person found out about an item: its kind, and the form that the Roundup reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triaged {
    /// What is asked for.
    pub kind: Kind,
    /// The form's fields by [`crate::item::Field::name`]; empty ones left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub form: BTreeMap<String, String>,
    /// A pull request that can be merged on the spot.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub low_risk: bool,
    /// A pull request that makes no documentation wrong, or covers the change.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub docs_covered: bool,
    /// Feature request: link to the issue or pull request that there is already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing: Option<String>,
    /// Question: it is answered, and the documentation does not say so yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub docs_missing: bool,
    /// Ready for the Roundup.
    pub ready: bool,
}

/// What the Roundup decided about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Do it.
    DoIt,
    /// Don't.
    Dont,
    /// It needs more before it can be decided; carried over.
    NeedsMore,
}

impl Decision {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::DoIt, Self::Dont, Self::NeedsMore];

    /// As written in JSON and in the values of buttons: `needs_more`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DoIt => "do_it",
            Self::Dont => "dont",
            Self::NeedsMore => "needs_more",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::DoIt => "Do it",
            Self::Dont => "Don't",
            Self::NeedsMore => "Needs more",
        }
    }

    /// The decision of this [`Self::name`].
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.name() == name)
    }
}
