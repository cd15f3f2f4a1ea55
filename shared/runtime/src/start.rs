//! Starting a function: what it needs is put together in the init phase. What is not there yet is no reason not to start:
//! a function that crashes at its start is started again and again, and says nothing that an operator could read.

use crate::clients::Clients;
use crate::environment::{Environment, EnvironmentError, now};
use crate::secret_cache::SecretCache;
use crate::secrets::Malformed;
use roundup_store::Store;

/// Why a function cannot do its work yet: what is missing, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// The environment lacks something.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    /// The secret cannot be fetched.
    #[error("the secret {0} cannot be fetched from Secrets Manager; it has to be there, and the function's role has to read it")]
    NoSecret(String),
    /// The secret is not of its form.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// Nothing was put into the secret yet.
    #[error("the secret holds nothing that {0} signs with yet; put it there as README.md, \"Secrets\", shows")]
    NotFilledIn(&'static str),
    /// There is no configuration in the table.
    #[error("the table holds no configuration yet; put it there: roundup config apply roundup.toml --table {0}")]
    NoConfiguration(String),
    /// There is one that does not hold, or it cannot be read.
    #[error("{0}")]
    Configuration(String),
}

/// What a webhook works with: the table, and what is signed with. Lambda gives a starting function a whole processor, and a
/// small one only a part of it afterwards; so the secret is fetched, and the connection to the table opened, before the first
/// request, both at once. What is wrong with the secret is said in the log, and to whoever sends a request.
///
/// # Errors
/// Something is wrong with the environment.
pub async fn webhook(environment: &Environment) -> Result<(Store, SecretCache), EnvironmentError> {
    let clients = Clients::of(environment)?;
    let secrets = SecretCache::new(clients.secrets_manager(), &environment.secret);
    let table = async {
        // Put together while the secret is on its way.
        let store = Store::new(clients.dynamodb(), &environment.table);
        clients.open_dynamodb().await;
        store
    };
    let (_, store) = tokio::join!(secrets.current(now()), table);
    Ok((store, secrets))
}
