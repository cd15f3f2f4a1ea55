//! Single facts of a channel.

use crate::people::Somebody;
use jiff::Timestamp;
use roundup_domain::{ConversationId, Fact, Filed, Place, Platform, SlackTs, What};

/// Somebody says something, at top level or in the thread of what was said at `root`.
pub fn says(
    conversation: &ConversationId,
    at: Timestamp,
    who: Somebody,
    root: Option<Timestamp>,
    mentions: &[Somebody],
) -> Filed {
    let ts = SlackTs::from_time(at);
    let place = match root {
        Some(root) => Place::Reply { root: SlackTs::from_time(root), ts: ts.clone() },
        None => Place::Top(ts.clone()),
    };
    let mentions = mentions.iter().map(|who| who.slack.to_owned()).collect();
    let what = What::Comment { id: ts.to_string(), text: "It fails".to_owned(), mentions, url: None };
    let fact = Fact { name: format!("message:{ts}"), at, by: Some(who.on(Platform::Slack)), what, subject: None };
    Filed { conversation: conversation.clone(), place, fact }
}

/// Somebody does something about the item of the thread of what was said at `root`, with a button or form.
pub fn does(conversation: &ConversationId, root: Timestamp, at: Timestamp, who: Somebody, name: &str, what: What) -> Filed {
    let root = SlackTs::from_time(root);
    let fact = Fact { name: name.to_owned(), at, by: Some(who.on(Platform::Slack)), what, subject: None };
    Filed { conversation: conversation.clone(), place: Place::Reply { root: root.clone(), ts: root }, fact }
}
