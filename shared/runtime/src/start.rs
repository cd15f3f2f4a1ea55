//! Starting a function: what it needs is put together in the init phase. What is not there yet is no reason not to start:
//! a function that crashes at its start is started again and again, and says nothing that an operator could read.

use crate::clients;
use crate::environment::{Environment, Unset};
use crate::secrets::Malformed;
use roundup_store::Store;

/// Why a function cannot do its work yet: what is missing, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// The environment lacks something.
    #[error(transparent)]
    Unset(#[from] Unset),
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

/// The table.
///
/// # Errors
/// No credentials in the environment.
pub fn store(environment: &Environment) -> Result<Store, Unset> {
    Ok(Store::new(clients::dynamodb(environment)?, &environment.table))
}
