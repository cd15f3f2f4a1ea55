//! Stand-ins of DynamoDB and Secrets Manager: a put is answered after a millisecond, as DynamoDB does at its best, and
//! counted; the secret at once.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// How long a put takes.
const PUT: Duration = Duration::from_millis(1);

/// The stand-ins, over HTTP and over TLS.
pub struct Aws {
    /// `http://127.0.0.1:PORT`.
    pub plain: String,
    /// `https://localhost:PORT`.
    pub tls: String,
    /// The certificates that are to be trusted, as a PEM file: Amazon's own, which a function trusts where it is deployed, and
    /// the one that signs for `localhost`.
    pub trusted: PathBuf,
    side: Arc<Side>,
}

/// What the stand-ins know.
struct Side {
    secret: String,
    puts: AtomicU64,
}

impl Aws {
    /// Starts both. `secret`: the document in Secrets Manager; `roots`: Amazon's certificates.
    pub async fn start(folder: &Path, secret: String, roots: &str) -> Self {
        let side = Arc::new(Side { secret, puts: AtomicU64::new(0) });
        let router = Router::new().route("/", post(answer).get(async || "healthy")).with_state(Arc::clone(&side));
        let (plain, tls) = (listener().await, listener().await);
        let port = |listener: &TcpListener| listener.local_addr().expect("a bound listener has an address").port();
        let (plain_port, tls_port) = (port(&plain), port(&tls));
        let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate for localhost");
        let trusted = folder.join("trusted.pem");
        std::fs::write(&trusted, format!("{roots}{}", certified.cert.pem())).expect("the folder can be written");
        tokio::spawn(axum::serve(plain, router.clone()).into_future());
        tokio::spawn(serve_tls(tls, router, acceptor(&certified)));
        Self { plain: format!("http://127.0.0.1:{plain_port}"), tls: format!("https://localhost:{tls_port}"), trusted, side }
    }

    /// How many puts there were so far: signed ones, with a condition.
    pub fn puts(&self) -> u64 {
        self.side.puts.load(Ordering::SeqCst)
    }
}

async fn answer(State(side): State<Arc<Side>>, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let target = header("x-amz-target");
    if !header("authorization").starts_with("AWS4-HMAC-SHA256 ") {
        return (StatusCode::FORBIDDEN, format!("{target} is not signed"));
    }
    if target.ends_with(".GetSecretValue") {
        return (StatusCode::OK, json!({"Name": "roundup", "SecretString": side.secret}).to_string());
    }
    let put: Value = serde_json::from_slice(&body).unwrap_or_default();
    if !target.ends_with(".PutItem") || !put["ConditionExpression"].is_string() {
        return (StatusCode::BAD_REQUEST, format!("{target} is no conditional put"));
    }
    side.puts.fetch_add(1, Ordering::SeqCst);
    // The runtime's own timer is only as fine as a millisecond.
    let _ = tokio::task::spawn_blocking(|| std::thread::sleep(PUT)).await;
    (StatusCode::OK, "{}".to_owned())
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a free port")
}

fn acceptor(certified: &rcgen::CertifiedKey<rcgen::KeyPair>) -> TlsAcceptor {
    let key = PrivateKeyDer::Pkcs8(certified.signing_key.serialize_der().into());
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certified.cert.der().clone()], key);
    TlsAcceptor::from(Arc::new(config.expect("the certificate and its key")))
}

async fn serve_tls(listener: TcpListener, router: Router, acceptor: TlsAcceptor) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let (router, acceptor) = (router.clone(), acceptor.clone());
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let service = TowerToHyperService::new(router);
            // A client that goes away is no error here.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
