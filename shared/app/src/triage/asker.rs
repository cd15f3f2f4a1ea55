//! Whoever pressed something, and how to tell them something that nobody else sees.

use crate::App;
use crate::staff::in_time;
use roundup_ingest::slack::{Action, Shortcut, ViewKind};
use roundup_slack::{Message, SlackError};
use roundup_views::form::message::notice_view;
use serde_json::Value;

/// The title of a modal that only says something.
const TITLE: &str = "Roundup";

/// Whoever pressed something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker<'a> {
    pub user: &'a str,
    /// The workspace that the request names.
    pub team: Option<&'a str>,
    /// Opens a modal, for three seconds.
    pub trigger: Option<&'a str>,
    /// Where they can be told something, and in which thread of it.
    channel: Option<&'a str>,
    thread: Option<&'a str>,
    /// They are in a modal: another one goes on top of it.
    is_in_modal: bool,
}

impl<'a> Asker<'a> {
    pub(super) fn of_action(action: &'a Action) -> Self {
        let is_in_modal = action.view.as_ref().is_some_and(|view| view.kind == ViewKind::Modal);
        Self {
            user: &action.user,
            team: action.team.as_deref(),
            trigger: action.trigger_id.as_deref(),
            channel: action.channel.as_deref().filter(|_| action.view.is_none()),
            thread: action.thread.as_ref().map(roundup_domain::SlackTs::as_str),
            is_in_modal,
        }
    }

    pub(super) fn of_shortcut(shortcut: &'a Shortcut) -> Self {
        Self {
            user: &shortcut.user,
            team: shortcut.team.as_deref(),
            trigger: shortcut.trigger_id.as_deref(),
            channel: None,
            thread: None,
            is_in_modal: false,
        }
    }
}

impl App {
    /// Tells somebody something that only they see: where they pressed, or in a modal. Being told is a courtesy: that it
    /// failed is noted, and no reason to do the rest again.
    pub(super) async fn tell_asker(&self, asker: &Asker<'_>, text: &str) {
        let Some(channel) = asker.channel else { return self.open(asker, &notice_view(TITLE, text)).await };
        let message = Message { text: text.to_owned(), ..Message::default() };
        let posted = self.slack.post_ephemeral(self.team_of(asker), channel, asker.user, asker.thread, &message);
        match in_time("chat.postEphemeral", posted).await {
            Ok(()) => {}
            // Where the app may not speak (any more), a modal can.
            Err(error) if error.refusal().is_some() => {
                tracing::info!(user = asker.user, %error, "somebody is told in a modal what came of their button");
                self.open(asker, &notice_view(TITLE, text)).await;
            }
            Err(error) => tracing::warn!(user = asker.user, %error, "somebody could not be told what came of their button"),
        }
    }

    /// Opens a modal. One that does not open is opened by pressing again.
    pub(super) async fn open(&self, asker: &Asker<'_>, view: &Value) {
        let Some(trigger) = asker.trigger else {
            tracing::info!(user = asker.user, "nothing to open a modal with");
            return;
        };
        let team = self.team_of(asker);
        let opened: Result<(), SlackError> = match asker.is_in_modal {
            true => in_time("views.push", self.slack.push_view(team, trigger, view)).await,
            false => in_time("views.open", self.slack.open_view(team, trigger, view)).await,
        };
        if let Err(error) = opened {
            tracing::warn!(user = asker.user, %error, "a modal did not open");
        }
    }

    /// The workspace in which they are to be told: the one that they are in, where the app is installed there.
    pub(super) fn team_of<'a>(&'a self, asker: &Asker<'a>) -> &'a str {
        asker.team.filter(|team| self.slack.has_token(team)).unwrap_or_else(|| self.home())
    }
}
