//! The client.

mod history;
mod hooks;
mod issues;
mod login;
mod search;

pub use history::{DiscussionsPage, Page, Repository};
pub use hooks::Delivery;
pub use login::Clock;
pub use search::Found;

use crate::error::{GithubError, SetupError};
use backon::{ExponentialBuilder, Retryable};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use login::Login;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, AUTHORIZATION, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use roundup_http::Carrier;
use serde_json::Value;
use std::time::Duration;

/// How long a request may take in all.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How often a request is repeated after its first failure.
const RETRIES: usize = 2;
/// The longest wait that is sat out; a longer one is left to the caller, who has other things to do.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How long to wait where GitHub does not say (GitHub, "Rate limits for the REST API": at least a minute).
const WAIT_UNSAID: Duration = Duration::from_secs(60);
/// The version of the API that this is written for.
const API_VERSION: &str = "2022-11-28";

const VERSION_HEADER: HeaderName = HeaderName::from_static("x-github-api-version");
const LIMIT_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const LIMIT_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// What a path segment may hold as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Whether somebody is a member of an organisation, as far as the token can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// A member.
    Member,
    /// Not one, or one whom the token may not see.
    NotMember,
}

/// What somebody's profile says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: Option<String>,
    /// Employer, without the `@` that makes it a link there.
    pub company: Option<String>,
}

/// A client of GitHub's REST API. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Github {
    client: reqwest::Client,
    base: Url,
    login: Login,
    timeout: Duration,
    carrier: Carrier,
}

impl Github {
    /// A client for the API at `base_url` (`https://api.github.com/`). Without a token only public memberships are seen,
    /// and GitHub allows 60 requests an hour.
    ///
    /// # Errors
    /// When the URL is none, or the token could not be sent.
    pub fn new(base_url: &str, token: Option<String>) -> Result<Self, SetupError> {
        Self::as_login(base_url, token.map_or(Ok(Login::Nobody), |token| Login::with_token(&token))?)
    }

    /// A client for the API at `base_url` that asks as a GitHub App, with the private key that GitHub hands out (PEM). Its
    /// requests are signed with the time, and the tokens that it is given for them are kept until shortly before they expire.
    ///
    /// # Errors
    /// When the URL is none, or the private key is not of its form.
    pub fn of_app(base_url: &str, app_id: &str, private_key: &str, clock: Clock) -> Result<Self, SetupError> {
        Self::as_login(base_url, Login::of_app(app_id, private_key, clock)?)
    }

    fn as_login(base_url: &str, login: Login) -> Result<Self, SetupError> {
        Ok(Self {
            client: roundup_http::client().map_err(|error| SetupError::Client(error.to_string()))?,
            base: roundup_http::base(base_url).ok_or_else(|| SetupError::BaseUrl(base_url.to_owned()))?,
            login,
            timeout: TIMEOUT,
            carrier: Carrier::Network,
        })
    }

    /// The same with another limit (10 s) to how long one request may take in all.
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

    /// Whether `login` is a member of an organisation.
    ///
    /// Three questions at most, because each is answered for somebody else. `members` answers 302 where the token is not a
    /// member's: only public members are seen then, and asked for. It answers 404 both for who is none and, with a token
    /// that may not read private memberships there, for who privately is one; `memberships` can tell these apart, and where
    /// it will not say (403), or says that the invitation is pending, we take it that they are not.
    ///
    /// # Errors
    /// See [`GithubError`]: whoever cannot be asked about for a passing reason is to be asked about again.
    pub async fn is_member(&self, org: &str, login: &str) -> Result<Membership, GithubError> {
        let (Some(org), Some(login)) = (segment(org), segment(login)) else { return Ok(Membership::NotMember) };
        match self.get("an organisation's member", &format!("orgs/{org}/members/{login}")).await? {
            (StatusCode::NO_CONTENT, _) => Ok(Membership::Member),
            (StatusCode::FOUND, _) => self.is_public_member(&org, &login).await,
            (status, _) if status.is_client_error() => self.has_membership(&org, &login).await,
            (status, _) => Err(GithubError::Refused { request: "an organisation's member", status: status.as_u16() }),
        }
    }

    /// What somebody's profile says; an empty one for who does not exist (any more).
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn user(&self, login: &str) -> Result<Profile, GithubError> {
        let request = "a profile";
        let Some(login) = segment(login) else { return Ok(Profile::default()) };
        match self.get(request, &format!("users/{login}")).await? {
            (StatusCode::OK, body) => Ok(Profile { name: text(&body["name"]), company: company(&body["company"]) }),
            (StatusCode::NOT_FOUND, _) => Ok(Profile::default()),
            (status, _) => Err(GithubError::Refused { request, status: status.as_u16() }),
        }
    }

    /// Reads anything, for whoever looks whether all is set up: status and document of the answer.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn look_at(&self, request: &'static str, path_and_query: &str) -> Result<(u16, Value), GithubError> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let query: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let (status, answer) = self.patiently(&Ask { request, method: Method::GET, path, query: &query, body: None }).await?;
        Ok((status.as_u16(), answer))
    }

    async fn is_public_member(&self, org: &str, login: &str) -> Result<Membership, GithubError> {
        let (status, _) = self.get("an organisation's public member", &format!("orgs/{org}/public_members/{login}")).await?;
        Ok(member_if(status == StatusCode::NO_CONTENT))
    }

    async fn has_membership(&self, org: &str, login: &str) -> Result<Membership, GithubError> {
        let (status, body) = self.get("a membership", &format!("orgs/{org}/memberships/{login}")).await?;
        Ok(member_if(status == StatusCode::OK && body["state"] == "active"))
    }

    /// Reads, up to three times.
    async fn get(&self, request: &'static str, path: &str) -> Result<(StatusCode, Value), GithubError> {
        self.patiently(&Ask { request, method: Method::GET, path, query: &[], body: None }).await
    }

    /// Asks what is harmless to ask again, up to three times, waiting as long as GitHub says if that is not long.
    async fn patiently(&self, ask: &Ask<'_>) -> Result<(StatusCode, Value), GithubError> {
        self.patiently_with(|| self.once(ask)).await
    }

    async fn patiently_with<T, F>(&self, ask: impl FnMut() -> F) -> Result<T, GithubError>
    where
        F: Future<Output = Result<T, GithubError>>,
    {
        let backoff = ExponentialBuilder::default().with_min_delay(Duration::from_millis(200)).with_max_times(RETRIES);
        ask.retry(backoff)
            .when(GithubError::is_passing)
            .adjust(|error, wait| match error {
                GithubError::RateLimited { retry_after, .. } => {
                    wait.filter(|_| *retry_after <= LONGEST_WAIT).map(|_| *retry_after)
                }
                _ => wait,
            })
            .await
    }

    async fn once(&self, ask: &Ask<'_>) -> Result<(StatusCode, Value), GithubError> {
        let authorization = self.authorization(ask).await?;
        let answer = roundup_http::traced("github", ask.request, self.send(ask, authorization)).await;
        if matches!(answer, Err(GithubError::Unauthorized { .. })) {
            self.distrust(ask);
        }
        answer
    }

    async fn send(&self, ask: &Ask<'_>, authorization: Option<HeaderValue>) -> Result<(StatusCode, Value), GithubError> {
        let request = ask.request;
        let mut asked = self.client.request(ask.method.clone(), self.url(ask.path));
        if !ask.query.is_empty() {
            asked = asked.query(ask.query);
        }
        if let Some(body) = &ask.body {
            asked = asked.json(body);
        }
        read(request, self.sent(request, asked, authorization).await?).await
    }

    async fn sent(
        &self,
        request: &'static str,
        asked: RequestBuilder,
        authorization: Option<HeaderValue>,
    ) -> Result<Response, GithubError> {
        let mut asked = asked.timeout(self.timeout).header(ACCEPT, "application/vnd.github+json");
        asked = asked.header(VERSION_HEADER, API_VERSION);
        if let Some(authorization) = authorization {
            asked = asked.header(AUTHORIZATION, authorization);
        }
        self.carrier.send(asked).await.map_err(|_| GithubError::Unavailable { request, status: None })
    }

    /// The address of a path below the base URL, encoded.
    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        url
    }
}

/// A request.
struct Ask<'a> {
    /// What errors call it.
    request: &'static str,
    method: Method,
    /// Below the base URL, encoded.
    path: &'a str,
    query: &'a [(&'a str, &'a str)],
    body: Option<Value>,
}

/// Sorts out what no caller can use, and reads the rest: a body that is no JSON is null.
async fn read(request: &'static str, response: Response) -> Result<(StatusCode, Value), GithubError> {
    let (status, code) = (response.status(), response.status().as_u16());
    if let Some(retry_after) = rate_limit(status, response.headers()) {
        return Err(GithubError::RateLimited { request, retry_after });
    }
    if status == StatusCode::UNAUTHORIZED {
        return Err(GithubError::Unauthorized { request });
    }
    if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
        return Err(GithubError::Unavailable { request, status: Some(code) });
    }
    let body = response.bytes().await.map_err(|_| GithubError::Unavailable { request, status: Some(code) })?;
    Ok((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
}

/// How long to wait, if the answer is that a limit is reached: 429, or 403 with one of the headers that say so (GitHub,
/// "Rate limits for the REST API").
fn rate_limit(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &HeaderName| headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
    let retry_after = number(&RETRY_AFTER);
    let used_up = number(&LIMIT_REMAINING) == Some(0);
    let limited = match status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::FORBIDDEN => retry_after.is_some() || used_up,
        _ => false,
    };
    let until_reset = || Some(number(&LIMIT_RESET)? - answered_at(headers)?.as_second());
    let seconds = retry_after.or_else(until_reset).and_then(|seconds| u64::try_from(seconds.max(0)).ok());
    limited.then(|| seconds.map_or(WAIT_UNSAID, Duration::from_secs))
}

/// GitHub's own time of the answer: limits are reset by GitHub's clock, not ours.
fn answered_at(headers: &HeaderMap) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(headers.get(DATE)?.to_str().ok()?).ok()
}

fn member_if(is_member: bool) -> Membership {
    if is_member { Membership::Member } else { Membership::NotMember }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn company(value: &Value) -> Option<String> {
    let company = text(value)?;
    let bare = company.strip_prefix('@').unwrap_or(&company).trim();
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// A name as one segment of a path; none for what no segment can hold, dots being steps in the path however they are
/// encoded (URL Standard, "path state"). Nobody is called so.
fn segment(name: &str) -> Option<String> {
    let possible = !matches!(name, "" | "." | "..");
    possible.then(|| utf8_percent_encode(name, SEGMENT).to_string())
}
