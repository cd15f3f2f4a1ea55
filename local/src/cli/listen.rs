//! Where to listen, as it is given on the command line.

use std::net::{Ipv4Addr, SocketAddr};

/// Reads `127.0.0.1:9000`, `[::1]:9000`, `localhost:9000`; a port alone, with or without its colon, is this machine's.
///
/// # Errors
/// What would be right.
pub(super) fn address(text: &str) -> Result<SocketAddr, &'static str> {
    let here = |port: &str| port.parse().ok().map(|port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let port_here = || {
        let port = text.strip_prefix("localhost:").or_else(|| text.strip_prefix(':')).unwrap_or(text);
        // `+9000` is a number to the standard library.
        here(port).filter(|_| port.bytes().all(|b| b.is_ascii_digit()))
    };
    text.parse().ok().or_else(port_here).ok_or("that is no address with a port; write it like 127.0.0.1:9000 or localhost:9000")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_has_a_port_and_a_port_alone_is_this_machines() {
        for (text, read) in [
            ("127.0.0.1:9000", "127.0.0.1:9000"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("[::1]:9000", "[::1]:9000"),
            ("localhost:9000", "127.0.0.1:9000"),
            (":9000", "127.0.0.1:9000"),
            ("9000", "127.0.0.1:9000"),
            ("0", "127.0.0.1:0"),
        ] {
            assert_eq!(address(text).map(|address| address.to_string()).as_deref(), Ok(read));
        }
        for text in ["", "here", "localhost", "127.0.0.1", ":", ":+9000", "65536", "acme.test:9000", "http://127.0.0.1:9000"] {
            assert!(address(text).is_err(), "{text}");
        }
    }
}
