//! The address of a deployment, as it is given on the command line.

use reqwest::Url;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Where Roundup is reached from outside: a scheme and a host, with a port where need be, and nothing after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Why an address is not one at which Slack and GitHub could reach Roundup. Says what would be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPublic {
    /// No address.
    #[error("that is no URL; write it like https://roundup.example.com")]
    NotAUrl,
    /// Slack and GitHub send what people wrote, and a signature is no secrecy.
    #[error(
        "it is not https; write it like https://roundup.example.com (http is for this machine only, as in http://127.0.0.1:9000)"
    )]
    NotHttps,
    /// The routes are at the root of the host.
    #[error("there is more than a host in it; leave out path, query and user, as in https://roundup.example.com")]
    MoreThanAHost,
}

impl PublicUrl {
    /// The address of one of Roundup's routes; `path` begins with a slash.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl FromStr for PublicUrl {
    type Err = NotPublic;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| NotPublic::NotAUrl)?;
        let host = url.host_str().ok_or(NotPublic::NotAUrl)?;
        if url.scheme() != "https" && !(url.scheme() == "http" && is_this_machine(host)) {
            return Err(NotPublic::NotHttps);
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(NotPublic::MoreThanAHost);
        }
        Ok(Self(url.origin().ascii_serialization()))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{NotPublic, PublicUrl};

    #[test]
    fn a_host_is_an_address_with_or_without_a_port_and_the_last_slash() {
        for (text, expected) in [
            ("https://roundup.example.com", "https://roundup.example.com"),
            ("https://roundup.example.com/", "https://roundup.example.com"),
            ("HTTPS://Roundup.Example.COM:443/", "https://roundup.example.com"),
            ("https://roundup.example.com:8443", "https://roundup.example.com:8443"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
            ("http://localhost:9000", "http://localhost:9000"),
            ("http://[::1]:9000", "http://[::1]:9000"),
        ] {
            let url: PublicUrl = text.parse().unwrap();
            assert_eq!(url.to_string(), expected);
            assert_eq!(url.at("/healthz"), format!("{expected}/healthz"));
        }
    }

    #[test]
    fn what_slack_and_github_could_not_reach_safely_is_refused() {
        for (text, expected) in [
            ("", NotPublic::NotAUrl),
            ("roundup.example.com", NotPublic::NotAUrl),
            ("https://", NotPublic::NotAUrl),
            ("https://exam ple.com", NotPublic::NotAUrl),
            ("mailto:roundup@example.com", NotPublic::NotAUrl),
            ("http://roundup.example.com", NotPublic::NotHttps),
            ("http://127.0.0.1.example.com", NotPublic::NotHttps),
            ("http://192.168.1.7:9000", NotPublic::NotHttps),
            ("ftp://roundup.example.com", NotPublic::NotHttps),
            ("ws://localhost", NotPublic::NotHttps),
            ("https://roundup.example.com/slack/events", NotPublic::MoreThanAHost),
            ("https://roundup.example.com//", NotPublic::MoreThanAHost),
            ("https://roundup.example.com?", NotPublic::MoreThanAHost),
            ("https://roundup.example.com/#top", NotPublic::MoreThanAHost),
            ("https://ada@roundup.example.com", NotPublic::MoreThanAHost),
            ("https://:secret@roundup.example.com", NotPublic::MoreThanAHost),
        ] {
            assert_eq!(text.parse::<PublicUrl>(), Err(expected), "{text}");
        }
    }

    #[test]
    fn what_would_be_right_is() {
        for error in [NotPublic::NotAUrl, NotPublic::NotHttps, NotPublic::MoreThanAHost] {
            let said = error.to_string();
            let examples = said.split([' ', ')']).filter(|word| word.starts_with("http") && word.contains("://"));
            assert!(examples.map(str::parse::<PublicUrl>).inspect(|url| assert!(url.is_ok(), "{said}")).count() > 0, "{said}");
        }
    }
}
