//! The sample fortnight: who does what, when and where.
//!
//! Two weeks of Acme, a company that builds in the open, from Monday 2 March 2026 to the Roundup on Tuesday 17 March: over
//! the change to daylight saving time, two hand-offs, two weekends, two Roundups before the last.

mod first_week;
mod second_week;

use super::cast::{Channel, Person};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// When the story begins, in the team's zone.
pub const BEGIN: &str = "03-02 08:30";
/// A moment before the last Roundup begins, and the next week's agenda takes the place of its own.
pub const END: &str = "03-17 12:59";
/// The configuration that the story plays under.
pub const CONFIGURATION: &str = include_str!("acme.toml");

/// What somebody enters in a form: an element's action id, and what is typed, ticked or chosen there.
pub type Form = &'static [(&'static str, &'static str)];

/// An item of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The thread of this message.
    Message(&'static str),
    /// This issue or pull request.
    Issue(u64),
    /// None: the last hand-off.
    HandOff,
}

/// Where somebody finds a button.
#[derive(Clone, Copy, Debug)]
pub enum On {
    /// In a direct message from Roundup.
    Direct,
    /// On Roundup's Home tab.
    Home,
    /// In a message of Roundup's in a channel.
    Posted(Channel),
}

/// Something that somebody does.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Writes at top level of a channel; `key` names the message for later.
    Says { channel: Channel, key: &'static str, text: &'static str },
    /// Replies in the thread of a message.
    Replies { channel: Channel, to: &'static str, key: &'static str, text: &'static str },
    /// Changes a message.
    Edits { channel: Channel, key: &'static str, text: &'static str },
    /// Deletes a message.
    Deletes { channel: Channel, key: &'static str },
    /// Puts a check mark on a message.
    Checks { channel: Channel, key: &'static str },
    /// An integration posts in a channel.
    BotSays { channel: Channel, text: &'static str },
    /// Opens an issue.
    OpensIssue { number: u64, title: &'static str, body: &'static str },
    /// Opens a pull request.
    OpensPull { number: u64, title: &'static str, body: &'static str, draft: bool },
    /// Declares a draft ready.
    Readies { number: u64 },
    /// Comments on an issue or pull request.
    Comments { number: u64, text: &'static str },
    /// Reviews a pull request.
    Reviews { number: u64, text: &'static str },
    /// Labels an issue or pull request.
    Labels { number: u64, label: &'static str },
    /// Closes an issue, or merges a pull request.
    Closes { number: u64 },
    /// Opens Roundup's Home tab.
    OpensHome,
    /// Presses a button.
    Presses { on: On, about: About, button: &'static str },
    /// Presses a button, and fills in the form that it opens.
    FillsIn { on: On, about: About, button: &'static str, form: Form },
    /// *Track in Roundup* on a message, and fills in the form.
    Tracks { channel: Channel, key: &'static str, form: Form },
    /// Types `/roundup` and this; a message's key in braces stands for a link to it.
    Types { text: &'static str },
    /// Answers Roundup's last question, in its thread.
    Answers { text: &'static str },
    /// Chooses a decision, and who looks after it, in the posted agenda.
    Decides { about: About, decision: &'static str, owner: Option<Person> },
}

/// One line of the story.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// When, in the team's zone: month, day and time.
    pub at: &'static str,
    /// Who.
    pub who: Person,
    /// What.
    pub does: Does,
}

/// The story, in order of time.
pub fn scenes() -> impl Iterator<Item = &'static Scene> {
    first_week::SCENES.iter().chain(second_week::SCENES)
}

/// The instant of a time of the story.
#[must_use]
pub fn instant(at: &str) -> Timestamp {
    let zone = TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC);
    let at = format!("2026-{}:00", at.replace(' ', "T"));
    at.parse::<DateTime>().map_or(Timestamp::UNIX_EPOCH, |at| roundup_domain::zone::instant(&zone, at))
}

/// What an item is called: its title, or how it begins.
pub fn title(about: About) -> &'static str {
    let of_scene = |scene: &Scene| match (about, scene.does) {
        (About::Message(of), Does::Says { key, text, .. } | Does::Replies { key, text, .. }) if key == of => Some(text),
        (About::Issue(of), Does::OpensIssue { number, title, .. } | Does::OpensPull { number, title, .. }) if number == of => {
            Some(title)
        }
        _ => None,
    };
    scenes().find_map(of_scene).unwrap_or_default()
}

const fn scene(at: &'static str, who: Person, does: Does) -> Scene {
    Scene { at, who, does }
}

const fn says(channel: Channel, key: &'static str, text: &'static str) -> Does {
    Does::Says { channel, key, text }
}

const fn replies(channel: Channel, to: &'static str, key: &'static str, text: &'static str) -> Does {
    Does::Replies { channel, to, key, text }
}

const fn opens(number: u64, title: &'static str, body: &'static str) -> Does {
    Does::OpensIssue { number, title, body }
}

const fn comments(number: u64, text: &'static str) -> Does {
    Does::Comments { number, text }
}

const fn presses(on: On, about: About, button: &'static str) -> Does {
    Does::Presses { on, about, button }
}

const fn fills_in(on: On, about: About, button: &'static str, form: Form) -> Does {
    Does::FillsIn { on, about, button, form }
}

const fn decides(about: About, decision: &'static str, owner: Person) -> Does {
    Does::Decides { about, decision, owner: Some(owner) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_goes_forward_and_ends_before_its_last_roundup() {
        let times: Vec<Timestamp> = scenes().map(|scene| instant(scene.at)).collect();
        assert!(instant(BEGIN) <= times[0] && times.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(times.last().is_some_and(|last| *last <= instant(END)));
    }

    #[test]
    fn whatever_a_scene_is_about_was_there_before() {
        for (position, scene) in scenes().enumerate() {
            let (Does::Presses { about, .. } | Does::FillsIn { about, .. } | Does::Decides { about, .. }) = scene.does else {
                continue;
            };
            let begins = |scene: &Scene| match (about, scene.does) {
                (About::Message(of), Does::Says { key, .. }) => key == of,
                (About::Issue(of), Does::OpensIssue { number, .. } | Does::OpensPull { number, .. }) => number == of,
                (About::HandOff, _) => true,
                _ => false,
            };
            assert!(scenes().take(position).any(begins), "{scene:?}");
        }
    }
}
