//! `POST /slack/interactions` and `POST /slack/commands`: what people do in Slack with our buttons, forms, menus, shortcuts
//! and commands. Verified, done, and answered within the three seconds that Slack waits.

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_app::{App, AppError, Told};
use roundup_ingest::{SigningSecret, slack};
use roundup_runtime::gateway::{Request, plain};
use serde_json::Value;

/// The handler with what it needs.
#[derive(Clone)]
pub struct SlackInteraction {
    /// What the people do is done here.
    pub app: App,
    /// What Slack signs with.
    pub secrets: Vec<SigningSecret>,
}

impl SlackInteraction {
    /// Answers a button, form, menu or shortcut: 401 not signed, 413 too long, 503 where it could not be written down, 200
    /// otherwise.
    pub async fn interaction(&self, request: &Request, now: Timestamp) -> Response<String> {
        if let Some(refusal) = self.refusal(request, now) {
            return refusal;
        }
        let interaction = slack::parse_interaction(&request.body);
        answer(self.app.interact(&interaction, now).await)
    }

    /// Answers a slash command, as [`Self::interaction`].
    pub async fn command(&self, request: &Request, now: Timestamp) -> Response<String> {
        if let Some(refusal) = self.refusal(request, now) {
            return refusal;
        }
        match slack::parse_command(&request.body) {
            Ok(command) => answer(self.app.command(&command, now).await.map(Some)),
            Err(reason) => {
                tracing::info!(reason, "a command that is not ours");
                nothing()
            }
        }
    }

    /// How a request that is too long, or not signed by Slack just now, is turned away.
    fn refusal(&self, request: &Request, now: Timestamp) -> Option<Response<String>> {
        if !slack::fits(request.body.len()) {
            return Some(plain(StatusCode::PAYLOAD_TOO_LARGE, "longer than anything of Slack's"));
        }
        let rejection = slack::verify(&request.headers, &request.body, &self.secrets, now).err()?;
        tracing::warn!(%rejection, "a request to a Slack URL was turned away");
        Some(plain(StatusCode::UNAUTHORIZED, rejection.to_string()))
    }
}

fn answer(told: Result<Told, AppError>) -> Response<String> {
    match told {
        Ok(Some(body)) => json(&body),
        Ok(None) => nothing(),
        Err(error) => {
            tracing::error!(%error, "what somebody did in Slack could not be written down");
            plain(StatusCode::SERVICE_UNAVAILABLE, "not written down; please try again")
        }
    }
}

/// An empty body: Slack shows anything else to the person.
fn nothing() -> Response<String> {
    plain(StatusCode::OK, "")
}

fn json(body: &Value) -> Response<String> {
    let mut response = Response::new(body.to_string());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    response
}
