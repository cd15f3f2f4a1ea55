//! Modals and the Home tab, and what they hold when they are submitted (Slack, "view_submission", "View objects").

use super::{Asker, NAME_LIMIT, element, is_within, name, owned_id, within};
use serde_json::Value;
use std::collections::BTreeMap;

/// Longest `private_metadata`, in characters (Slack, "Modals").
const METADATA_LIMIT: usize = 3_000;

/// Most blocks of a view (Slack, "Modals", "Home tab").
const BLOCKS_LIMIT: usize = 100;

/// A modal or somebody's Home tab, as it was when they did something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Slack's id of it.
    pub id: String,
    /// Its version: an update that names another is refused, so that none is lost.
    pub hash: Option<String>,
    /// Which of the two.
    pub kind: ViewKind,
    /// What form it is; ours to name.
    pub callback_id: Option<String>,
    /// What we noted in it when it was made; empty where nothing, and where it is longer than Slack allows (3,000
    /// characters), since half of it would say something else.
    pub private_metadata: String,
    /// What stands in it, by block: an element's values as [`Action::value`](super::Action::value) has them, those of a
    /// block with several elements one after another, by name of the element. A block in which nothing is entered or
    /// chosen has none. At most 100 blocks of at most 100 values.
    pub values: BTreeMap<String, Vec<String>>,
    /// The view at the bottom of the stack that this one is in; itself, where it is alone.
    pub root_id: Option<String>,
    /// The view that this one was pushed upon.
    pub previous_id: Option<String>,
}

/// Where a view is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// In a window of its own.
    Modal,
    /// On the Home tab of the app.
    Home,
}

impl View {
    pub(super) fn read(view: &Value) -> Option<Self> {
        let kind = match view["type"].as_str()? {
            "modal" => ViewKind::Modal,
            "home" => ViewKind::Home,
            _ => return None,
        };
        Some(Self {
            id: owned_id(&view["id"])?,
            hash: name(&view["hash"]),
            kind,
            callback_id: name(&view["callback_id"]),
            private_metadata: within(&view["private_metadata"], METADATA_LIMIT).unwrap_or_default(),
            values: values(&view["state"]["values"]),
            root_id: owned_id(&view["root_view_id"]),
            previous_id: owned_id(&view["previous_view_id"]),
        })
    }
}

/// Slack's `state.values[block][action]`, without the actions.
fn values(state: &Value) -> BTreeMap<String, Vec<String>> {
    let blocks = state.as_object().into_iter().flatten();
    blocks
        .filter(|(block, _)| is_within(block, NAME_LIMIT))
        .take(BLOCKS_LIMIT)
        .map(|(block, elements)| (block.clone(), block_values(elements)))
        .collect()
}

fn block_values(elements: &Value) -> Vec<String> {
    let elements = elements.as_object().into_iter().flatten();
    elements.flat_map(|(_, element)| element::values(element)).take(element::VALUES_LIMIT).collect()
}

/// A form, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The form, with what was entered.
    pub view: View,
    /// Who submitted it.
    pub user: String,
    /// The workspace of who submitted it.
    pub user_team: Option<String>,
    /// The workspace in which it was submitted; absent in an app installed for a whole organisation.
    pub team: Option<String>,
    /// Opens another modal, within 3 seconds.
    pub trigger_id: Option<String>,
}

impl Submission {
    pub(super) fn read(payload: &Value) -> Result<Self, &'static str> {
        let view = View::read(&payload["view"]).ok_or("a form that is no view")?;
        let Asker { user, user_team, team } = Asker::read(payload).ok_or("a form submitted by nobody")?;
        Ok(Self { view, user, user_team, team, trigger_id: name(&payload["trigger_id"]) })
    }
}
