//! HMAC-SHA256 signatures in hexadecimal, as both Slack and GitHub send them.

use crate::request::Rejection;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// The secret that a sender signs with and the one that it replaced: while a secret is rotated, requests signed with either
/// are under way.
#[derive(Clone)]
pub struct SigningSecret {
    current: String,
    previous: Option<String>,
}

impl SigningSecret {
    /// The secret in use, and the one before it as long as that is still accepted. An empty one accepts nothing.
    #[must_use]
    pub fn new(current: impl Into<String>, previous: Option<String>) -> Self {
        Self { current: current.into(), previous }
    }

    /// Those that there are.
    fn keys(&self) -> impl Iterator<Item = &str> {
        [Some(self.current.as_str()), self.previous.as_deref()].into_iter().flatten().filter(|key| !key.is_empty())
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

/// Whether any of `secrets` signed the concatenation of `parts` with `signature`, compared in constant time.
///
/// # Errors
/// [`Rejection::NoSecret`] or [`Rejection::Mismatch`].
pub(crate) fn check(secrets: &[SigningSecret], parts: &[&[u8]], signature: &[u8; 32]) -> Result<(), Rejection> {
    let mut keys = secrets.iter().flat_map(SigningSecret::keys).peekable();
    if keys.peek().is_none() {
        return Err(Rejection::NoSecret);
    }
    if keys.any(|key| signed_with(key, parts, signature)) { Ok(()) } else { Err(Rejection::Mismatch) }
}

fn signed_with(key: &str, parts: &[&[u8]], signature: &[u8; 32]) -> bool {
    // HMAC takes keys of any length, so that the error does not come.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return false };
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(signature).is_ok()
}

/// The 32 bytes that 64 hexadecimal digits of either case spell.
pub(crate) fn from_hex(digits: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = digits.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// What a sender would sign with `key`, for tests of both sides.
#[cfg(test)]
pub(crate) fn sign(key: &str, parts: &[&[u8]]) -> String {
    use std::fmt::Write;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
