//! Naming an item in a command: by its name, or by a link to it.

use roundup_domain::id::GithubThread;
use roundup_domain::{ConversationId, ItemId, SlackTs};

/// What somebody named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemRef {
    /// An item by its name, well-formed; whether there is one is another question.
    Id(ItemId),
    /// A thread in Slack. Which workspace the item is filed under, the link does not say.
    Slack {
        /// Channel id.
        channel: String,
        /// The thread's first message, or a message at top level.
        root: SlackTs,
    },
}

/// Reads an item's name (`github:acme/widgets#12`, `slack:T0STAFF01:C0EXT0001:1700000000.000100`, also `acme/widgets#12`), the
/// address of an issue, pull request or discussion on GitHub, or a link to a message in Slack; as typed, or as Slack hands
/// links on (`<https://…|label>`; Slack, "Formatting text"). None: it is none of these.
#[must_use]
pub fn item_ref(text: &str) -> Option<ItemRef> {
    // In what Slack hands on, an ampersand is an entity.
    let text = unwrapped(text.trim()).replace("&amp;", "&");
    match text.split_once("://") {
        Some(("https" | "http", address)) => web(address),
        Some(_) => None,
        None => named(&text).or_else(|| web(&text)),
    }
}

/// What stands between angle brackets, without the label.
fn unwrapped(text: &str) -> &str {
    let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    inside.map_or(text, |inside| inside.split_once('|').map_or(inside, |(address, _)| address))
}

fn named(text: &str) -> Option<ItemRef> {
    if let Some(rest) = text.strip_prefix("slack:") {
        let mut parts = rest.splitn(3, ':');
        let (team, channel, root) = (parts.next()?, parts.next()?, parts.next()?);
        let root: SlackTs = root.parse().ok()?;
        return (is_slack_id(team) && is_slack_id(channel)).then(|| ItemRef::Id(ItemId::slack(team, channel, &root)));
    }
    let rest = text.strip_prefix("github:").unwrap_or(text);
    let (repository, thread, number) = match rest.split_once('#') {
        Some((repository, number)) => (repository, GithubThread::Issue, number),
        None => {
            let (repository, number) = rest.split_once("/discussions/")?;
            (repository, GithubThread::Discussion, number)
        }
    };
    let (owner, name) = repository.split_once('/')?;
    github(owner, name, thread, number)
}

/// An address without its scheme.
fn web(address: &str) -> Option<ItemRef> {
    let (address, _fragment) = address.split_once('#').unwrap_or((address, ""));
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = address.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let path: Vec<&str> = path.split('/').collect();
    match path.as_slice() {
        [owner, name, what, number, ..] if matches!(host.as_str(), "github.com" | "www.github.com") => {
            let thread = match *what {
                "issues" | "pull" => GithubThread::Issue,
                "discussions" => GithubThread::Discussion,
                _ => return None,
            };
            github(owner, name, thread, number)
        }
        ["archives", channel, message, ..] if host.ends_with(".slack.com") => permalink(channel, message, query),
        _ => None,
    }
}

fn github(owner: &str, name: &str, thread: GithubThread, number: &str) -> Option<ItemRef> {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let number: u64 = Some(number).filter(|number| is_digits(number))?.parse().ok()?;
    let conversation = ConversationId::github(&format!("{owner}/{name}"), thread, number);
    (is_name(owner) && is_name(name)).then(|| ItemRef::Id(ItemId::github(&conversation)))
}

/// Slack, "chat.getPermalink": the message's timestamp without its dot after a `p`; of a reply, its thread's in the query.
fn permalink(channel: &str, message: &str, query: &str) -> Option<ItemRef> {
    let digits = message.strip_prefix('p').filter(|digits| is_digits(digits) && digits.len() == 16)?;
    let (seconds, micros) = digits.split_at(10);
    let own: SlackTs = format!("{seconds}.{micros}").parse().ok()?;
    let thread = query.split('&').find_map(|pair| pair.strip_prefix("thread_ts="));
    let root = match thread {
        Some(thread) => thread.parse().ok()?,
        None => own,
    };
    is_slack_id(channel).then(|| ItemRef::Slack { channel: channel.to_owned(), root })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn is_slack_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
