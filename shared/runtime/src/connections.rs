//! The connections to AWS: one pool for all clients of a function, so that trusted certificates are read once.
//!
//! Trusted are the five roots of Amazon Trust Services, which are built in (`amazon_roots.pem`; Amazon Trust Services,
//! "Repository": whoever keeps a store of their own should have all five in it). To read the system's store instead, some 150
//! certificates for each client, is most of a cold start. What that costs is that a new root of Amazon's arrives with a new
//! version of Roundup; the five are valid until 2037 or later. Where somebody else answers, the system's store is read:
//! in China's regions, whose endpoints are not Amazon Trust Services', and at an `https` endpoint that was chosen with
//! `AWS_ENDPOINT_URL`. `AWS_CA_BUNDLE` names other roots, instead of all these.

use crate::environment::{Environment, EnvironmentError};
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::Path;
use std::time::Duration;

/// Amazon Trust Services' five roots.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon_roots.pem");

/// The SDK's own default since its behaviour version of January 2026.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(3_100);

/// A pool of connections. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Connections(SharedHttpConnector);

impl Connections {
    /// An empty pool.
    ///
    /// # Errors
    /// `AWS_CA_BUNDLE` names no certificates.
    pub(crate) fn of(environment: &Environment) -> Result<Self, EnvironmentError> {
        let tls = TlsContext::builder().with_trust_store(trusted(environment)?).build();
        let tls = tls.map_err(|error| EnvironmentError::Tls(error.to_string()))?;
        // TLS by ring: the default provider costs 22 ms of CPU at the first handshake.
        let connector = Connector::builder()
            .connector_settings(HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build())
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .tls_context(tls)
            .build();
        Ok(Self(SharedHttpConnector::new(connector)))
    }

    /// What a client of the SDK sends its requests with.
    pub(crate) fn http_client(&self) -> SharedHttpClient {
        let connector = self.0.clone();
        http_client_fn(move |_, _| connector.clone())
    }

    /// Opens a connection before it is needed. Whether that works, and what the other side says to it, does not matter here:
    /// the first call that needs it says what is wrong.
    pub(crate) async fn open(&self, url: &str) {
        let Ok(request) = HttpRequest::get(url) else { return };
        match self.0.call(request).await {
            // Read to its end, or else the connection is of no further use.
            Ok(response) => drop(ByteStream::new(response.into_body()).collect().await),
            Err(error) => tracing::debug!(url, %error, "could not be opened in advance"),
        }
    }
}

fn trusted(environment: &Environment) -> Result<TrustStore, EnvironmentError> {
    let is_elsewhere = environment.aws_endpoint.as_ref().is_some_and(|url| url.starts_with("https:"));
    Ok(match &environment.aws_ca_bundle {
        Some(bundle) => TrustStore::empty().with_pem_certificate(read(bundle)?),
        None if is_elsewhere || environment.region.starts_with("cn-") => TrustStore::default(),
        None => TrustStore::empty().with_pem_certificate(AMAZON_ROOTS),
    })
}

/// The certificates in this file, of which it is made sure that they are some: the SDK takes that for granted.
fn read(bundle: &Path) -> Result<Vec<u8>, EnvironmentError> {
    let wrong = |why: String| EnvironmentError::CaBundle { path: bundle.display().to_string(), why };
    let pem = std::fs::read(bundle).map_err(|error| wrong(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
        roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
    }
    if roots.is_empty() { Err(wrong("there is no certificate in it".to_owned())) } else { Ok(pem) }
}

#[cfg(test)]
mod tests;
