//! The HTTP client under the clients of Slack and GitHub, and of the command line.

mod carrier;
mod traced;

pub use carrier::{Answering, Carrier, InProcess, Unanswered};
pub use traced::traced;

use reqwest::Url;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}")]
pub struct NoClient(String);

/// A client that follows no redirects (they would carry the token elsewhere, and one of GitHub's is an answer), repeats
/// nothing by itself, and takes neither proxies nor certificates from its surroundings.
///
/// TLS is rustls with ring. The root certificates are embedded: nothing is read or parsed at a cold start, and the price
/// is that a change of Mozilla's list arrives with an update of `webpki-roots`.
///
/// # Errors
/// TLS cannot be set up.
pub fn client() -> Result<reqwest::Client, NoClient> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| NoClient(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .user_agent("roundup")
        .build()
        .map_err(|error| NoClient(error.to_string()))
}

/// The base URL of an API, its path ending in a slash, so that methods can be joined to it; none where the text is no
/// `http` or `https` URL.
#[must_use]
pub fn base(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())?;
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Some(url)
}
