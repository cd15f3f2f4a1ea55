//! Starting a function: what it needs is put together once, in the init phase, before the first request.

use crate::clients;
use crate::environment::{Environment, Unset};
use crate::secrets::{Malformed, Secrets};
use roundup_store::Store;

/// Why a function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The environment lacks something.
    #[error(transparent)]
    Unset(#[from] Unset),
    /// The secret cannot be fetched.
    #[error("the secret {0} cannot be fetched from Secrets Manager; is it there, and may the function's role read it?")]
    NoSecret(String),
    /// The secret is not of its form.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// There is no configuration in the table, or none that holds.
    #[error("{0}")]
    Configuration(String),
}

/// The table, for a function that only writes facts or reads its own.
///
/// # Errors
/// No credentials in the environment.
pub fn store(environment: &Environment) -> Result<Store, StartError> {
    Ok(Store::new(clients::dynamodb(environment)?, &environment.table))
}

/// Fetches the secret.
///
/// # Errors
/// It cannot be fetched, or is not of its form.
pub async fn secrets(environment: &Environment) -> Result<Secrets, StartError> {
    let client = clients::secrets_manager(environment)?;
    let fetched = client.get_secret_value().secret_id(&environment.secret).send().await;
    let document = fetched.ok().and_then(|value| value.secret_string);
    let document = document.ok_or_else(|| StartError::NoSecret(environment.secret.clone()))?;
    Ok(Secrets::parse(&document)?)
}
