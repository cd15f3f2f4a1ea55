#![allow(clippy::unwrap_used)]
use super::{AMAZON_ROOTS, Connections};
use crate::environment::{Environment, EnvironmentError, ScheduleTarget};
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A certificate for `localhost` that it signed itself, and its key. Good for nothing but these tests.
const LOCALHOST: &[u8] = include_bytes!("localhost.pem");

fn environment(bundle: Option<&Path>) -> Environment {
    Environment {
        table: "roundup".to_owned(),
        secret: "roundup".to_owned(),
        slack_api_url: String::new(),
        github_api_url: String::new(),
        region: "eu-central-1".to_owned(),
        aws_endpoint: None,
        aws_ca_bundle: bundle.map(Path::to_owned),
        schedule: ScheduleTarget::default(),
    }
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/connections").join(name)
}

/// Where a server listens with that certificate, and how many connections it has had whose handshake succeeded.
async fn server() -> (String, Arc<AtomicUsize>) {
    let certificate = CertificateDer::from_pem_slice(LOCALHOST).unwrap();
    let key = PrivateKeyDer::from_pem_slice(LOCALHOST).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let (acceptor, listener) = (TlsAcceptor::from(Arc::new(config)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                // One request is one read: they are short.
                while stream.read(&mut [0; 4_096]).await.is_ok_and(|length| length > 0) {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nhealthy").await;
                }
            });
        }
    });
    (url, connections)
}

async fn answers(connections: &Connections, url: &str) -> bool {
    connections.0.call(HttpRequest::get(url).unwrap()).await.is_ok()
}

#[tokio::test]
async fn whose_certificate_the_bundle_holds_is_trusted_and_nobody_else() {
    let (url, _) = server().await;
    assert!(answers(&Connections::of(&environment(Some(&file("localhost.pem")))).unwrap(), &url).await);
    for bundle in [None, Some(file("../amazon_roots.pem"))] {
        assert!(!answers(&Connections::of(&environment(bundle.as_deref())).unwrap(), &url).await, "{bundle:?}");
    }
}

#[tokio::test]
async fn a_connection_that_was_opened_in_advance_is_the_one_that_is_used() {
    let (url, handshakes) = server().await;
    let connections = Connections::of(&environment(Some(&file("localhost.pem")))).unwrap();
    connections.open(&url).await;
    assert!(answers(&connections, &url).await);
    assert_eq!(handshakes.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_cannot_be_opened_in_advance_is_no_error() {
    let connections = Connections::of(&environment(None)).unwrap();
    for nobody in ["http://127.0.0.1:1/", "no address", ""] {
        connections.open(nobody).await;
    }
}

#[test]
fn a_bundle_without_certificates_is_told_of() {
    for (name, why) in [("no such file", "No such file"), ("tests.rs", "no certificate in it")] {
        let error = Connections::of(&environment(Some(&file(name)))).unwrap_err();
        assert!(matches!(&error, EnvironmentError::CaBundle { path, .. } if path.ends_with(name)), "{error}");
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn amazons_five_roots_are_built_in() {
    assert_eq!(CertificateDer::pem_slice_iter(AMAZON_ROOTS).collect::<Result<Vec<_>, _>>().unwrap().len(), 5);
    Connections::of(&environment(None)).unwrap();
}
