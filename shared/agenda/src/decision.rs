//! What the Roundup decided, and who owns it.

use crate::escape;
use crate::input::{Input, requester};
use crate::words;
use jiff::civil::Date;
use roundup_domain::fact::Decision;
use roundup_domain::item::Decided;
use roundup_domain::{ItemId, Kind, Rules, State};
use serde::{Serialize, Serializer};

/// Who looks after an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Slack user id.
    pub id: String,
    /// Name to show; the id where no name is known.
    pub name: String,
}

/// An item that the Roundup before this one closed: do it, or don't.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecidedBefore {
    /// Its name.
    pub item: ItemId,
    /// What was asked for, if known.
    pub kind: Option<Kind>,
    /// Its title.
    pub title: String,
    /// Link to it; may be empty.
    pub url: String,
    /// Who asked.
    pub who: String,
    /// Where they work, if known.
    pub company: Option<String>,
    /// What was decided.
    #[serde(serialize_with = "label")]
    pub decision: Decision,
    /// Who looks after it.
    pub owner: Option<Owner>,
    /// Where it stands in its source now.
    pub state: State,
}

/// As people read it: `Do it`.
pub(crate) fn label<S: Serializer>(decision: &Decision, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(decision.label())
}

/// The same of one that may not have been taken.
pub(crate) fn label_or_null<S: Serializer>(decision: &Option<Decision>, serializer: S) -> Result<S::Ok, S::Error> {
    decision.map(Decision::label).serialize(serializer)
}

pub(crate) fn owner(rules: &Rules, input: &Input) -> Option<Owner> {
    let id = escape::line(input.triage.owner.as_deref()?);
    let known = input.owner_name.as_deref().or_else(|| rules.on_call.member(&id)?.name.as_deref());
    let name = known.map(escape::line).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
    (!id.is_empty()).then_some(Owner { id, name })
}

/// Whether an item is off the agenda of `meeting`, because an earlier one closed it. What needs more stays on.
pub(crate) fn is_closed_before(input: &Input, meeting: Date) -> bool {
    input.triage.decided.as_ref().is_some_and(|decided| decided.decision != Decision::NeedsMore && decided.meeting < meeting)
}

/// What the Roundup of `previous` closed, in the order of the agenda.
pub(crate) fn decided_at(rules: &Rules, inputs: &[Input], previous: Date) -> Vec<DecidedBefore> {
    let mut decided: Vec<DecidedBefore> = inputs
        .iter()
        .filter(|input| !input.is_duplicate())
        .filter_map(|input| {
            let decided = input.triage.decided.as_ref()?;
            let is_closed = decided.meeting == previous && decided.decision != Decision::NeedsMore;
            is_closed.then(|| before(rules, input, decided.decision))
        })
        .collect();
    decided.sort_by(|a, b| (a.decision, a.kind, &a.title, &a.item).cmp(&(b.decision, b.kind, &b.title, &b.item)));
    decided
}

fn before(rules: &Rules, input: &Input, decision: Decision) -> DecidedBefore {
    let (who, company) = requester(&input.item.requester);
    DecidedBefore {
        item: input.item.id.clone(),
        kind: input.item.kind,
        title: input.title(),
        url: input.url(),
        who,
        company,
        decision,
        owner: owner(rules, input),
        state: input.item.state,
    }
}

/// A decision as a comment in the tracker, Markdown. The tracker is read by everybody, so it says what was decided and who
/// looks after it or can be asked about it, and nothing of who asked, whoever they are. An owner whose GitHub login is configured is mentioned.
#[must_use]
pub fn decision_comment(rules: &Rules, decided: &Decided, owner: Option<&Owner>) -> String {
    let meeting = escape::markdown(&words::title(&escape::line(&rules.team.name)), "");
    let on = decided.meeting.strftime("%-d %B %Y");
    let what = match decided.decision {
        Decision::DoIt => "decided to **do it**.",
        Decision::Dont => "decided **not to do it**. Thank you for bringing it up.",
        Decision::NeedsMore => "found that it **needs more** before we can decide. It stays on our agenda.",
    };
    let owner = owner.map(|owner| mention(rules, owner));
    let does = if decided.decision == Decision::Dont { "can tell you more" } else { "looks after it" };
    let owner = owner.map(|owner| format!(" {owner} {does}.")).unwrap_or_default();
    format!("We talked about this at the {meeting} of {on} and {what}{owner}")
}

fn mention(rules: &Rules, owner: &Owner) -> String {
    let login = rules.on_call.member(&owner.id).and_then(|member| member.github.as_deref());
    let is_login = |login: &&str| login.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !login.is_empty();
    match login.filter(is_login) {
        Some(login) => format!("@{login}"),
        None => escape::markdown(&escape::shorten(&escape::line(&owner.name), 120), "").replace('@', ""),
    }
}
