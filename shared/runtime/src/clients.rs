//! AWS clients, as lean as they can be: credentials from the environment and not from the default chain, one pool of
//! [connections](crate::connections), no retries beyond the SDK's standard three attempts.

use crate::call_spans::CallSpans;
use crate::connections::Connections;
use crate::environment::{Environment, EnvironmentError};
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};

/// What the clients of a function have in common.
#[derive(Clone, Debug)]
pub struct Clients {
    region: String,
    endpoint: Option<String>,
    credentials: Credentials,
    connections: Connections,
}

/// A service's client.
macro_rules! client {
    ($sdk:ident, $shared:expr) => {{
        let mut config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new($shared.region.clone()))
            .credentials_provider($shared.credentials.clone())
            .interceptor(CallSpans)
            .http_client($shared.connections.http_client());
        if let Some(endpoint) = &$shared.endpoint {
            config = config.endpoint_url(endpoint);
        }
        $sdk::Client::from_conf(config.build())
    }};
}

impl Clients {
    /// The clients for what the environment says.
    ///
    /// # Errors
    /// No credentials there, or `AWS_CA_BUNDLE` names no certificates.
    pub fn of(environment: &Environment) -> Result<Self, EnvironmentError> {
        Ok(Self {
            region: environment.region.clone(),
            endpoint: environment.aws_endpoint.clone(),
            credentials: environment.credentials()?,
            connections: Connections::of(environment)?,
        })
    }

    /// DynamoDB.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        client!(aws_sdk_dynamodb, self)
    }

    /// Opens the connection to DynamoDB before it is needed, which saves the first request a handshake. It asks for nothing:
    /// DynamoDB answers whoever gets `/` that it is healthy, without credentials and at no cost.
    pub async fn open_dynamodb(&self) {
        let place = Params::builder().region(&self.region).set_endpoint(self.endpoint.clone()).build();
        let Ok(place) = place else { return };
        if let Ok(endpoint) = DefaultResolver::new().resolve_endpoint(&place).await {
            self.connections.open(endpoint.url()).await;
        }
    }

    /// Secrets Manager.
    #[must_use]
    pub fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        client!(aws_sdk_secretsmanager, self)
    }

    /// SES.
    #[cfg(feature = "app")]
    #[must_use]
    pub fn ses(&self) -> aws_sdk_sesv2::Client {
        client!(aws_sdk_sesv2, self)
    }

    /// EventBridge Scheduler.
    #[cfg(feature = "app")]
    #[must_use]
    pub fn scheduler(&self) -> aws_sdk_scheduler::Client {
        client!(aws_sdk_scheduler, self)
    }
}
