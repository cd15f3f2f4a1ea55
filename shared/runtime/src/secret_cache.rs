//! The secret as a function holds it: fetched once, and again when it may have changed.
//!
//! A secret is rotated while functions are warm. So a signature that does not match is a reason to look whether there is a
//! new secret; but anybody can send wrong signatures, so not more often than every [`AT_MOST_EVERY`]. And what was taken
//! back (a previous secret, a token) is not believed for longer than [`AT_LEAST_EVERY`].

use crate::secrets::Secrets;
use crate::start::NotReady;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Secrets Manager is not asked more often by one execution environment.
pub const AT_MOST_EVERY: SignedDuration = SignedDuration::from_secs(10);
/// What is held is not older than this.
pub const AT_LEAST_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// The secret. Clones hold the same.
#[derive(Clone)]
pub struct SecretCache {
    source: Option<Source>,
    held: Arc<Mutex<Held>>,
}

/// Where it is fetched.
#[derive(Clone)]
struct Source {
    client: aws_sdk_secretsmanager::Client,
    id: String,
}

#[derive(Default)]
struct Held {
    secrets: Option<Arc<Secrets>>,
    /// When it was last asked for, whatever came of it.
    asked_at: Option<Timestamp>,
    /// What came of it, where that was nothing.
    trouble: Option<NotReady>,
}

impl SecretCache {
    /// Secrets that do not change while the process runs.
    #[must_use]
    pub fn fixed(secrets: Secrets) -> Self {
        let held = Held { secrets: Some(Arc::new(secrets)), ..Held::default() };
        Self { source: None, held: Arc::new(Mutex::new(held)) }
    }

    /// The secret of this id in Secrets Manager.
    #[must_use]
    pub fn new(client: aws_sdk_secretsmanager::Client, id: &str) -> Self {
        Self { source: Some(Source { client, id: id.to_owned() }), held: Arc::default() }
    }

    /// Whether it can change while the process runs.
    #[must_use]
    pub fn is_fetched(&self) -> bool {
        self.source.is_some()
    }

    /// The secret as of about now.
    ///
    /// # Errors
    /// It could never be fetched, or was never of its form.
    pub async fn current(&self, now: Timestamp) -> Result<Arc<Secrets>, NotReady> {
        let oldest = if self.held().secrets.is_some() { AT_LEAST_EVERY } else { AT_MOST_EVERY };
        self.fetch_unless_asked_within(oldest, now).await;
        let held = self.held();
        held.secrets.clone().ok_or_else(|| held.trouble.clone().unwrap_or_else(|| NotReady::NoSecret(String::new())))
    }

    /// Another secret than `seen`, if there is one: asked for now, unless that was done just before.
    pub async fn newer(&self, seen: &Secrets, now: Timestamp) -> Option<Arc<Secrets>> {
        self.fetch_unless_asked_within(AT_MOST_EVERY, now).await;
        self.held().secrets.clone().filter(|secrets| **secrets != *seen)
    }

    async fn fetch_unless_asked_within(&self, length: SignedDuration, now: Timestamp) {
        let Some(source) = &self.source else { return };
        {
            let mut held = self.held();
            if held.asked_at.is_some_and(|asked_at| now.duration_since(asked_at) < length) {
                return;
            }
            // Before it is asked: whoever comes meanwhile does not ask too.
            held.asked_at = Some(now);
        }
        let fetched = source.fetch().await;
        let mut held = self.held();
        match fetched {
            Ok(secrets) => (held.secrets, held.trouble) = (Some(Arc::new(secrets)), None),
            Err(trouble) => {
                tracing::error!(%trouble, "the secret is not to be had; what is held stays in use");
                held.trouble = Some(trouble);
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    async fn fetch(&self) -> Result<Secrets, NotReady> {
        let fetched = self.client.get_secret_value().secret_id(&self.id).send().await;
        let document = fetched.ok().and_then(|value| value.secret_string);
        let document = document.ok_or_else(|| NotReady::NoSecret(self.id.clone()))?;
        Ok(Secrets::parse(&document)?)
    }
}
