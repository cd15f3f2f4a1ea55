//! Who asks: nobody, the owner of a token, or a GitHub App, which has a token for each account that it is installed at
//! (GitHub, "Authenticating as a GitHub App installation").

use super::{Ask, Github};
use crate::error::{GithubError, SetupError};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::header::HeaderValue;
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where the time is had: an app's requests are signed with it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How far back an app says that it signed, as GitHub recommends against clocks that differ (GitHub, "Generating a JSON Web
/// Token (JWT) for a GitHub App").
const SIGNED_BEFORE: SignedDuration = SignedDuration::from_secs(60);
/// How long a signature holds; GitHub takes 10 minutes at most.
const SIGNED_FOR: SignedDuration = SignedDuration::from_mins(9);
/// How long before it expires an installation's token is not used any more. It lasts an hour.
const SPENT_BEFORE: SignedDuration = SignedDuration::from_mins(5);
/// How many installations are known at most; more than a team's app has.
const INSTALLATIONS: &str = "100";

/// Who asks.
#[derive(Clone, Debug)]
pub(super) enum Login {
    Nobody,
    Token(HeaderValue),
    App(Arc<AppLogin>),
}

/// A GitHub App, and what it has fetched so far.
pub(super) struct AppLogin {
    id: String,
    key: EncodingKey,
    clock: Clock,
    fetched: Mutex<Fetched>,
}

#[derive(Default)]
struct Fetched {
    /// By account, in lower case.
    installations: BTreeMap<String, u64>,
    /// By installation, with the time at which each expires.
    tokens: BTreeMap<u64, (HeaderValue, Timestamp)>,
}

impl Login {
    pub(super) fn with_token(token: &str) -> Result<Self, SetupError> {
        bearer(token).map(Self::Token).ok_or(SetupError::Token)
    }

    pub(super) fn of_app(id: &str, private_key: &str, clock: Clock) -> Result<Self, SetupError> {
        let key = EncodingKey::from_rsa_pem(private_key.trim().as_bytes()).map_err(|_| SetupError::PrivateKey)?;
        Ok(Self::App(Arc::new(AppLogin { id: id.trim().to_owned(), key, clock, fetched: Mutex::default() })))
    }
}

impl Github {
    /// What a request is sent with.
    pub(super) async fn authorization(&self, ask: &Ask<'_>) -> Result<Option<HeaderValue>, GithubError> {
        match &self.login {
            Login::Nobody => Ok(None),
            Login::Token(token) => Ok(Some(token.clone())),
            Login::App(app) if ask.path.starts_with("app/") || ask.path == "app" => app.signed().map(Some),
            Login::App(app) => {
                let installation = self.installation(app, account_of(ask)).await?;
                self.token_of(app, installation).await.map(Some)
            }
        }
    }

    /// GitHub did not accept what a request was sent with: it is not used again.
    pub(super) fn distrust(&self, ask: &Ask<'_>) {
        if let Login::App(app) = &self.login {
            let mut fetched = app.fetched();
            let account = account_of(ask).map(str::to_lowercase);
            match account.and_then(|account| fetched.installations.get(&account).copied()) {
                Some(installation) => drop(fetched.tokens.remove(&installation)),
                None => fetched.tokens.clear(),
            }
        }
    }

    /// The installation at an account; any, where the request is about none.
    async fn installation(&self, app: &AppLogin, account: Option<&str>) -> Result<u64, GithubError> {
        if let Some(known) = app.known(account) {
            return Ok(known);
        }
        let request = "the app's installations";
        let query = [("per_page", INSTALLATIONS)];
        let ask = Ask { request, method: Method::GET, path: "app/installations", query: &query, body: None };
        let installations = match Box::pin(self.once(&ask)).await? {
            (StatusCode::OK, listed) => listed.as_array().cloned().unwrap_or_default(),
            (status, _) => return Err(GithubError::Refused { request, status: status.as_u16() }),
        };
        let at = |listed: &serde_json::Value| Some((listed["account"]["login"].as_str()?.to_lowercase(), listed["id"].as_u64()?));
        app.fetched().installations = installations.iter().filter_map(at).collect();
        app.known(account).ok_or_else(|| GithubError::NotInstalled { at: account.unwrap_or("any account").to_owned() })
    }

    async fn token_of(&self, app: &AppLogin, installation: u64) -> Result<HeaderValue, GithubError> {
        let now = (app.clock)();
        let held = app.fetched().tokens.get(&installation).cloned();
        if let Some((token, _)) = held.filter(|(_, expires_at)| now + SPENT_BEFORE < *expires_at) {
            return Ok(token);
        }
        let request = "the app's token";
        let path = format!("app/installations/{installation}/access_tokens");
        let ask = Ask { request, method: Method::POST, path: &path, query: &[], body: Some(json!({})) };
        let (status, answer) = Box::pin(self.once(&ask)).await?;
        let token = answer["token"].as_str().and_then(bearer);
        let expires_at = answer["expires_at"].as_str().and_then(|at| at.parse().ok());
        let (Some(token), Some(expires_at)) = (token, expires_at) else {
            return Err(GithubError::Refused { request, status: status.as_u16() });
        };
        app.fetched().tokens.insert(installation, (token.clone(), expires_at));
        Ok(token)
    }
}

impl AppLogin {
    fn known(&self, account: Option<&str>) -> Option<u64> {
        let fetched = self.fetched();
        match account {
            Some(account) => fetched.installations.get(&account.to_lowercase()).copied(),
            None => fetched.installations.values().next().copied(),
        }
    }

    /// The app itself, for ten minutes.
    fn signed(&self) -> Result<HeaderValue, GithubError> {
        let now = (self.clock)();
        let claims = json!({"iat": (now - SIGNED_BEFORE).as_second(), "exp": (now + SIGNED_FOR).as_second(), "iss": self.id});
        let signed = jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, &self.key).ok();
        signed.as_deref().and_then(bearer).ok_or(GithubError::Unauthorized { request: "the app's own token" })
    }

    fn fetched(&self) -> MutexGuard<'_, Fetched> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for AppLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppLogin").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The account that a request is about: an organisation, or a repository's owner.
fn account_of<'a>(ask: &Ask<'a>) -> Option<&'a str> {
    let of_path = ask.path.strip_prefix("repos/").or_else(|| ask.path.strip_prefix("orgs/"));
    let of_search = || ask.query.iter().find_map(|(_, value)| value.strip_prefix("repo:"));
    of_path.or_else(of_search)?.split(['/', ' ']).next().filter(|account| !account.is_empty())
}

fn bearer(token: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(&format!("Bearer {}", token.trim())).ok()?;
    header.set_sensitive(true);
    Some(header)
}
