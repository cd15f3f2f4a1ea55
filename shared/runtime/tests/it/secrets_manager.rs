//! A stand-in for Secrets Manager: one secret, and a count of who asked for it.

use aws_sdk_secretsmanager::config::retry::RetryConfig;
use aws_sdk_secretsmanager::config::{BehaviorVersion, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use roundup_runtime::SecretCache;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// Its id.
pub const ID: &str = "roundup";

/// Clones are one.
#[derive(Clone, Debug, Default)]
pub struct SecretsManager {
    document: Arc<Mutex<Option<String>>>,
    asked: Arc<Mutex<usize>>,
}

impl SecretsManager {
    /// One that holds this document.
    pub fn with(document: &Value) -> Self {
        let manager = Self::default();
        manager.put(document);
        manager
    }

    /// Puts another document into the secret.
    pub fn put(&self, document: &Value) {
        *self.document.lock().unwrap() = Some(document.to_string());
    }

    /// Takes the secret away.
    pub fn delete(&self) {
        *self.document.lock().unwrap() = None;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }

    /// What a function holds of it.
    pub fn cache(&self) -> SecretCache {
        let config = aws_sdk_secretsmanager::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("eu-central-1"))
            .credentials_provider(Credentials::new("stand-in", "stand-in", None, None, "stand-in"))
            .retry_config(RetryConfig::disabled())
            .http_client(self.clone());
        SecretCache::new(aws_sdk_secretsmanager::Client::from_conf(config.build()), ID)
    }

    fn answer(&self) -> (u16, Value) {
        *self.asked.lock().unwrap() += 1;
        match &*self.document.lock().unwrap() {
            Some(document) => (200, json!({"Name": ID, "SecretString": document})),
            None => (400, json!({"__type": "ResourceNotFoundException", "Message": "Secrets Manager can't find it."})),
        }
    }
}

impl HttpConnector for SecretsManager {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        assert_eq!(request.headers().get("x-amz-target"), Some("secretsmanager.GetSecretValue"));
        let (status, body) = self.answer();
        let mut response = HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body.to_string()));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.1");
        HttpConnectorFuture::ready(Ok(response))
    }
}

impl HttpClient for SecretsManager {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
