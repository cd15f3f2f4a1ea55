//! `/roundup`: what was typed, and what is answered. Answers are for whoever typed it, and for nobody else to see.

mod answers;
mod item_ref;

pub use answers::{Summary, digest, help, list, not_understood, on_call, refused, snoozed, swapped, took};
pub use item_ref::{ItemRef, item_ref};

use item_ref::is_slack_id;

/// What somebody asks for. Times are as typed, for [`roundup_domain::when`]; an item as typed, for [`item_ref`], which can
/// read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Who waits.
    List,
    /// Who is on call.
    OnCall,
    /// To be on call from now on.
    Take {
        /// Until when; none where it was not said.
        until: Option<String>,
    },
    /// Somebody else is to be on call for a while.
    Swap {
        /// Slack user id.
        user: String,
        /// From when until when; not empty.
        times: String,
    },
    /// Why an item stands as it does.
    Why {
        /// Which.
        item: String,
    },
    /// What the coming Roundup is like.
    Digest,
    /// Put an item off.
    Snooze {
        /// Which.
        item: String,
        /// Until when; not empty.
        until: String,
    },
    /// What can be asked for.
    Help,
}

/// Why a text is no command, and what would be right; in mrkdwn. The text itself is not repeated: it may go to a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Usage {
    /// The first word is none that is known.
    #[error("I don't know that word{}", did_you_mean(*meant))]
    UnknownWord {
        /// The known word next to it.
        meant: Option<&'static str>,
    },
    /// `swap` with nobody, or with somebody whom Slack did not recognise.
    #[error(
        "I can't tell with whom; write `/roundup swap @somebody mon 9:00 tue 17:00`, and choose the name from the list that Slack shows after the `@`"
    )]
    NoUser,
    /// `swap` without times.
    #[error("I can't tell from when until when; write for example `/roundup swap @somebody mon 9:00 tue 17:00`")]
    NoTimes,
    /// No item, or something that names none.
    #[error(
        "I can't tell which item; name it by a link to the issue, pull request, discussion or Slack message, or like `github:acme/widgets#12`"
    )]
    NoItem,
    /// `snooze` without a time.
    #[error("I can't tell until when; write for example `/roundup snooze github:acme/widgets#12 tomorrow 9:00`")]
    NoUntil,
}

fn did_you_mean(meant: Option<&str>) -> String {
    meant
        .map_or_else(|| "; `/roundup help` shows those I do".to_owned(), |meant| format!("; perhaps you mean `/roundup {meant}`"))
}

/// A word that is known.
struct Word {
    name: &'static str,
    /// What may stand after it.
    takes: &'static str,
    does: &'static str,
}

const fn word(name: &'static str, takes: &'static str, does: &'static str) -> Word {
    Word { name, takes, does }
}

/// All that is known, in the order in which it is shown.
const WORDS: [Word; 8] = [
    word("list", "", "who waits, and until when"),
    word("oncall", "", "who is on call, and who is next"),
    word("take", " [until]", "you are on call from now on, until the shift ends or the time you say: `take until 17:00`"),
    word("swap", " @somebody from to", "they are on call for that time: `swap @grace mon 9:00 tue 17:00`"),
    word("why", " item", "what happened to an item's clock; name it by a link or like `github:acme/widgets#12`"),
    word("digest", "", "what the coming Roundup is like"),
    word("snooze", " item until", "puts an item off: `snooze github:acme/widgets#12 tomorrow 9:00`"),
    word("help", "", "this"),
];

/// Reads what stands after `/roundup`, in the form in which Slack hands it on with `should_escape`: users as
/// `<@U0STAFF01|ada>` (Slack, "Slash commands").
///
/// # Errors
/// What is wrong, and what would be right.
pub fn parse(text: &str) -> Result<Command, Usage> {
    let (word, rest) = first_word(text);
    match word.to_lowercase().as_str() {
        "" | "help" | "?" => Ok(Command::Help),
        "list" => Ok(Command::List),
        "oncall" | "on-call" | "on_call" => Ok(Command::OnCall),
        "on" if first_word(rest).0.eq_ignore_ascii_case("call") => Ok(Command::OnCall),
        "take" => Ok(Command::Take { until: Some(without_until(rest).to_owned()).filter(|until| !until.is_empty()) }),
        "swap" => swap(rest),
        "why" => item(rest).map(|item| Command::Why { item }),
        "digest" => Ok(Command::Digest),
        "snooze" => snooze(rest),
        unknown => Err(Usage::UnknownWord { meant: nearest(unknown) }),
    }
}

fn swap(rest: &str) -> Result<Command, Usage> {
    let (user, times) = mentioned(rest).ok_or(Usage::NoUser)?;
    if times.is_empty() { Err(Usage::NoTimes) } else { Ok(Command::Swap { user: user.to_owned(), times: times.to_owned() }) }
}

/// Whom the text begins by mentioning, and the rest.
fn mentioned(text: &str) -> Option<(&str, &str)> {
    let text = match first_word(text) {
        (with, rest) if with.eq_ignore_ascii_case("with") => rest,
        _ => text,
    };
    let (mention, rest) = text.strip_prefix("<@")?.split_once('>')?;
    let id = mention.split_once('|').map_or(mention, |(id, _)| id);
    (is_slack_id(id) && id.starts_with(['U', 'W'])).then(|| (id, rest.trim()))
}

fn snooze(rest: &str) -> Result<Command, Usage> {
    // A link as Slack hands it on may have spaces in its label.
    let (named, until) = match rest.split_once('>').filter(|_| rest.starts_with('<')) {
        Some((link, until)) => (&rest[..=link.len()], until.trim()),
        None => first_word(rest),
    };
    let item = item(named)?;
    let until = without_until(until);
    if until.is_empty() { Err(Usage::NoUntil) } else { Ok(Command::Snooze { item, until: until.to_owned() }) }
}

fn item(text: &str) -> Result<String, Usage> {
    item_ref(text).map(|_| text.to_owned()).ok_or(Usage::NoItem)
}

fn without_until(text: &str) -> &str {
    match first_word(text) {
        (until, rest) if until.eq_ignore_ascii_case("until") || until.eq_ignore_ascii_case("till") => rest,
        _ => text,
    }
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

/// The word that was probably meant: one slip in three letters.
fn nearest(mistaken: &str) -> Option<&'static str> {
    // No word is longer; the distance to an absurd one is not worth computing.
    let mistaken: String = mistaken.chars().take(16).collect();
    let near_enough = (mistaken.chars().count() / 3).max(1);
    let distances = WORDS.iter().map(|word| (strsim::damerau_levenshtein(&mistaken, word.name), word.name));
    distances.filter(|(distance, _)| *distance <= near_enough).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
