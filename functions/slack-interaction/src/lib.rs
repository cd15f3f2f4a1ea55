//! `POST /slack/interactions` and `POST /slack/commands`: what people do in Slack.
//!
//! Verified and read; no button or command is offered yet, so that everything is acknowledged and changes nothing.

use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_ingest::{SigningSecret, slack};
use roundup_runtime::gateway::{Request, plain};

/// The handler with what it needs.
#[derive(Clone, Debug)]
pub struct SlackInteraction {
    /// What Slack signs with.
    pub secrets: Vec<SigningSecret>,
}

impl SlackInteraction {
    /// Answers a button or form: 401 not signed, 413 too long, 200 otherwise.
    pub async fn interaction(&self, request: &Request, now: Timestamp) -> Response<String> {
        self.verified(request, now, |body| match slack::parse_interaction(body) {
            slack::Interaction::Action(action) => tracing::info!(action = action.action_id, "an action that is not ours"),
            slack::Interaction::Ignored(reason) => tracing::info!(reason, "an interaction that is not ours"),
        })
    }

    /// Answers a slash command: 401 not signed, 413 too long, 200 otherwise.
    pub async fn command(&self, request: &Request, now: Timestamp) -> Response<String> {
        self.verified(request, now, |body| match slack::parse_command(body) {
            Ok(command) => tracing::info!(command = command.command, "a command that is not ours"),
            Err(reason) => tracing::info!(reason, "a command that is not ours"),
        })
    }

    fn verified(&self, request: &Request, now: Timestamp, take: impl FnOnce(&[u8])) -> Response<String> {
        if !slack::fits(request.body.len()) {
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "longer than anything of Slack's");
        }
        if let Err(rejection) = slack::verify(&request.headers, &request.body, &self.secrets, now) {
            tracing::warn!(%rejection, "a request to a Slack URL was turned away");
            return plain(StatusCode::UNAUTHORIZED, rejection.to_string());
        }
        take(&request.body);
        // An empty body: Slack shows anything else to the person.
        plain(StatusCode::OK, "")
    }
}
