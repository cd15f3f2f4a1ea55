//! The client over real connections, good and bad: what may have been sent is told from what cannot have been.
#![allow(clippy::unwrap_used)]

use aws_sdk_sesv2::config::{BehaviorVersion, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use jiff::Timestamp;
use roundup_mail::{Mail, MailError, Mailer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::Instant;

fn mailer(endpoint: &str, client: SharedHttpClient) -> Mailer {
    let config = aws_sdk_sesv2::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("id", "canary", None, None, "test"))
        .endpoint_url(endpoint)
        .http_client(client);
    Mailer::new(aws_sdk_sesv2::Client::from_conf(config.build()))
}

fn over_http(endpoint: &str) -> Mailer {
    mailer(endpoint, aws_smithy_http_client::Builder::new().build_http())
}

fn mail() -> Mail {
    Mail {
        from: "roundup@acme.test".into(),
        from_name: None,
        to: vec!["team@acme.test".into()],
        subject: "Roundup".into(),
        text: "private words".into(),
        html: "<p>private words</p>".into(),
        images: vec![],
        unsubscribe: None,
        message_id: "agenda@acme.test".into(),
        date: Timestamp::UNIX_EPOCH,
    }
}

/// What sending says to a server that takes one connection, reads some of it, and gives this answer before it hangs up.
async fn after(answer: &'static str) -> MailError {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mailer = over_http(&format!("http://{}", listener.local_addr().unwrap()));
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        assert!(connection.read(&mut [0; 64 * 1024]).await.unwrap() > 0);
        connection.write_all(answer.as_bytes()).await.unwrap();
        connection.shutdown().await.unwrap();
        // Whoever asks again is counted.
        tokio::time::timeout(std::time::Duration::from_millis(300), listener.accept()).await.is_ok()
    });
    let error = mailer.send(&mail()).await.unwrap_err();
    assert!(!server.await.unwrap(), "asked again after {answer:?}");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("private") && !shown.contains("canary") && !shown.contains("acme"), "{shown}");
    error
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = over_http(&format!("http://{address}")).send(&mail()).await.unwrap_err();
    assert_eq!(error, MailError::Unavailable { status: None });
    assert!(error.is_passing() && !error.may_be_carried_out());
}

#[tokio::test]
async fn a_connection_that_breaks_may_have_carried_the_mail() {
    for answer in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"Mess", "nonsense\r\n\r\n"] {
        let error = after(answer).await;
        assert_eq!(error, MailError::AnswerLost, "{answer:?}");
        assert!(error.is_passing() && error.may_be_carried_out());
    }
}

#[tokio::test]
async fn a_gateway_out_of_order_may_have_passed_the_mail_on() {
    let error = after("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>").await;
    assert_eq!(error, MailError::Unavailable { status: Some(502) });
}

#[derive(Clone, Debug)]
struct Silent;

impl HttpClient for Silent {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Silent)
    }
}

impl HttpConnector for Silent {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_not_waited_for_longer_than_a_function_may_run() {
    let before = Instant::now();
    let error = mailer("http://ses.test", SharedHttpClient::new(Silent)).send(&mail()).await.unwrap_err();
    assert_eq!(error, MailError::AnswerLost);
    assert_eq!(before.elapsed().as_secs(), 20);
}
