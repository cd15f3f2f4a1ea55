//! What is expected of a request before its body is looked at, and why one is turned away.

use http::HeaderMap;

/// Why a request is not believed; the answer to it is 401. Says what is wrong, never what would have been right: an
/// expected signature in a log would be a signature to send.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// A header that every genuine request has is not there.
    #[error("header {0} is missing")]
    Missing(&'static str),
    /// A header is there more than once, so that two readers could believe different ones.
    #[error("header {0} is repeated")]
    Repeated(&'static str),
    /// A header is not of its form.
    #[error("header {0} is malformed")]
    Malformed(&'static str),
    /// Slack: signed too long ago, or too far ahead.
    #[error("the timestamp is {seconds} s off the clock, more than {limit} s")]
    Stale {
        /// How far the clock is ahead of the timestamp, in whole seconds; negative where it is behind.
        seconds: i64,
        /// How far it may be either way, in seconds.
        limit: i64,
    },
    /// There is no secret to check against; an empty one counts as none.
    #[error("no signing secret is configured")]
    NoSecret,
    /// No secret, current or previous, gives this signature for this body.
    #[error("the signature does not match")]
    Mismatch,
}

/// The one value of a header.
///
/// # Errors
/// Where it is missing, repeated, or not visible ASCII.
pub(crate) fn single<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, Rejection> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(Rejection::Missing(name))?;
    if values.next().is_some() {
        return Err(Rejection::Repeated(name));
    }
    value.to_str().map_err(|_| Rejection::Malformed(name))
}
