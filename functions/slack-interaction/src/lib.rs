//! `POST /slack/interactions` and `POST /slack/commands`: what people do in Slack with our buttons, forms, menus, shortcuts
//! and commands. Verified, done, and answered within the three seconds that Slack waits.

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_app::{App, AppError, Told};
use roundup_ingest::slack;
use roundup_metrics::Metrics;
use roundup_runtime::SecretCache;
use roundup_runtime::behind::Warm;
use roundup_runtime::gateway::{Request, plain};
use roundup_runtime::signed::{Door, refusal};
use serde_json::Value;

/// The handler with what it needs.
#[derive(Clone)]
pub struct SlackInteraction {
    /// What the people do is done here.
    pub app: Warm,
    /// What Slack signs with.
    pub secrets: SecretCache,
    /// Where it is counted.
    pub metrics: Metrics,
}

impl SlackInteraction {
    /// Answers a button, form, menu or shortcut: 401 not signed, 413 too long, 503 where it could not be written down or
    /// nothing is set up yet, 200 otherwise.
    pub async fn interaction(&self, request: &Request, now: Timestamp) -> Response<String> {
        let app = match self.admitted(request, now).await {
            Ok(app) => app,
            Err(refusal) => return refusal,
        };
        let interaction = slack::parse_interaction(&request.body);
        answer(app.interact(&interaction, now).await)
    }

    /// Answers a slash command, as [`Self::interaction`].
    pub async fn command(&self, request: &Request, now: Timestamp) -> Response<String> {
        let app = match self.admitted(request, now).await {
            Ok(app) => app,
            Err(refusal) => return refusal,
        };
        match slack::parse_command(&request.body) {
            Ok(command) => answer(app.command(&command, now).await.map(Some)),
            Err(reason) => {
                tracing::info!(reason, "a command that is not ours");
                nothing()
            }
        }
    }

    /// The app for a request; how one that is too long, or not signed by Slack just now, is turned away.
    async fn admitted(&self, request: &Request, now: Timestamp) -> Result<App, Response<String>> {
        if !slack::fits(request.body.len()) {
            return Err(plain(StatusCode::PAYLOAD_TOO_LARGE, "longer than anything of Slack's"));
        }
        if let Some(refusal) = refusal(Door::Interaction, request, &self.secrets, &self.metrics, now).await {
            return Err(refusal);
        }
        // What is missing was logged.
        self.app.app(now).await.map_err(|_| plain(StatusCode::SERVICE_UNAVAILABLE, "not ready yet; try again later"))
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
