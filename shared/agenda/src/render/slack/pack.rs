//! From pieces that belong together to messages that Slack takes.

use super::SlackMessage;
use super::block;
use crate::render::list::left_out;
use crate::words::number;
use serde_json::Value;

/// Blocks of a message, less a header and a line that counts what is left out (Slack, "Block Kit": 50).
const BLOCKS: usize = 48;
/// UTF-16 units of a message, less the same.
const UNITS: usize = 11_700;
/// Most messages about one thing: Slack takes about one a second per channel, and nobody reads more.
const MESSAGES: usize = 4;

/// What the pieces are.
pub(super) struct Topic<'a> {
    /// `Bugs`.
    pub heading: &'a str,
    /// `bug`, `bugs`.
    pub nouns: (&'a str, &'a str),
    /// A last remark.
    pub remark: Option<String>,
}

/// Messages for a thread. `pieces` are blocks that must stay together, in order; each fits a message by itself.
pub(super) fn pack(topic: &Topic<'_>, pieces: Vec<Vec<Value>>) -> Vec<SlackMessage> {
    let total = pieces.len();
    let mut bins = bins(pieces, BLOCKS - usize::from(topic.remark.is_some()));
    let shown: usize = bins.iter().take(MESSAGES).map(Vec::len).sum();
    bins.truncate(MESSAGES);
    let mut messages = Vec::new();
    let mut before = 0;
    for pieces in bins {
        let (from, to) = (before + 1, before + pieces.len());
        before = to;
        let heading = match pieces.len() == total {
            true => format!("{} ({})", topic.heading, number(total)),
            false if from == to => format!("{} ({} of {})", topic.heading, number(from), number(total)),
            false => format!("{} ({} to {} of {})", topic.heading, number(from), number(to), number(total)),
        };
        let mut blocks = vec![block::header(&heading)];
        blocks.extend(pieces.into_iter().flatten());
        if to == shown {
            let (one, many) = topic.nouns;
            let rest = left_out(total - shown, one, many).map(|rest| format!("{rest}; `roundup digest` shows them all."));
            blocks.extend(rest.iter().chain(&topic.remark).map(|line| block::context(line)));
        }
        messages.push(SlackMessage { text: heading, blocks, thread: true });
    }
    messages
}

/// `most`: blocks of a message.
fn bins(pieces: Vec<Vec<Value>>, most: usize) -> Vec<Vec<Vec<Value>>> {
    let mut bins: Vec<Vec<Vec<Value>>> = Vec::new();
    let (mut blocks, mut units) = (0, 0);
    for piece in pieces {
        let weight: usize = piece.iter().map(block::weight).sum();
        let fits = blocks + piece.len() <= most && units + weight <= UNITS;
        match bins.last_mut() {
            Some(bin) if fits => {
                bin.push(piece);
                (blocks, units) = (blocks + bin.last().map_or(0, Vec::len), units + weight);
            }
            _ => {
                (blocks, units) = (piece.len(), weight);
                bins.push(vec![piece]);
            }
        }
    }
    bins
}
