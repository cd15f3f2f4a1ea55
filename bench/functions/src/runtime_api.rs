//! A stand-in of the Lambda runtime API (AWS, "Using the Lambda runtime API for custom runtimes"): hands out one invocation
//! at a time, and takes its answer.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};

/// What came of an invocation.
pub type Answer = Result<Value, String>;

/// The API of one function.
pub struct RuntimeApi {
    /// `127.0.0.1:PORT`.
    pub address: String,
    events: mpsc::Sender<String>,
    answers: mpsc::Receiver<Answer>,
    ready: mpsc::Receiver<()>,
}

struct Side {
    events: Mutex<mpsc::Receiver<String>>,
    answers: mpsc::Sender<Answer>,
    ready: mpsc::Sender<()>,
}

impl RuntimeApi {
    /// Starts it.
    pub async fn start() -> Self {
        let (events, to_function) = mpsc::channel(1);
        let (from_function, answers) = mpsc::channel(1);
        let (asked, ready) = mpsc::channel(64);
        let side = Arc::new(Side { events: Mutex::new(to_function), answers: from_function, ready: asked });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
            .route("/2018-06-01/runtime/init/error", post(error))
            .with_state(side);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address").to_string();
        tokio::spawn(axum::serve(listener, router).into_future());
        Self { address, events, answers, ready }
    }

    /// Waits until the function asks for its first invocation: its init phase is over.
    pub async fn ready(&mut self) {
        self.ready.recv().await;
    }

    /// Invokes the function, and waits for its answer.
    pub async fn invoke(&mut self, event: &Value) -> Answer {
        self.events.send(event.to_string()).await.expect("the API runs as long as this does");
        self.answers.recv().await.unwrap_or_else(|| Err("no answer".to_owned()))
    }
}

async fn next(State(side): State<Arc<Side>>) -> Response {
    // Nobody waits for it but in the first round.
    let _ = side.ready.try_send(());
    let Some(event) = side.events.lock().await.recv().await else { return StatusCode::GONE.into_response() };
    let headers = [
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        ("lambda-runtime-deadline-ms", "4102444800000"),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:123456789012:function:bench"),
        ("content-type", "application/json"),
    ];
    (headers, event).into_response()
}

async fn response(State(side): State<Arc<Side>>, body: Bytes) -> StatusCode {
    let answer = serde_json::from_slice(&body).map_err(|error| error.to_string());
    let _ = side.answers.send(answer).await;
    StatusCode::ACCEPTED
}

async fn error(State(side): State<Arc<Side>>, body: Bytes) -> StatusCode {
    let _ = side.answers.send(Err(String::from_utf8_lossy(&body).into_owned())).await;
    StatusCode::ACCEPTED
}
