//! The client.

mod groups;
mod history;
mod views;

pub use history::{Identity, Messages};

use crate::error::{SetupError, SlackError};
use crate::info::{ChannelInfo, UserInfo};
use crate::message::{self, Message, Posted};
use backon::{ExponentialBuilder, Retryable};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{RequestBuilder, Response, StatusCode, Url};
use roundup_http::{Carrier, Unanswered};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// How long a call may take in all.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How often a reading call is repeated after its first failure.
const READ_RETRIES: usize = 2;
/// The longest wait that a reading call sits out; a longer one is left to the caller, who has other things to do.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// What Slack recommends as the size of a page of messages.
const PAGE: &str = "200";
/// How many pages are searched for a message.
const PAGES: usize = 10;

/// Bot tokens by workspace.
#[derive(Clone, Default)]
pub struct Tokens {
    /// By workspace id (`T…`).
    pub by_team: BTreeMap<String, String>,
    /// For every other workspace.
    pub default: Option<String>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("by_team", &self.by_team.keys().collect::<Vec<_>>())
            .field("default", &self.default.is_some())
            .finish()
    }
}

/// A client of Slack's Web API, for any number of workspaces. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Slack {
    client: reqwest::Client,
    base: Url,
    by_team: BTreeMap<String, HeaderValue>,
    default: Option<HeaderValue>,
    timeout: Duration,
    carrier: Carrier,
}

impl Slack {
    /// A client for the API at `base_url` (`https://slack.com/api/`).
    ///
    /// # Errors
    /// When the URL is none, or a token could not be sent.
    pub fn new(base_url: &str, tokens: Tokens) -> Result<Self, SetupError> {
        let by_team = tokens.by_team.into_iter().map(|(team, token)| {
            let header = authorization(&token).ok_or_else(|| SetupError::Token(format!("of {team}")))?;
            Ok((team, header))
        });
        let default = tokens.default.map(|token| authorization(&token).ok_or_else(|| SetupError::Token("(default)".into())));
        Ok(Self {
            client: roundup_http::client().map_err(|error| SetupError::Client(error.to_string()))?,
            base: roundup_http::base(base_url).ok_or_else(|| SetupError::BaseUrl(base_url.to_owned()))?,
            by_team: by_team.collect::<Result<_, SetupError>>()?,
            default: default.transpose()?,
            timeout: TIMEOUT,
            carrier: Carrier::Network,
        })
    }

    /// The same with another limit (10 s) to how long one call may take in all.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The same over something else than the network.
    #[must_use]
    pub fn with_carrier(mut self, carrier: Carrier) -> Self {
        self.carrier = carrier;
        self
    }

    /// The workspaces of which there is a token of their own.
    pub fn teams(&self) -> impl Iterator<Item = &str> {
        self.by_team.keys().map(String::as_str)
    }

    /// Whether there is a token of this workspace's own.
    #[must_use]
    pub fn has_token(&self, team: &str) -> bool {
        self.by_team.contains_key(team)
    }

    /// Posts a message to a channel, or to a user's direct messages with the app (`chat.postMessage`). Never repeated here.
    ///
    /// # Errors
    /// See [`SlackError`]; after one that [may have been carried out](SlackError::may_be_carried_out), look for the message
    /// with [`Self::find_message`].
    pub async fn post_message(&self, team: &str, channel_or_user: &str, message: &Message) -> Result<Posted, SlackError> {
        let method = "chat.postMessage";
        let answer = self.post(team, method, &message.post_arguments(channel_or_user)).await?;
        Ok(posted(channel_or_user, &answer))
    }

    /// Shows a message to one member of a channel until they reload (`chat.postEphemeral`), in a thread if one is given. The
    /// message's own thread and key are left out: it is in no history, so it cannot be found again. Never repeated here.
    ///
    /// # Errors
    /// See [`SlackError`]; `user_not_in_channel` and `not_in_channel` are [refusals](SlackError::refusal).
    pub async fn post_ephemeral(
        &self,
        team: &str,
        channel: &str,
        user: &str,
        thread_ts: Option<&str>,
        message: &Message,
    ) -> Result<(), SlackError> {
        self.post(team, "chat.postEphemeral", &message.ephemeral_arguments(channel, user, thread_ts)).await.map(drop)
    }

    /// The address of a message in Slack (`chat.getPermalink`).
    ///
    /// # Errors
    /// See [`SlackError`]; `channel_not_found` and `message_not_found` are [refusals](SlackError::refusal).
    pub async fn permalink(&self, team: &str, channel: &str, ts: &str) -> Result<String, SlackError> {
        let method = "chat.getPermalink";
        let answer = self.get(team, method, &[("channel", channel), ("message_ts", ts)]).await?;
        answer["permalink"].as_str().map(str::to_owned).ok_or(SlackError::AnswerLost { method })
    }

    /// Puts a message in the place of one that the app has posted (`chat.update`). Never repeated here; doing it twice
    /// is harmless.
    ///
    /// # Errors
    /// See [`SlackError`].
    pub async fn update_message(&self, team: &str, channel: &str, ts: &str, message: &Message) -> Result<(), SlackError> {
        self.post(team, "chat.update", &message.update_arguments(channel, ts)).await.map(drop)
    }

    /// Finds the message that carries a notice, at top level of a channel or in a user's direct messages with the app
    /// (`conversations.history`), among the latest 2,000. It was sent a moment ago, if at all; and by whose clock is not asked.
    ///
    /// # Errors
    /// See [`SlackError`].
    pub async fn find_message(&self, team: &str, channel_or_user: &str, key: &str) -> Result<Option<Posted>, SlackError> {
        let channel = self.channel_of(team, channel_or_user).await?;
        self.search(team, "conversations.history", &[("channel", channel.as_str())], key).await
    }

    /// Finds the reply that carries a notice in the thread of `root` (`conversations.replies`; `conversations.history` does
    /// not list replies).
    ///
    /// # Errors
    /// See [`SlackError`].
    pub async fn find_reply(&self, team: &str, channel: &str, root: &str, key: &str) -> Result<Option<Posted>, SlackError> {
        self.search(team, "conversations.replies", &[("channel", channel), ("ts", root)], key).await
    }

    /// Who a user is (`users.info`).
    ///
    /// # Errors
    /// See [`SlackError`]; `user_not_found` and `user_not_visible` are refusals.
    pub async fn user(&self, team: &str, id: &str) -> Result<UserInfo, SlackError> {
        let answer = self.get(team, "users.info", &[("user", id)]).await?;
        Ok(UserInfo::read(&answer["user"]))
    }

    /// What a channel is (`conversations.info`).
    ///
    /// # Errors
    /// See [`SlackError`]; `channel_not_found` is a refusal, and also what a private channel without the app looks like.
    pub async fn channel(&self, team: &str, id: &str) -> Result<ChannelInfo, SlackError> {
        let answer = self.get(team, "conversations.info", &[("channel", id)]).await?;
        Ok(ChannelInfo::read(&answer["channel"]))
    }

    /// The channel itself, or that of the direct messages with a user. Opening them is harmless to repeat.
    async fn channel_of(&self, team: &str, channel_or_user: &str) -> Result<String, SlackError> {
        if !channel_or_user.starts_with(['U', 'W']) {
            return Ok(channel_or_user.to_owned());
        }
        let method = "conversations.open";
        let arguments = json!({"users": channel_or_user});
        let answer = patiently(|| self.post(team, method, &arguments)).await?;
        answer["channel"]["id"].as_str().map(str::to_owned).ok_or(SlackError::AnswerLost { method })
    }

    /// Goes through the pages of a conversation until a message carries the notice.
    async fn search(
        &self,
        team: &str,
        method: &'static str,
        query: &[(&str, &str)],
        key: &str,
    ) -> Result<Option<Posted>, SlackError> {
        let channel = query.iter().find(|(name, _)| *name == "channel").map(|(_, id)| *id).unwrap_or_default();
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let mut page = query.to_vec();
            page.extend([("inclusive", "true"), ("include_all_metadata", "true"), ("limit", PAGE)]);
            if !cursor.is_empty() {
                page.push(("cursor", &cursor));
            }
            let answer = self.get(team, method, &page).await?;
            let messages = answer["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
            if let Some(found) = messages.iter().find(|listed| message::carries(listed, key)) {
                let ts = found["ts"].as_str().ok_or(SlackError::AnswerLost { method })?.to_owned();
                return Ok(Some(Posted { channel: channel.to_owned(), ts }));
            }
            match answer["response_metadata"]["next_cursor"].as_str() {
                Some(next) if !next.is_empty() && next != cursor => cursor = next.to_owned(),
                _ => break,
            }
        }
        Ok(None)
    }

    /// A reading call: arguments in the query (most of them take no JSON), repeated on passing errors.
    async fn get(&self, team: &str, method: &'static str, query: &[(&str, &str)]) -> Result<Value, SlackError> {
        patiently(|| async { self.send(team, method, self.client.get(self.url(method)).query(query)).await }).await
    }

    /// A writing call, once.
    async fn post(&self, team: &str, method: &'static str, arguments: &Value) -> Result<Value, SlackError> {
        // Serialising a `Value` does not fail, so this only spares an `expect`.
        let body = serde_json::to_vec(arguments).unwrap_or_default();
        let request = self.client.post(self.url(method)).header(CONTENT_TYPE, "application/json; charset=utf-8").body(body);
        self.send(team, method, request).await
    }

    fn url(&self, method: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{method}", self.base.path()));
        url
    }

    async fn send(&self, team: &str, method: &'static str, request: RequestBuilder) -> Result<Value, SlackError> {
        let token = self.by_team.get(team).or(self.default.as_ref());
        let token = token.ok_or_else(|| SlackError::NoToken { team: team.to_owned() })?;
        let request = request.header(AUTHORIZATION, token.clone()).timeout(self.timeout);
        let call = async { read(method, self.carrier.send(request).await.map_err(|why| unanswered(method, why))?).await };
        roundup_http::traced("slack", method, call).await
    }
}

/// Runs a call that is harmless to repeat, up to three times, waiting as long as Slack asks if that is not long.
async fn patiently<F, Fut>(call: F) -> Result<Value, SlackError>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Value, SlackError>>,
{
    let backoff = ExponentialBuilder::default().with_min_delay(Duration::from_millis(200)).with_max_times(READ_RETRIES);
    call.retry(backoff)
        .when(SlackError::is_passing)
        .adjust(|error, wait| match error {
            SlackError::RateLimited { retry_after, .. } => wait.filter(|_| *retry_after <= LONGEST_WAIT).map(|_| *retry_after),
            _ => wait,
        })
        .await
}

/// Reads an answer: the status first, then `ok`.
async fn read(method: &'static str, response: Response) -> Result<Value, SlackError> {
    let status = response.status();
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Err(SlackError::RateLimited { method, retry_after: retry_after(response.headers()) });
    }
    if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
        return Err(SlackError::Unavailable { method, status: Some(status.as_u16()) });
    }
    if !status.is_success() {
        return Err(SlackError::Refused { method, error: format!("http_{}", status.as_u16()) });
    }
    let body = response.bytes().await.map_err(|_| SlackError::AnswerLost { method })?;
    let answer: Value = serde_json::from_slice(&body).map_err(|_| SlackError::AnswerLost { method })?;
    match answer["ok"].as_bool() {
        Some(true) => Ok(answer),
        Some(false) => Err(SlackError::of_code(method, answer["error"].as_str().unwrap_or("unknown_error"))),
        None => Err(SlackError::AnswerLost { method }),
    }
}

/// Tells a request that never left from one whose answer was lost.
fn unanswered(method: &'static str, why: Unanswered) -> SlackError {
    match why {
        Unanswered::NotSent => SlackError::Unavailable { method, status: None },
        Unanswered::Lost => SlackError::AnswerLost { method },
    }
}

/// Seconds of `Retry-After`; a second where Slack does not say.
fn retry_after(headers: &HeaderMap) -> Duration {
    let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(|text| text.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or(1))
}

/// Where a message is. `ok` has been said, so it was posted, whatever else the answer lacks: to doubt it would post it twice.
fn posted(to: &str, answer: &Value) -> Posted {
    let text = |name: &str| answer[name].as_str().map(str::to_owned);
    Posted { channel: text("channel").unwrap_or_else(|| to.to_owned()), ts: text("ts").unwrap_or_default() }
}

fn authorization(token: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(&format!("Bearer {}", token.trim())).ok()?;
    header.set_sensitive(true);
    Some(header)
}
