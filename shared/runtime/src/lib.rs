//! What the Lambda functions share: the environment, the clients, and the shape in which API Gateway hands over a request.
//!
//! The one place that reads the environment and the system clock (`clippy.toml` bans both elsewhere).

pub mod acknowledge;
pub mod call_spans;
pub mod clients;
mod connections;
pub mod environment;
pub mod gateway;
pub mod logging;
pub mod secret_cache;
pub mod secrets;
pub mod signed;
pub mod start;

#[cfg(feature = "app")]
pub mod behind;

pub use environment::Environment;
pub use secret_cache::SecretCache;
pub use secrets::Secrets;
