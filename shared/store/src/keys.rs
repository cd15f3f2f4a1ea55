//! How every key is spelled. No other module builds or reads one.
//!
//! | `pk` | `sk` | row |
//! |---|---|---|
//! | `CONV#<conversation>` | `TOP#<ts>` | a Slack message at top level |
//! | | `ABT#<ts>#<fact>` | a fact about a Slack message of which the event does not say whether it is a reply |
//! | | `CHN#<fact>` | a fact about the conversation as a whole |
//! | | `THR#<thread>#FACT#<fact>` | a fact in a thread |
//! | | `THR#<thread>#ITEM` | the item that the thread is |
//! | | `THR#<thread>#DEADLINE#<since>#<step>` | a moment that is watched for |
//! | | `THR#<thread>#NOTICE#<key>` | a message that is owed |
//! | | `CHANNEL` | what was looked up about a Slack channel |
//! | | `ENROLLED` | the source that a channel was found to be of |
//! | | `ASIDE#<sk of the fact>` | a fact that is to be looked at again |
//! | | `ASKED#<ts>` | in direct messages: which item a colleague was asked about with this message |
//! | `PERSON#<author>` | `PERSON` | what was looked up about somebody |
//! | | `HOME` | what their Home tab shows |
//! | | `FIRST` | the first item of theirs that there was |
//! | | `HELPED` | the first item of somebody else's in which an answer of theirs was chosen |
//! | `META` | `CONFIGURATION` | the configuration in force |
//! | | `IN_FORCE` | its number alone |
//! | | `APPLIED#<number>` | each configuration that was applied |
//! | | `WEEK#<date>` | a Roundup that items were filed for |
//! | | `SHIFT` | the shift that the last hand-off was to |
//! | | `PROGRESS#<work>` | how far an import or a reconciliation has come |
//! | | `TREND#<date>` | the numbers of the week before a Roundup, and whether what it left open was carried over |
//!
//! Indexes: `local` (`pk`, `l1`) finds a reply's thread and the items that an answer at top level may concern; `waiting`
//! (`g1`, `g1s`) has the items that wait, by due time, those put off, by until when, and what is to be tried again, by when:
//! notices that still need something done, facts that were put aside; `roundup` (`g2`, `g2s`) has every item of one Roundup.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{ConversationId, Filed, Item, Place, SlackTs};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// Partition key of the table and of `local`.
pub const PK: &str = "pk";
/// Sort key of the table.
pub const SK: &str = "sk";
/// Sort key of `local`.
pub const L1: &str = "l1";
/// Partition key of `waiting`.
pub const G1: &str = "g1";
/// Sort key of `waiting`.
pub const G1S: &str = "g1s";
/// Partition key of `roundup`.
pub const G2: &str = "g2";
/// Sort key of `roundup`.
pub const G2S: &str = "g2s";
/// When DynamoDB may delete the row: seconds since the epoch.
pub const TTL: &str = "ttl";
/// The index within a conversation.
pub const LOCAL: &str = "local";
/// The index of what waits.
pub const WAITING: &str = "waiting";
/// The index of a Roundup.
pub const ROUNDUP: &str = "roundup";
/// In `waiting`, the partition of what is to be tried again: notices that still need something done, facts put aside.
pub(crate) const OUTBOX: &str = "OUTBOX";
/// The partition of what concerns no conversation.
pub(crate) const META: &str = "META";
/// Sorts behind everything that can follow a prefix in these keys: digits and capital letters.
const LAST: &str = "~";
/// The character after the separator `#`: bounds what begins with a key and a separator.
const AFTER_SEPARATOR: &str = "$";

/// A thread of a conversation: one by its root in Slack, the only one on GitHub. As text the root's timestamp, or `0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ThreadKey {
    /// The only thread that there is.
    Only,
    /// The Slack thread of this first message.
    Root(SlackTs),
}

/// A text that is no [`ThreadKey`].
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a thread is a Slack timestamp, or 0")]
pub struct NotAThread;

impl ThreadKey {
    /// The thread with this root, or the only one.
    #[must_use]
    pub fn of(root: Option<SlackTs>) -> Self {
        root.map_or(Self::Only, Self::Root)
    }
}

impl FromStr for ThreadKey {
    type Err = NotAThread;

    fn from_str(text: &str) -> Result<Self, NotAThread> {
        if text == "0" { Ok(Self::Only) } else { text.parse().map(Self::Root).map_err(|_| NotAThread) }
    }
}

impl TryFrom<String> for ThreadKey {
    type Error = NotAThread;

    fn try_from(text: String) -> Result<Self, NotAThread> {
        text.parse()
    }
}

impl From<ThreadKey> for String {
    fn from(thread: ThreadKey) -> Self {
        thread.to_string()
    }
}

impl fmt::Display for ThreadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Only => f.write_str("0"),
            Self::Root(root) => write!(f, "{root}"),
        }
    }
}

/// Which row of its conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// A Slack message at top level.
    Top(SlackTs),
    /// A fact about a Slack message, wherever that is.
    About {
        /// The message.
        ts: SlackTs,
        /// The fact's name.
        fact: String,
    },
    /// A fact about the conversation as a whole, by name.
    Conversation(String),
    /// A fact in a thread.
    Fact {
        /// The thread.
        thread: ThreadKey,
        /// The fact's name.
        fact: String,
    },
    /// An item.
    Item(ThreadKey),
    /// A moment that is watched for.
    Deadline {
        /// The item's thread.
        thread: ThreadKey,
        /// The run of the clock.
        since: Timestamp,
        /// The step's name.
        step: String,
    },
    /// A message that is owed.
    Notice {
        /// The item's thread.
        thread: ThreadKey,
        /// The notice's key.
        key: String,
    },
    /// What was looked up about the channel.
    Channel,
    /// The source that the channel was found to be of.
    Enrolled,
    /// A fact that is to be looked at again, by the sort key where it is filed.
    Aside(String),
    /// In direct messages: what a colleague was asked with this message.
    Asked(SlackTs),
}

impl Row {
    /// Where a fact is filed.
    #[must_use]
    pub fn of_fact(place: &Place, name: &str) -> Self {
        let fact = name.to_owned();
        match place {
            Place::Top(ts) => Self::Top(ts.clone()),
            Place::About(ts) => Self::About { ts: ts.clone(), fact },
            Place::Reply { root, .. } => Self::Fact { thread: ThreadKey::Root(root.clone()), fact },
            Place::Thread => Self::Fact { thread: ThreadKey::Only, fact },
            Place::Conversation => Self::Conversation(fact),
        }
    }

    /// The row with this sort key, if it is one of a conversation's.
    #[must_use]
    pub fn parse(sk: &str) -> Option<Self> {
        match sk {
            "CHANNEL" => return Some(Self::Channel),
            "ENROLLED" => return Some(Self::Enrolled),
            _ => {}
        }
        let (kind, rest) = sk.split_once('#')?;
        match kind {
            "TOP" => rest.parse().ok().map(Self::Top),
            "ABT" => {
                let (ts, fact) = rest.split_once('#')?;
                Some(Self::About { ts: ts.parse().ok()?, fact: fact.to_owned() })
            }
            "CHN" => Some(Self::Conversation(rest.to_owned())),
            "ASIDE" => Some(Self::Aside(rest.to_owned())),
            "ASKED" => rest.parse().ok().map(Self::Asked),
            "THR" => Self::parse_in_thread(rest),
            _ => None,
        }
    }

    fn parse_in_thread(rest: &str) -> Option<Self> {
        let (thread, rest) = rest.split_once('#')?;
        let thread = thread.parse().ok()?;
        if rest == "ITEM" {
            return Some(Self::Item(thread));
        }
        let (kind, name) = rest.split_once('#')?;
        match kind {
            "FACT" => Some(Self::Fact { thread, fact: name.to_owned() }),
            "NOTICE" => Some(Self::Notice { thread, key: name.to_owned() }),
            "DEADLINE" => {
                let (since, step) = name.split_once('#')?;
                Some(Self::Deadline { thread, since: since.parse().ok()?, step: step.to_owned() })
            }
            _ => None,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top(ts) => write!(f, "TOP#{ts}"),
            Self::About { ts, fact } => write!(f, "ABT#{ts}#{fact}"),
            Self::Conversation(fact) => write!(f, "CHN#{fact}"),
            Self::Fact { thread, fact } => write!(f, "THR#{thread}#FACT#{fact}"),
            Self::Item(thread) => write!(f, "THR#{thread}#ITEM"),
            Self::Deadline { thread, since, step } => write!(f, "THR#{thread}#DEADLINE#{since}#{step}"),
            Self::Notice { thread, key } => write!(f, "THR#{thread}#NOTICE#{key}"),
            Self::Channel => f.write_str("CHANNEL"),
            Self::Enrolled => f.write_str("ENROLLED"),
            Self::Aside(fact) => write!(f, "ASIDE#{fact}"),
            Self::Asked(ts) => write!(f, "ASKED#{ts}"),
        }
    }
}

/// A row and its conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// The conversation.
    pub conversation: ConversationId,
    /// Which row of it.
    pub row: Row,
}

impl RowKey {
    /// The row, in its conversation.
    #[must_use]
    pub fn new(conversation: &ConversationId, row: Row) -> Self {
        Self { conversation: conversation.clone(), row }
    }

    /// Where a fact is filed.
    #[must_use]
    pub fn of_fact(filed: &Filed) -> Self {
        Self::new(&filed.conversation, Row::of_fact(&filed.place, &filed.fact.name))
    }

    /// The row with these keys, if it is one of a conversation's.
    #[must_use]
    pub fn parse(pk: &str, sk: &str) -> Option<Self> {
        let conversation = ConversationId::from_stored(pk.strip_prefix("CONV#")?);
        Row::parse(sk).map(|row| Self { conversation, row })
    }

    /// As key attributes.
    pub(crate) fn attributes(&self) -> HashMap<String, AttributeValue> {
        key(partition(&self.conversation), self.row.to_string())
    }
}

/// Key attributes.
pub(crate) fn key(pk: String, sk: String) -> HashMap<String, AttributeValue> {
    HashMap::from([(PK.to_owned(), AttributeValue::S(pk)), (SK.to_owned(), AttributeValue::S(sk))])
}

/// The partition of a conversation.
pub(crate) fn partition(conversation: &ConversationId) -> String {
    format!("CONV#{conversation}")
}

/// What was looked up about somebody, by [`roundup_domain::Author::key`].
pub(crate) fn person(author: &str) -> HashMap<String, AttributeValue> {
    key(format!("PERSON#{author}"), "PERSON".to_owned())
}

/// Whose rows are in a partition, if it is a person's.
pub(crate) fn person_of(partition: &str) -> Option<&str> {
    partition.strip_prefix("PERSON#")
}

/// What somebody's Home tab shows.
pub(crate) fn home(author: &str) -> HashMap<String, AttributeValue> {
    key(format!("PERSON#{author}"), "HOME".to_owned())
}

/// The first item of somebody's.
pub(crate) fn first(author: &str) -> HashMap<String, AttributeValue> {
    key(format!("PERSON#{author}"), "FIRST".to_owned())
}

/// The first item in which somebody helped somebody else.
pub(crate) fn helped(author: &str) -> HashMap<String, AttributeValue> {
    key(format!("PERSON#{author}"), "HELPED".to_owned())
}

/// The numbers of the week before a Roundup.
pub(crate) fn trend(date: Date) -> HashMap<String, AttributeValue> {
    key(META.to_owned(), format!("{TREND}{date}"))
}

/// What the sort keys of all [`trend`]s begin with.
pub(crate) const TREND: &str = "TREND#";

/// How far a work has come.
pub(crate) fn progress(work: &str) -> HashMap<String, AttributeValue> {
    key(META.to_owned(), format!("PROGRESS#{work}"))
}

/// The shift that the last hand-off was to.
pub(crate) fn shift() -> HashMap<String, AttributeValue> {
    key(META.to_owned(), "SHIFT".to_owned())
}

/// First and last sort key of what was asked with messages up to `to`, itself included.
pub(crate) fn asked_up_to(to: &SlackTs) -> (String, String) {
    ("ASKED#".to_owned(), format!("ASKED#{to}"))
}

/// The configuration in force.
pub(crate) fn configuration() -> HashMap<String, AttributeValue> {
    key(META.to_owned(), "CONFIGURATION".to_owned())
}

/// The number of the configuration in force.
pub(crate) fn configuration_version() -> HashMap<String, AttributeValue> {
    key(META.to_owned(), "IN_FORCE".to_owned())
}

/// A configuration that was applied. The digits are of fixed number, so that they sort.
pub(crate) fn configuration_applied(version: u32) -> HashMap<String, AttributeValue> {
    key(META.to_owned(), format!("{CONFIGURATIONS}{version:010}"))
}

/// What the sort keys of all [`configuration_applied`] begin with.
pub(crate) const CONFIGURATIONS: &str = "APPLIED#";

/// A Roundup that items were filed for.
pub(crate) fn week(date: Date) -> HashMap<String, AttributeValue> {
    key(META.to_owned(), format!("{WEEKS}{date}"))
}

/// What the sort keys of all [`week`]s begin with.
pub(crate) const WEEKS: &str = "WEEK#";

/// What the sort keys of all rows of a thread begin with.
pub(crate) fn in_thread(thread: &ThreadKey) -> String {
    format!("THR#{thread}#")
}

/// First and last sort key of the top-level messages between the two, both included; open where there is none.
pub(crate) fn tops(from: Option<&SlackTs>, to: Option<&SlackTs>) -> (String, String) {
    let bound = |ts: Option<&SlackTs>, open: &str| ts.map_or_else(|| format!("TOP#{open}"), |ts| format!("TOP#{ts}"));
    (bound(from, ""), bound(to, LAST))
}

/// First and last sort key of the facts about messages between the two, both included.
pub(crate) fn abouts(from: &SlackTs, to: &SlackTs) -> (String, String) {
    (format!("ABT#{from}#"), format!("ABT#{to}{AFTER_SEPARATOR}"))
}

/// In `local`: the reply `ts`.
pub(crate) fn reply(ts: &SlackTs) -> String {
    format!("REPLY#{ts}")
}

/// The reply that a row of the sort key `local` in `local` is.
pub(crate) fn reply_at(local: &str) -> Option<SlackTs> {
    local.strip_prefix("REPLY#")?.parse().ok()
}

/// In `local`: an item that an answer at top level may concern if it came before `until`; none while somebody waits.
pub(crate) fn open(until: Option<&SlackTs>) -> String {
    until.map_or_else(|| "OPEN#9999999999.999999".to_owned(), |ts| format!("OPEN#{ts}"))
}

/// In `local`: first and last sort key of the items open at `t` or later.
pub(crate) fn open_since(t: &SlackTs) -> (String, String) {
    (open(Some(t)), format!("OPEN#{LAST}"))
}

/// In `waiting`: the items of a source that wait.
pub(crate) fn waiting(source: &str) -> String {
    format!("WAITING#{source}")
}

/// In `waiting`: the items of a source that are put off and wait for nobody.
pub(crate) fn snoozed(source: &str) -> String {
    format!("SNOOZED#{source}")
}

/// In `waiting`: when something is to be done, to the second, rounded up so that it is never found early.
pub(crate) fn due(at: Timestamp) -> String {
    let up = if at.subsec_nanosecond() > 0 { 1 } else { 0 };
    seconds(at.checked_add(SignedDuration::from_secs(up)).unwrap_or(at))
}

/// An instant cut to seconds, of fixed width: `2026-03-02T14:00:00Z`.
pub(crate) fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// In `roundup`: the items of one Roundup.
pub(crate) fn roundup(meeting: Date) -> String {
    format!("ROUNDUP#{meeting}")
}

/// The Roundup whose items these are.
pub(crate) fn meeting(roundup: &str) -> Option<Date> {
    roundup.strip_prefix("ROUNDUP#")?.parse().ok()
}

/// In `roundup`: the order within it.
pub(crate) fn roundup_order(item: &Item) -> String {
    let kind = item.kind.map_or(LAST, roundup_domain::Kind::name);
    format!("{}#{kind}#{}#{}", u8::from(item.ready), seconds(item.opened_at), item.id)
}

#[cfg(test)]
mod tests;
