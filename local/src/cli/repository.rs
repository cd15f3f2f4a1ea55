//! The name of a repository, as it is given on the command line.

use std::str::FromStr;

/// `OWNER/REPO`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository(String);

/// A text that names no repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that names no repository; write it as OWNER/REPO, as in acme/widgets")]
pub struct NotARepository;

impl Repository {
    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Repository {
    type Err = NotARepository;

    fn from_str(text: &str) -> Result<Self, NotARepository> {
        let plain = |part: &str| {
            let known = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
            !matches!(part, "" | "." | "..") && part.bytes().all(known)
        };
        match text.split_once('/') {
            Some((owner, name)) if plain(owner) && plain(name) => Ok(Self(text.to_owned())),
            _ => Err(NotARepository),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_an_owner_and_a_name() {
        for text in ["acme/widgets", "Acme-Inc/widgets.rs", "a/_"] {
            assert!(text.parse::<Repository>().is_ok(), "{text}");
        }
        for text in
            ["", "acme", "acme/", "/widgets", "acme/widgets/issues", "acme/..", "https://github.com/acme/widgets", "a b/c"]
        {
            assert!(text.parse::<Repository>().is_err(), "{text}");
        }
    }
}
