//! What people do, in words.

use super::super::cast::{CHANNELS, Channel, PEOPLE};
use super::super::story::{About, Does, On, Scene, scenes, title};
use crate::terminal::plain;

/// Longest text of a line, in characters.
const WIDTH: usize = 92;

/// What somebody does in a scene, as it follows their name.
pub(super) fn does(scene: &Scene) -> String {
    let quoted = |text: &str| format!("“{}”", cut(&spoken(text)));
    match scene.does {
        Does::Says { channel, text, .. } => format!("in #{}: {}", channel.name, quoted(text)),
        Does::Replies { channel, text, .. } => format!("replies in #{}: {}", channel.name, quoted(text)),
        Does::Edits { channel, text, .. } => format!("edits in #{}: {}", channel.name, quoted(text)),
        Does::Deletes { channel, .. } => format!("deletes the message in #{}", channel.name),
        Does::Checks { channel, .. } => format!("puts ✅ on the message in #{}", channel.name),
        Does::BotSays { channel, text } => format!("posts in #{}: {}", channel.name, quoted(text)),
        Does::OpensIssue { number, title, .. } => format!("opens issue #{number}: {}", quoted(title)),
        Does::OpensPull { number, title, draft, .. } => {
            format!("opens {} #{number}: {}", if draft { "draft pull request" } else { "pull request" }, quoted(title))
        }
        Does::Readies { number } => format!("marks #{number} ready for review"),
        Does::Comments { number, text } => format!("comments on #{number}: {}", quoted(text)),
        Does::Reviews { number, text } => format!("reviews #{number}: {}", quoted(text)),
        Does::Labels { number, label } => format!("labels #{number} “{label}”"),
        Does::Closes { number } if is_pull_request(number) => format!("merges #{number}"),
        Does::Closes { number } => format!("closes #{number}"),
        Does::OpensHome => "opens the Home tab of Roundup".to_owned(),
        Does::Presses { on, about, button } | Does::FillsIn { on, about, button, .. } => {
            format!("presses [{button}] {}{}", place(on), subject(about))
        }
        Does::Tracks { channel, key, .. } => {
            format!("chooses “Track in Roundup” on the message in #{}{}", channel.name, subject(About::Message(key)))
        }
        Does::Types { text } => format!("types /roundup {}", text.replace('{', "<link to ").replace('}', ">")),
        Does::Answers { text } => format!("answers in the thread of the question: {}", quoted(text)),
        Does::Decides { about, decision, owner } => {
            let owner = owner.map(|owner| format!(", owner {}", owner.name)).unwrap_or_default();
            format!("decides in the agenda: {}{owner}{}", decision.replace('_', " "), subject(about))
        }
    }
}

/// What was entered in a form, a line each.
pub(super) fn form(scene: &Scene) -> Vec<String> {
    let (Does::FillsIn { form, .. } | Does::Tracks { form, .. }) = scene.does else { return Vec::new() };
    form.iter()
        .map(|(name, value)| {
            let person = PEOPLE.iter().find(|person| person.slack == *value && !value.is_empty());
            let value = match person {
                Some(person) => person.name.to_owned(),
                None if name == value => "✓".to_owned(),
                None if ["kind", "checks"].contains(name) => value.replace('_', " ").replace(',', ", "),
                None => (*value).to_owned(),
            };
            format!("{}: {}", name.replace('_', " "), cut(&value))
        })
        .collect()
}

fn place(on: On) -> String {
    match on {
        On::Direct => "in a message from Roundup".to_owned(),
        On::Home => "on the Home tab".to_owned(),
        On::Posted(channel) => format!("in #{}", channel.name),
    }
}

fn subject(about: About) -> String {
    match about {
        About::HandOff => String::new(),
        About::Issue(number) => format!(", about #{number}"),
        About::Message(_) => format!(", about “{}”", cut_to(&spoken(title(about)), WIDTH / 2)),
    }
}

fn is_pull_request(of: u64) -> bool {
    scenes().any(|scene| matches!(scene.does, Does::OpensPull { number, .. } if number == of))
}

/// The channel in which a message was written.
pub(super) fn channel_of(of: &str) -> Option<Channel> {
    scenes().find_map(|scene| match scene.does {
        Does::Says { channel, key, .. } | Does::Replies { channel, key, .. } if key == of => Some(channel),
        _ => None,
    })
}

/// A channel's or a person's name, by what a message was addressed to.
pub(super) fn recipient(address: &str) -> String {
    // A direct message's channel is named after its user in the stand-in.
    let person = PEOPLE.iter().find(|person| !person.slack.is_empty() && person.slack.get(1..) == address.get(1..));
    let channel = CHANNELS.iter().find(|channel| channel.id == address);
    match (person, channel) {
        (Some(person), _) => person.name.to_owned(),
        (None, Some(channel)) => format!("#{}", channel.name),
        (None, None) => plain(address),
    }
}

/// A message in Slack's markup as people read it: names in place of mentions, words in place of links, nothing bold.
pub(super) fn spoken(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((marked, after)) = after.split_once('>') else { break };
        said.push_str(before);
        said.push_str(&match marked.strip_prefix('@') {
            Some(user) => format!("@{}", recipient(user)),
            None => marked.split_once('|').map_or(marked, |(_, label)| label).to_owned(),
        });
        rest = after;
    }
    said.push_str(rest);
    let said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    plain(&said.replace('*', ""))
}

/// One line of at most 92 characters.
pub(super) fn cut(text: &str) -> String {
    cut_to(text, WIDTH)
}

fn cut_to(text: &str, width: usize) -> String {
    let line = plain(text);
    if line.chars().count() <= width {
        line
    } else {
        format!("{}…", line.chars().take(width - 1).collect::<String>().trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slack_s_markup_is_read_out() {
        for (text, said) in [
            ("<@U0STAFF02> has *not* accepted", "@Ben Larsen has not accepted"),
            ("see <https://acme.test|the docs> &amp; a &lt;b&gt;", "see the docs & a <b>"),
            ("<https://acme.test>", "https://acme.test"),
            ("1 < 2", "1 < 2"),
            ("<@U0NOBODY1>", "@U0NOBODY1"),
        ] {
            assert_eq!(spoken(text), said);
        }
    }

    #[test]
    fn a_line_is_cut_where_it_is_too_long() {
        assert_eq!((cut_to("four", 4).as_str(), cut_to("more than four", 5).as_str()), ("four", "more…"));
    }
}
