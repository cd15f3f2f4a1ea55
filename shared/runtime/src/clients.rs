//! AWS clients, as lean as they can be: credentials from the environment and not from the default chain, TLS by ring (the
//! default provider costs 22 ms of CPU at the first handshake), no retries beyond the SDK's standard three attempts.

use crate::call_spans::CallSpans;
use crate::environment::{Environment, Unset};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// What every service's client is built from.
macro_rules! client {
    ($sdk:ident, $environment:expr) => {{
        let mut config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new($environment.region.clone()))
            .credentials_provider($environment.credentials()?)
            .interceptor(CallSpans)
            .http_client(Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https());
        if let Some(endpoint) = &$environment.aws_endpoint {
            config = config.endpoint_url(endpoint);
        }
        $sdk::Client::from_conf(config.build())
    }};
}

/// DynamoDB.
///
/// # Errors
/// No credentials in the environment.
pub fn dynamodb(environment: &Environment) -> Result<aws_sdk_dynamodb::Client, Unset> {
    Ok(client!(aws_sdk_dynamodb, environment))
}

/// Secrets Manager.
///
/// # Errors
/// No credentials in the environment.
pub fn secrets_manager(environment: &Environment) -> Result<aws_sdk_secretsmanager::Client, Unset> {
    Ok(client!(aws_sdk_secretsmanager, environment))
}

/// SES.
///
/// # Errors
/// No credentials in the environment.
#[cfg(feature = "app")]
pub fn ses(environment: &Environment) -> Result<aws_sdk_sesv2::Client, Unset> {
    Ok(client!(aws_sdk_sesv2, environment))
}

/// EventBridge Scheduler.
///
/// # Errors
/// No credentials in the environment.
#[cfg(feature = "app")]
pub fn scheduler(environment: &Environment) -> Result<aws_sdk_scheduler::Client, Unset> {
    Ok(client!(aws_sdk_scheduler, environment))
}
