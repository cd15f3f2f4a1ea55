//! Keeps the console and the clock to this machine: the caller is on the loopback interface, and asked for it by a loopback
//! name. The second check keeps out what a tunnel brings in, and pages elsewhere that point a name of theirs at 127.0.0.1; a
//! third one pages elsewhere that send a request here from the user's own browser.

use axum::extract::{ConnectInfo, Request};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};

/// Lets only this machine through.
pub async fn guard(ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let origin = request.headers().get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let from_here = origin.is_none_or(|origin| origin.strip_prefix("http://").is_some_and(is_loopback_name));
    if peer.ip().to_canonical().is_loopback() && host.is_some_and(is_loopback_name) && from_here {
        return next.run(request).await;
    }
    (StatusCode::NOT_FOUND, "this is shown on the machine itself only").into_response()
}

/// Whether a `Host` header, with or without a port, names this machine.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback_name;

    #[test]
    fn only_loopback_names_pass() {
        for host in ["localhost", "LOCALHOST:9000", "127.0.0.1", "127.0.0.1:9000", "[::1]:9000", "[::1]", "127.8.8.8"] {
            assert!(is_loopback_name(host), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com", "127.0.0.1.example.com:9000", "10.0.0.1:9000", "[::2]:1"] {
            assert!(!is_loopback_name(host), "{host}");
        }
    }
}
