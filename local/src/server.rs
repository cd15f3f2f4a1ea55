//! HTTP: the webhooks, and for this machine only the console and the controls of the clock.

mod console;
mod dev;
mod local_only;
mod webhooks;

use crate::Failure;
use crate::process::Process;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use roundup_runtime::gateway;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::TcpListener;

/// All routes.
pub fn router(process: Process) -> Router {
    let here = Router::new()
        .route("/", get(console::page))
        .route("/dev/state", get(console::state))
        .route("/dev/clock", post(dev::clock))
        .route("/dev/items", get(dev::items))
        .route("/dev/items/{id}", get(dev::item))
        .route("/dev/digest", get(dev::digest))
        .route("/dev/mail", get(dev::mail))
        .route("/dev/mail/{number}", get(dev::mail_shown))
        .route("/dev/calls", get(dev::calls))
        .layer(axum::middleware::from_fn(local_only::guard));
    Router::new()
        .route(gateway::HEALTH, get(async || gateway::healthy()))
        .route("/slack/events", post(webhooks::slack_events))
        .route("/slack/interactions", post(webhooks::slack_interactions))
        .route("/slack/commands", post(webhooks::slack_commands))
        .route("/github/webhook", post(webhooks::github))
        .merge(here)
        .layer(DefaultBodyLimit::disable())
        .with_state(process)
}

/// A port to listen on.
///
/// # Errors
/// It is taken, or not ours.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .map_err(|error| Failure::new(format!("{address}: cannot listen there: {error}"), "name another address with --listen"))
}

/// How a listener is reached from this machine: where it takes what comes from anywhere, by the loopback address, which is the
/// only one that the console answers at.
#[must_use]
pub fn from_here(listens_at: SocketAddr) -> SocketAddr {
    let here = match listens_at.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        named => named,
    };
    SocketAddr::new(here, listens_at.port())
}

/// Serves until `stop` comes.
///
/// # Errors
/// The listener broke.
pub async fn serve(
    listener: TcpListener,
    process: Process,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let app = router(process).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, app).with_graceful_shutdown(stop).await;
    served.map_err(|error| Failure::new(format!("the server stopped: {error}"), "start it again"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::from_here;

    #[test]
    fn what_listens_everywhere_is_reached_by_the_loopback_address() {
        for (listens_at, here) in [
            ("0.0.0.0:9137", "127.0.0.1:9137"),
            ("[::]:9137", "[::1]:9137"),
            ("127.0.0.1:9000", "127.0.0.1:9000"),
            ("[::1]:9000", "[::1]:9000"),
        ] {
            assert_eq!(from_here(listens_at.parse().unwrap()).to_string(), here);
        }
    }
}
