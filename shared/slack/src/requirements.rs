//! What an app has to be allowed for this client to work: the methods of the Web API that it calls, and the scopes that
//! a bot token needs for each (Slack's page on each method, "Scopes").

/// A method of the Web API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its name (`chat.postMessage`).
    pub name: &'static str,
    /// The scopes that a bot token needs for it, in whichever kind of conversation Roundup is; none where any token will do.
    pub scopes: &'static [&'static str],
}

/// Public and private channels, and direct messages with the app.
const READ: &[&str] = &["channels:read", "groups:read", "im:read"];
/// What is said in them.
const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history"];

/// Every method that this client calls, and no other, by name.
pub const METHODS: &[Method] = &[
    Method { name: "auth.test", scopes: &[] },
    Method { name: "chat.getPermalink", scopes: &[] },
    Method { name: "chat.postEphemeral", scopes: &["chat:write"] },
    Method { name: "chat.postMessage", scopes: &["chat:write"] },
    Method { name: "chat.update", scopes: &["chat:write"] },
    Method { name: "conversations.history", scopes: HISTORY },
    Method { name: "conversations.info", scopes: READ },
    Method { name: "conversations.open", scopes: &["im:write"] },
    Method { name: "conversations.replies", scopes: HISTORY },
    Method { name: "usergroups.users.update", scopes: &["usergroups:write"] },
    Method { name: "users.conversations", scopes: &["channels:read", "groups:read"] },
    Method { name: "users.info", scopes: &["users:read"] },
    Method { name: "views.open", scopes: &[] },
    Method { name: "views.publish", scopes: &[] },
    Method { name: "views.push", scopes: &[] },
    Method { name: "views.update", scopes: &[] },
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::METHODS;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// All sources of this crate but this one. Read when the test runs, so that a new file cannot be forgotten.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let of = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
        paths.flat_map(of).filter(|path| !path.ends_with("requirements.rs")).collect()
    }

    /// Whether a string literal names a method: words with dots in between.
    fn is_method(literal: &str) -> bool {
        let mut words = literal.split('.');
        literal.contains('.') && words.all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic()))
    }

    #[test]
    fn the_table_has_every_method_that_the_client_calls_and_no_other() {
        let texts =
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).into_iter().map(|path| fs::read_to_string(path).unwrap());
        let called: BTreeSet<String> = texts
            .flat_map(|text| text.split('"').filter(|piece| is_method(piece)).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let listed: BTreeSet<String> = METHODS.iter().map(|method| method.name.to_owned()).collect();
        assert_eq!(called, listed);
        assert_eq!(listed.len(), METHODS.len(), "each once");
    }

    #[test]
    fn a_method_is_told_from_other_literals() {
        for (literal, expected) in [
            ("chat.postMessage", true),
            ("usergroups.users.update", true),
            ("channel", false),
            ("https://slack.com/api/", false),
            (" one. ", false),
        ] {
            assert_eq!(is_method(literal), expected, "{literal}");
        }
    }

    #[test]
    fn scopes_are_named_as_slack_names_them() {
        for scope in METHODS.iter().flat_map(|method| method.scopes) {
            let (what, may) = scope.split_once(':').unwrap();
            assert!(what.chars().all(|c| c.is_ascii_lowercase()) && ["read", "write", "history"].contains(&may), "{scope}");
        }
    }
}
