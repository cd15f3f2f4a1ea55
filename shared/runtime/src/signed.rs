//! Whether a webhook is signed, with the secret as it is now.

use crate::gateway::{Request, plain};
use crate::secret_cache::SecretCache;
use crate::secrets::Secrets;
use crate::start::NotReady;
use http::{Response, StatusCode};
use jiff::Timestamp;
use roundup_ingest::{Rejection, SigningSecret, github, slack};
use roundup_metrics::{Metric, Metrics};

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Slack's events.
    Slack,
    /// Slack's buttons, forms and commands.
    Interaction,
    /// GitHub's deliveries.
    Github,
}

impl Door {
    /// As metrics call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Interaction => "interaction",
            Self::Github => "github",
        }
    }

    fn sender(self) -> &'static str {
        match self {
            Self::Slack | Self::Interaction => "Slack",
            Self::Github => "GitHub",
        }
    }

    fn signing(self, secrets: &Secrets) -> Vec<SigningSecret> {
        match self {
            Self::Slack | Self::Interaction => secrets.slack_signing(),
            Self::Github => secrets.github_signing(),
        }
    }

    fn verify(self, request: &Request, secrets: &Secrets, now: Timestamp) -> Result<(), Rejection> {
        let signing = self.signing(secrets);
        match self {
            Self::Slack | Self::Interaction => slack::verify(&request.headers, &request.body, &signing, now),
            Self::Github => github::verify(&request.headers, &request.body, &signing),
        }
    }
}

/// How a request that is not signed by whom it should be is turned away: 401; 503 where it cannot be known yet, so that
/// it is sent again. None where it is signed.
pub async fn refusal(
    door: Door,
    request: &Request,
    secrets: &SecretCache,
    metrics: &Metrics,
    now: Timestamp,
) -> Option<Response<String>> {
    let rejection = match verified(door, request, secrets, now).await {
        Ok(()) => return None,
        Err(Refused::NotReady(why)) => {
            tracing::error!(door = door.name(), "not ready: {why}");
            return Some(plain(StatusCode::SERVICE_UNAVAILABLE, "not ready yet; try again later"));
        }
        Err(Refused::Rejected(rejection)) => rejection,
    };
    tracing::warn!(door = door.name(), %rejection, "a request was turned away");
    metrics.at(now).count_of(Metric::SignatureFailures, door.name(), 1).write();
    Some(plain(StatusCode::UNAUTHORIZED, rejection.to_string()))
}

enum Refused {
    NotReady(NotReady),
    Rejected(Rejection),
}

async fn verified(door: Door, request: &Request, cache: &SecretCache, now: Timestamp) -> Result<(), Refused> {
    let secrets = cache.current(now).await.map_err(Refused::NotReady)?;
    let mut verdict = door.verify(request, &secrets, now);
    if matches!(verdict, Err(Rejection::Mismatch | Rejection::NoSecret)) {
        // It may have been signed with a secret that is newer than ours.
        if let Some(newer) = cache.newer(&secrets, now).await {
            verdict = door.verify(request, &newer, now);
        }
    }
    verdict.map_err(|rejection| match rejection {
        Rejection::NoSecret if cache.is_fetched() => Refused::NotReady(NotReady::NotFilledIn(door.sender())),
        rejection => Refused::Rejected(rejection),
    })
}
