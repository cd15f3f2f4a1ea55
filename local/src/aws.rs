//! AWS as whoever sits at the command line has it: credentials, region and endpoint from where the AWS CLI takes them
//! (AWS, "Configuration and credential file settings"). No function links this: theirs come from their roles.

mod signed;

pub(crate) use signed::{CallError, members, texts};

use crate::Failure;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use roundup_runtime::call_spans::CallSpans;

/// A service's client, with a span around each of its calls.
macro_rules! client {
    ($sdk:ident, $aws:expr) => {
        $sdk::Client::from_conf($sdk::config::Builder::from(&$aws.config).interceptor(CallSpans).build())
    };
}

/// What every call to AWS needs.
pub(crate) struct Aws {
    config: SdkConfig,
    http: reqwest::Client,
}

impl Aws {
    /// Takes it from profile, environment, single sign-on or instance, and sees whether it is enough.
    ///
    /// # Errors
    /// No region, or no credentials.
    pub(crate) async fn load() -> Result<Self, Failure> {
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let config = aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await;
        if config.region().is_none() {
            return Err(Failure::new(
                "no AWS region is set",
                "set AWS_REGION, or a region in the profile that AWS_PROFILE names",
            ));
        }
        let credentials = match config.credentials_provider() {
            Some(provider) => provider.provide_credentials().await.ok(),
            None => None,
        };
        if credentials.is_none() {
            return Err(Failure::new(
                "no AWS credentials are found, or they have expired",
                "name a profile with AWS_PROFILE, log in (`aws sso login`), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            ));
        }
        let http = roundup_http::client().map_err(|error| Failure::new(error, "report it as a bug"))?;
        Ok(Self { config, http })
    }

    /// DynamoDB.
    pub(crate) fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        client!(aws_sdk_dynamodb, self)
    }

    /// Secrets Manager.
    pub(crate) fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        client!(aws_sdk_secretsmanager, self)
    }

    /// EventBridge Scheduler.
    pub(crate) fn scheduler(&self) -> aws_sdk_scheduler::Client {
        client!(aws_sdk_scheduler, self)
    }

    /// SES.
    pub(crate) fn ses(&self) -> aws_sdk_sesv2::Client {
        client!(aws_sdk_sesv2, self)
    }
}
