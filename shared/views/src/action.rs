//! The names of our buttons and forms, and what they carry. A name is a claim about which thing is meant: who may do it is
//! decided where it is carried out.

use roundup_domain::ItemId;
use std::fmt;

/// *Answered*: it was answered elsewhere. Value: [`Target`].
pub const ANSWERED: &str = "answered";
/// *Claim* or *Take over*. Value: [`Target`], with who is shown as having it.
pub const CLAIM: &str = "claim";
/// *Release*. Value: [`Target`], with who is shown as having it.
pub const RELEASE: &str = "release";
/// *Triage*: opens the form [`TRIAGE_FORM`]. Value: [`Target`].
pub const TRIAGE: &str = "triage";
/// *Snooze*: opens the form [`SNOOZE_FORM`]. Value: [`Target`].
pub const SNOOZE: &str = "snooze";
/// *Wake*: takes a snooze back. Value: [`Target`].
pub const WAKE: &str = "wake";
/// *Ask a colleague*: opens the form [`ASK_FORM`]. Value: [`Target`].
pub const ASK: &str = "ask";
/// *No response needed*. Value: [`Target`].
pub const NO_RESPONSE: &str = "no_response";
/// *Why*: opens the clock's trace. Value: [`Target`].
pub const WHY: &str = "why";
/// *Undo*. Value: [`Target`], with the name of the fact.
pub const UNDO: &str = "undo";
/// *Ready for the Roundup*. Value: [`Target`].
pub const READY: &str = "ready";
/// *Not ready after all*. Value: [`Target`].
pub const UNREADY: &str = "unready";
/// *Same as…*: opens the form [`SAME_AS_FORM`]. Value: [`Target`].
pub const SAME_AS: &str = "same_as";
/// *It needs an answer*, of what reads as a thank-you. Value: [`Target`], with the comment's id.
pub const COUNTS: &str = "counts";
/// *Answer*, for the colleague who was asked: opens the form [`REPLY_FORM`]. Value: [`Target`], with the name of the fact.
pub const REPLY: &str = "reply";
/// *Accept* the hand-off. Value: when the shift begins, RFC 3339.
pub const ACCEPT: &str = "accept";
/// *Undo* a take or swap. Value: the name of the fact.
pub const UNDO_OVERRIDE: &str = "undo_override";
/// What the Roundup decided, a menu. Value of an option: a decision's name; the block's id is [`decision_block`].
pub const DECIDE: &str = "decide";
/// Who owns it, a menu of users; the block's id is [`decision_block`].
pub const OWNER: &str = "owner";
/// On the Home tab: which list is shown. Value: [`crate::action::HomeState`].
pub const HOME: &str = "home";
/// In the form [`TRIAGE_FORM`]: the kind, a menu that changes the form. Value of an option: a kind's name.
pub const KIND: &str = "kind";
/// In the form [`TRIAGE_FORM`]: an issue or pull request that there is already, a menu filled by a search of the tracker.
pub const EXISTING: &str = "existing";
/// In the form [`SAME_AS_FORM`]: the other item, a menu filled by a search among ours.
pub const OTHER: &str = "other";
/// A button that only links somewhere; nothing is done about it.
pub const LINK: &str = "link";

/// The triage form. Private metadata: [`Target`].
pub const TRIAGE_FORM: &str = "triage_form";
/// Until when to snooze. Private metadata: [`Target`].
pub const SNOOZE_FORM: &str = "snooze_form";
/// Whom to ask what. Private metadata: [`Target`].
pub const ASK_FORM: &str = "ask_form";
/// Which other item this one is the same as. Private metadata: [`Target`].
pub const SAME_AS_FORM: &str = "same_as_form";
/// A colleague's answer. Private metadata: [`Target`], with the name of the fact.
pub const REPLY_FORM: &str = "reply_form";
/// The message shortcut *Track in Roundup*.
pub const TRACK: &str = "track";

/// Longest name of an item, and of what is said besides, that is believed, in bytes: ours come nowhere near (GitHub's owners
/// have 39 characters, its repositories 100), and DynamoDB takes keys of no more than 1,024 bytes (DynamoDB, "Constraints").
pub const LONGEST_NAME: usize = 400;

/// An item, and what a button says about it besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The item.
    pub item: ItemId,
    /// Besides.
    pub extra: Option<String>,
}

impl Target {
    /// An item.
    #[must_use]
    pub fn of(item: &ItemId) -> Self {
        Self { item: item.clone(), extra: None }
    }

    /// An item and what is said besides.
    #[must_use]
    pub fn with(item: &ItemId, extra: impl Into<String>) -> Self {
        Self { item: item.clone(), extra: Some(extra.into()) }
    }

    /// Reads a button's value: names of items hold no space. None where it cannot be one of ours.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let (item, extra) = value.split_once(' ').map_or((value, None), |(item, extra)| (item, Some(extra.to_owned())));
        let is_ours =
            !item.is_empty() && item.len() <= LONGEST_NAME && extra.as_ref().is_none_or(|extra| extra.len() <= LONGEST_NAME);
        is_ours.then(|| Self { item: ItemId::from_stored(item), extra })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.extra {
            Some(extra) => write!(f, "{} {extra}", self.item),
            None => write!(f, "{}", self.item),
        }
    }
}

/// The id of the block in which an entry of an agenda is decided: the meeting's date and the item.
#[must_use]
pub fn decision_block(meeting: jiff::civil::Date, item: &ItemId) -> String {
    format!("decision {meeting} {item}")
}

/// Reads a [`decision_block`].
#[must_use]
pub fn parse_decision_block(block: &str) -> Option<(jiff::civil::Date, ItemId)> {
    let (date, item) = block.strip_prefix("decision ")?.split_once(' ').filter(|(_, item)| item.len() <= LONGEST_NAME)?;
    Some((date.parse().ok()?, ItemId::from_stored(item)))
}

/// What the Home tab shows: which list, and which page of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct HomeState {
    /// The list.
    pub list: HomeList,
    /// The page, from 0.
    pub page: usize,
}

/// The lists of the Home tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HomeList {
    /// Everything, each list's beginning.
    #[default]
    Overview,
    /// Who waits, by deadline.
    Waiting,
    /// What was put off.
    Snoozed,
    /// What has no kind or an incomplete form.
    Untriaged,
    /// What is ready for the coming Roundup, and what is missing.
    Ready,
    /// What the reader claimed.
    Mine,
}

impl HomeList {
    /// All lists, in order.
    pub const ALL: [Self; 6] = [Self::Overview, Self::Waiting, Self::Snoozed, Self::Untriaged, Self::Ready, Self::Mine];

    /// As in a button's value.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Waiting => "waiting",
            Self::Snoozed => "snoozed",
            Self::Untriaged => "untriaged",
            Self::Ready => "ready",
            Self::Mine => "mine",
        }
    }
}

impl HomeState {
    /// Reads a button's value: `waiting 2`.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let (list, page) = value.split_once(' ')?;
        let list = HomeList::ALL.into_iter().find(|known| known.name() == list)?;
        Some(Self { list, page: page.parse().ok()? })
    }
}

impl fmt::Display for HomeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.list.name(), self.page)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_a_button_carries_comes_back() {
        let item = ItemId::from_stored("slack:T0STAFF01:C0EXT0001:1700000000.000100");
        for target in [Target::of(&item), Target::with(&item, "claimed:U1:1.2"), Target::with(&item, "a b")] {
            assert_eq!(Target::parse(&target.to_string()), Some(target));
        }
        let long = "x".repeat(LONGEST_NAME + 1);
        assert_eq!((Target::parse(&long), Target::parse(&format!("{item} {long}"))), (None, None));
        let state = HomeState { list: HomeList::Mine, page: 3 };
        assert_eq!(HomeState::parse(&state.to_string()), Some(state));
        let date = jiff::civil::date(2026, 3, 3);
        assert_eq!(parse_decision_block(&decision_block(date, &item)), Some((date, item)));
        assert_eq!((Target::parse(""), HomeState::parse("all"), parse_decision_block("x")), (None, None, None));
    }
}
