//! A message that is filled from the top until nothing more fits.

use crate::Shown;
use crate::block::{context, section};
use serde_json::Value;

/// Room in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Room {
    /// In blocks.
    blocks: usize,
    /// In UTF-16 units of what blocks say and carry.
    units: usize,
}

impl Room {
    /// What a message has room for: 50 blocks (Slack, "chat.postMessage"), and about 13,200 characters in all of them, which
    /// Slack does not document (`msg_blocks_too_long`; bolt-js, issue 2509). Some of it is left for the safety of both.
    const OF_A_MESSAGE: Self = Self { blocks: 48, units: 12_400 };
    /// What every list is sure to get, whatever comes before it.
    const OF_A_LIST: Self = Self { blocks: 8, units: 2_400 };
    /// What saying how many are left out takes.
    const OF_AN_OMISSION: Self = Self { blocks: 1, units: 100 };
    /// How long the text of a section gets before the next one begins (Slack: at most 3,000).
    const OF_A_SECTION: usize = 2_900;

    fn holds(self, other: Self) -> bool {
        other.blocks <= self.blocks && other.units <= self.units
    }

    fn without(self, other: Self) -> Self {
        Self { blocks: self.blocks.saturating_sub(other.blocks), units: self.units.saturating_sub(other.units) }
    }

    fn of(blocks: &[Value]) -> Self {
        Self { blocks: blocks.len(), units: blocks.iter().map(units).sum() }
    }

    fn of_lists(count: usize) -> Self {
        Self { blocks: Self::OF_A_LIST.blocks * count, units: Self::OF_A_LIST.units * count }
    }
}

/// How much of a message's room a value takes: the texts, and what buttons carry.
fn units(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| match value {
                Value::String(text) if matches!(key.as_str(), "text" | "value" | "url") => width(text),
                Value::String(_) => 0,
                value => units(value),
            })
            .sum(),
        Value::Array(values) => values.iter().map(units).sum(),
        _ => 0,
    }
}

fn width(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A message in the making: what must be in it is [`push`](Self::push)ed, and its lists take what room is left, each leaving
/// some to those that come after it. What is left out is counted.
#[derive(Debug)]
pub(crate) struct Sheet {
    blocks: Vec<Value>,
    left: Room,
    lists_to_come: usize,
    more: &'static str,
}

impl Sheet {
    /// An empty message with so many lists to come that are not empty; `more`: where what is left out can be seen.
    pub fn new(lists_to_come: usize, more: &'static str) -> Self {
        Self { blocks: Vec::new(), left: Room::OF_A_MESSAGE, lists_to_come, more }
    }

    /// Adds what must be there.
    pub fn push(&mut self, block: Value) {
        self.left = self.left.without(Room::of(std::slice::from_ref(&block)));
        self.blocks.push(block);
    }

    /// Adds a list of drawn items under its heading.
    pub fn rows(&mut self, heading: &str, rows: Vec<Vec<Value>>) {
        if self.begin(heading, rows.len()) {
            let total = rows.len();
            let listed = rows.into_iter().take_while(|row| self.add(row)).count();
            self.end(total - listed);
        }
    }

    /// Adds a list of lines under its heading, many lines to a section; `unlisted`: how many more there are than these.
    pub fn lines(&mut self, heading: &str, lines: &[String], unlisted: usize) {
        if !self.begin(heading, lines.len() + unlisted) {
            return;
        }
        let mut sections: Vec<String> = Vec::new();
        let mut listed = 0;
        for line in lines {
            let line = format!("• {line}");
            let wide = width(&line) + 1;
            let open = sections.last_mut().filter(|text| width(text) + wide <= Room::OF_A_SECTION);
            if !self.take(Room { blocks: usize::from(open.is_none()), units: wide }) {
                break;
            }
            match open {
                Some(text) => *text = format!("{text}\n{line}"),
                None => sections.push(line),
            }
            listed += 1;
        }
        self.blocks.extend(sections.iter().map(|text| section(text)));
        self.end(lines.len() - listed + unlisted);
    }

    /// The message.
    pub fn shown(self, text: String) -> Shown {
        Shown { text, blocks: self.blocks }
    }

    fn begin(&mut self, heading: &str, length: usize) -> bool {
        if length > 0 {
            self.lists_to_come = self.lists_to_come.saturating_sub(1);
            self.push(section(heading));
        }
        length > 0
    }

    fn add(&mut self, blocks: &[Value]) -> bool {
        let fits = self.take(Room::of(blocks));
        if fits {
            self.blocks.extend_from_slice(blocks);
        }
        fits
    }

    /// Takes room, where there is enough beside what the lists to come are sure of, and saying what is left out.
    fn take(&mut self, room: Room) -> bool {
        let free = self.left.without(Room::of_lists(self.lists_to_come)).without(Room::OF_AN_OMISSION);
        let fits = free.holds(room);
        if fits {
            self.left = self.left.without(room);
        }
        fits
    }

    fn end(&mut self, left_out: usize) {
        if left_out > 0 {
            self.push(context(&format!("… and {left_out} more {}", self.more)));
        }
    }
}

#[cfg(test)]
mod tests;
