//! A thread as it was: title, labels and draft, gone back from how it is now by what happened to it, and forward again.

use crate::json::{text, time};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// How far the time of a closing in the timeline may be from the one that the thread itself tells.
const SAME_CLOSING: SignedDuration = SignedDuration::from_secs(5);

/// One thing that happened.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// When.
    pub at: Timestamp,
    /// The webhook's word for it.
    pub action: &'static str,
    /// The key under which the delivery shows the comment or review that it is about; empty where it is about the thread.
    pub part: &'static str,
    /// What the comment's id begins with.
    pub prefix: &'static str,
    /// Who did it; null where that is not known.
    pub sender: Value,
    /// What else the delivery shows.
    pub extra: Vec<(&'static str, Value)>,
}

impl Moment {
    /// Something that happened to the thread itself.
    pub fn of_thread(action: &'static str, at: Timestamp, sender: Value) -> Self {
        Self { at, action, part: "", prefix: "", sender, extra: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.extra.push((name, value));
        self
    }

    fn extra(&self, name: &str) -> Option<&Value> {
        self.extra.iter().find(|(named, _)| *named == name).map(|(_, value)| value)
    }

    /// Within one instant: it is opened before anything else happens to it, and closed last.
    pub fn rank(&self) -> u8 {
        match self.action {
            "opened" => 0,
            "created" if self.part.is_empty() => 0,
            "closed" => 2,
            _ => 1,
        }
    }
}

/// How the thread was after so many moments.
pub(super) struct Past {
    title: Value,
    labels: Vec<Value>,
    draft: bool,
}

impl Past {
    /// As it was before all of `moments`.
    pub fn before(object: &Value, moments: &[Moment]) -> Self {
        let mut past = Self {
            title: object["title"].clone(),
            labels: object["labels"].as_array().cloned().unwrap_or_default(),
            draft: object["draft"] == true,
        };
        let mut backwards: Vec<&Moment> = moments.iter().collect();
        backwards.sort_by_key(|moment| std::cmp::Reverse(moment.at));
        for moment in backwards {
            match moment.action {
                "labeled" => past.unlabel(moment),
                "unlabeled" => past.label(moment),
                "ready_for_review" => past.draft = true,
                "converted_to_draft" => past.draft = false,
                "edited" => past.rename(moment, "from"),
                _ => {}
            }
        }
        past
    }

    /// As it was after this one.
    pub fn go_on(&mut self, moment: &Moment) {
        match moment.action {
            "labeled" => self.label(moment),
            "unlabeled" => self.unlabel(moment),
            "ready_for_review" => self.draft = false,
            "converted_to_draft" => self.draft = true,
            "edited" => self.rename(moment, "to"),
            _ => {}
        }
    }

    fn rename(&mut self, moment: &Moment, which: &str) {
        if let Some(title) = moment.extra("rename").map(|rename| &rename[which]).filter(|title| title.is_string()) {
            self.title = title.clone();
        }
    }

    fn label(&mut self, moment: &Moment) {
        let Some(label) = moment.extra("label") else { return };
        if !self.labels.iter().any(|has| has["name"] == label["name"]) {
            self.labels.push(label.clone());
        }
    }

    fn unlabel(&mut self, moment: &Moment) {
        if let Some(label) = moment.extra("label") {
            self.labels.retain(|has| has["name"] != label["name"]);
        }
    }

    /// The thread as a delivery of `moment` would have shown it.
    pub fn shown(&self, object: &Value, moment: &Moment) -> Value {
        let mut shown = object.clone();
        shown["title"] = self.title.clone();
        if object["labels"].is_array() {
            shown["labels"] = Value::from(self.labels.clone());
        }
        if object["pull_request"].is_object() {
            shown["draft"] = json!(self.draft);
        }
        shown["updated_at"] = json!(moment.at);
        if moment.action == "closed" {
            self.close(&mut shown, object, moment);
        }
        shown
    }

    fn close(&self, shown: &mut Value, object: &Value, moment: &Moment) {
        let is_last = |at: Timestamp| at.duration_since(moment.at).abs() <= SAME_CLOSING;
        let closed_at = time(&object["closed_at"]).filter(|at| is_last(*at));
        shown["closed_at"] = json!(closed_at.unwrap_or(moment.at));
        // The event may say why; what the thread says is why it was closed last.
        let said = moment.extra("state_reason").and_then(text).map(str::to_owned);
        let reason = said.or_else(|| closed_at.and_then(|_| text(&object["state_reason"])).map(str::to_owned));
        shown["state_reason"] = json!(reason);
        let merged_at = time(&object["pull_request"]["merged_at"]).filter(|at| is_last(*at));
        shown["merged_at"] = json!(merged_at);
    }
}
