//! What GitHub's API shows of a thread's past, as the facts that its webhooks would have been.
//!
//! The past is told again as deliveries, each with the thread as it was at that moment, and these are read by the code that
//! reads real ones: so a fact has the same name whichever way it came. What the API does not show has no fact: texts before
//! their last edit, who closed a discussion, from where a thread was moved.

mod past;

use super::subject::author;
use super::{Read, comment, thread};
use crate::github::subject::Thread;
use crate::json::{text, time};
use jiff::{SignedDuration, Timestamp};
use past::{Moment, Past};
use roundup_domain::fact::OPENING;
use roundup_domain::{Fact, Filed, What};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How far the time of an event in the timeline may be from that of the same change in its webhook: one says when it was
/// done, the other when the thread was last changed.
const SAME_MOMENT: SignedDuration = SignedDuration::from_secs(2);

/// An issue, pull request or discussion as GitHub's REST API shows it ("List repository issues", and what hangs on one).
/// Discussions come from GraphQL, and are put into the same shape.
#[derive(Clone, Debug, Default)]
pub struct ThreadHistory {
    /// `owner/name`, as GitHub spells it.
    pub repository: String,
    /// The thread as it is now. A pull request has the key `pull_request`, a discussion the key `category`.
    pub object: Value,
    /// What happened to it ("List timeline events for an issue"); none where GitHub does not say.
    pub timeline: Option<Vec<Value>>,
    /// Comments, oldest first.
    pub comments: Vec<Value>,
    /// Reviews of a pull request.
    pub reviews: Vec<Value>,
    /// Comments on lines of a pull request.
    pub review_comments: Vec<Value>,
}

impl ThreadHistory {
    /// The facts of its past, oldest first, that are not among `known`, those of the same thread that are written already.
    #[must_use]
    pub fn facts(&self, known: &[Fact]) -> Vec<Filed> {
        if !self.object.is_object() {
            return Vec::new();
        }
        let mut moments = self.moments();
        moments.extend(self.deletions(known));
        let known = Known::of(known);
        let mut past = Past::before(&self.object, &moments);
        moments.sort_by_key(|moment| (moment.at, moment.rank()));
        let mut facts = Vec::new();
        let mut seen = BTreeSet::new();
        for moment in &moments {
            past.go_on(moment);
            let Ok(filed) = self.read(moment, &past) else { continue };
            if !known.has(&filed.fact) && seen.insert(filed.fact.name.clone()) {
                facts.push(filed);
            }
        }
        facts
    }

    /// A moment as the webhook of it would have told it.
    fn read(&self, moment: &Moment, past: &Past) -> Read {
        let is_pull = self.object["pull_request"].is_object();
        let is_discussion = self.object["category"].is_object();
        let key = match (is_discussion, is_pull) {
            (true, _) => "discussion",
            // Comments on pull requests come as comments on issues.
            (_, true) if moment.part != "comment" || moment.prefix != "comment" => "pull_request",
            _ => "issue",
        };
        let mut payload = json!({"action": moment.action, "repository": {"full_name": self.repository}});
        payload[key] = past.shown(&self.object, moment);
        if !moment.sender.is_null() {
            payload["sender"] = moment.sender.clone();
        }
        for (name, value) in &moment.extra {
            payload[*name] = value.clone();
        }
        let told = Thread::of(&payload, key)?;
        if moment.part.is_empty() { thread::read(&told) } else { comment::read(&told, moment.part, moment.prefix) }
    }

    /// Everything that happened, in no order.
    fn moments(&self) -> Vec<Moment> {
        let mut moments = Vec::new();
        if let Some(at) = time(&self.object["created_at"]) {
            let action = if self.object["category"].is_object() { "created" } else { "opened" };
            moments.push(Moment::of_thread(action, at, self.object["user"].clone()));
        }
        moments.extend(self.timeline.iter().flatten().filter_map(happened));
        moments.extend(self.closing());
        let in_timeline = |event: &str| -> Vec<&Value> {
            self.timeline.iter().flatten().filter(|entry| entry["event"].as_str() == Some(event)).collect()
        };
        // The timeline has comments and reviews too; where both show one, it is the same fact.
        for comment in self.comments.iter().chain(in_timeline("commented")) {
            moments.extend(written(comment, "comment", "comment", "created_at"));
        }
        for review in self.reviews.iter().chain(in_timeline("reviewed")) {
            moments.extend(written(review, "review", "review", "submitted_at"));
        }
        for comment in &self.review_comments {
            moments.extend(written(comment, "comment", "review_comment", "created_at"));
        }
        moments
    }

    /// The closing that the thread itself tells of, where no event does.
    fn closing(&self) -> Option<Moment> {
        let at = time(&self.object["closed_at"]).filter(|_| self.object["state"].as_str() == Some("closed"))?;
        let is_told = |entry: &Value| entry["event"].as_str() == Some("closed");
        if self.timeline.iter().flatten().any(is_told) {
            return None;
        }
        Some(Moment::of_thread("closed", at, self.object["closed_by"].clone()))
    }

    /// Comments that are known, that GitHub lists no more, and of whose deletion the timeline tells: it does not say of which.
    fn deletions(&self, known: &[Fact]) -> Vec<Moment> {
        let deleted: Vec<&Value> =
            self.timeline.iter().flatten().filter(|entry| entry["event"].as_str() == Some("comment_deleted")).collect();
        let listed: BTreeSet<String> = self.comment_ids();
        let gone: BTreeSet<&str> =
            known.iter().filter(|fact| matches!(fact.what, What::Deleted { .. })).filter_map(concerns).collect();
        let missing = known.iter().filter_map(|fact| match &fact.what {
            What::Comment { id, .. } if id.starts_with("comment:") => Some((id.as_str(), fact.at)),
            _ => None,
        });
        let missing: Vec<_> = missing.filter(|(id, _)| !listed.contains(*id) && !gone.contains(id)).collect();
        // More than were deleted: then something else is wrong, and nothing is taken for deleted.
        if missing.len() + gone.len() > deleted.len() {
            return Vec::new();
        }
        let deletion = |(id, written): (&str, Timestamp)| {
            let mut after = deleted.iter().filter(|entry| time(&entry["created_at"]).is_some_and(|at| at >= written));
            let entry = after.next_back()?;
            let at = time(&entry["created_at"])?;
            let id: u64 = id.strip_prefix("comment:")?.parse().ok()?;
            let shown = json!({"id": id, "created_at": written, "updated_at": written, "user": {"login": "ghost"}});
            let moment =
                Moment { part: "comment", prefix: "comment", ..Moment::of_thread("deleted", at, entry["actor"].clone()) };
            Some(moment.with("comment", shown))
        };
        missing.into_iter().filter_map(deletion).collect()
    }

    fn comment_ids(&self) -> BTreeSet<String> {
        let told = self.timeline.iter().flatten().filter(|entry| entry["event"].as_str() == Some("commented"));
        self.comments.iter().chain(told).filter_map(|comment| Some(format!("comment:{}", comment["id"].as_u64()?))).collect()
    }

    /// Logins of whom GitHub calls the repository's own people, wherever they wrote: a hint, where nobody has said who is
    /// staff. Members who keep that private are not among them.
    #[must_use]
    pub fn insiders(&self) -> BTreeSet<String> {
        let told = self.timeline.iter().flatten();
        let all = [&self.object].into_iter().chain(&self.comments).chain(&self.reviews).chain(&self.review_comments).chain(told);
        let is_theirs =
            |shown: &&Value| matches!(shown["author_association"].as_str(), Some("OWNER" | "MEMBER" | "COLLABORATOR"));
        let authors = all.filter(is_theirs).map(|shown| author(&shown["user"]));
        authors.filter(|author| !author.automated && author.id != "ghost").map(|author| author.id).collect()
    }
}

fn concerns(fact: &Fact) -> Option<&str> {
    fact.what.concerns()
}

/// A comment or review, and its last edit, if it has one.
fn written(shown: &Value, part: &'static str, prefix: &'static str, time_key: &str) -> Vec<Moment> {
    let Some(at) = time(&shown[time_key]) else { return Vec::new() };
    let moment = |action: &'static str, at: Timestamp| {
        Moment { part, prefix, ..Moment::of_thread(action, at, shown["user"].clone()) }.with(part, shown.clone())
    };
    let mut moments = vec![moment(if part == "review" { "submitted" } else { "created" }, at)];
    if let Some(edited) = time(&shown["updated_at"]).filter(|edited| *edited > at && part != "review") {
        moments.push(moment("edited", edited).with("changes", json!({"body": {}})));
    }
    moments
}

/// An entry of the timeline, if it is of something that webhooks tell of (GitHub, "Issue event types").
fn happened(entry: &Value) -> Option<Moment> {
    let at = time(&entry["created_at"])?;
    let moment = |action| Moment::of_thread(action, at, entry["actor"].clone());
    let moment = match entry["event"].as_str()? {
        "closed" => moment("closed").with("state_reason", entry["state_reason"].clone()),
        "reopened" => moment("reopened"),
        "ready_for_review" => moment("ready_for_review"),
        "convert_to_draft" | "converted_to_draft" => moment("converted_to_draft"),
        "labeled" => moment("labeled").with("label", entry["label"].clone()),
        "unlabeled" => moment("unlabeled").with("label", entry["label"].clone()),
        "renamed" => {
            text(&entry["rename"]["to"])?;
            moment("edited")
                .with("changes", json!({"title": {"from": entry["rename"]["from"]}}))
                .with("rename", entry["rename"].clone())
        }
        _ => return None,
    };
    Some(moment)
}

/// What is written of a thread already.
struct Known<'f> {
    facts: &'f [Fact],
    names: BTreeSet<&'f str>,
    /// The text of each comment after its last edit.
    texts: BTreeMap<&'f str, &'f str>,
}

impl<'f> Known<'f> {
    fn of(facts: &'f [Fact]) -> Self {
        let mut written: Vec<&Fact> = facts.iter().collect();
        written.sort_by_key(|fact| fact.at);
        let mut texts = BTreeMap::new();
        for fact in &written {
            match &fact.what {
                What::Opened { text, .. } => texts.insert(OPENING, text.as_str()),
                What::Comment { id, text, .. } => texts.insert(id.as_str(), text.as_str()),
                What::Edited { of, text } => texts.insert(of.as_str(), text.as_str()),
                _ => None,
            };
        }
        Self { facts, names: facts.iter().map(|fact| fact.name.as_str()).collect(), texts }
    }

    /// Whether a fact says nothing that is not known.
    fn has(&self, fact: &Fact) -> bool {
        if self.names.contains(fact.name.as_str()) {
            return true;
        }
        match &fact.what {
            // A comment's time of change moves for other reasons too.
            What::Edited { of, text } => self.texts.get(of.as_str()) == Some(&text.as_str()),
            What::Closed { .. }
            | What::Reopened
            | What::Drafted
            | What::Ready
            | What::Retitled
            | What::Labelled { .. }
            | What::Unlabelled { .. } => self.facts.iter().any(|known| is_same_change(known, fact)),
            _ => false,
        }
    }
}

fn is_same_change(one: &Fact, other: &Fact) -> bool {
    let is_same_kind = match (&one.what, &other.what) {
        (What::Closed { .. }, What::Closed { .. }) => true,
        (one, other) => one == other,
    };
    is_same_kind && one.at.duration_since(other.at).abs() <= SAME_MOMENT
}

#[cfg(test)]
mod tests;
