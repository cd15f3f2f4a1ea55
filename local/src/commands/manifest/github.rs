//! The GitHub App's manifest (GitHub, "Registering a GitHub App from a manifest").

use crate::cli::PublicUrl;
use reqwest::Url;
use roundup_ingest::github::EVENTS;
use serde_json::{Map, Value, json};

const NAME: &str = "Roundup";
const DESCRIPTION: &str = "Watches who waits for an answer, reminds whoever is on call, and prepares the weekly Roundup.";

/// What the app may do (GitHub, "Permissions required for GitHub Apps"). An event can be subscribed to only with a
/// permission on what it is about.
pub(super) const PERMISSIONS: &[(&str, &str)] = &[
    // Nothing is asked about discussions: their events are.
    ("discussions", "read"),
    // Labels and assignees; existing issues are searched.
    ("issues", "write"),
    // Who is staff.
    ("members", "read"),
    // Every app that sees a repository has it.
    ("metadata", "read"),
    // Labels and assignees again: the address is that of an issue, the permission that of a pull request.
    ("pull_requests", "write"),
];

/// Where an organisation's apps are registered, by a form or by a manifest.
const REGISTRATION: &str = "https://github.com/organizations/ORGANIZATION/settings/apps/new";

/// The manifest of an app whose deliveries go to `url`.
pub(super) fn manifest(url: &PublicUrl) -> Value {
    let permissions: Map<_, _> = PERMISSIONS.iter().map(|(name, access)| ((*name).to_owned(), json!(access))).collect();
    json!({
        "name": NAME,
        "description": DESCRIPTION,
        "url": url.at("/"),
        "hook_attributes": {"url": url.at("/github/webhook"), "active": true},
        // Where the browser comes back to, with the code for the secrets in its address bar: any page of ours.
        "redirect_url": url.at("/healthz"),
        "public": false,
        "default_permissions": permissions,
        "default_events": EVENTS,
    })
}

/// What to do with it.
pub(super) fn steps(url: &PublicUrl) -> Vec<String> {
    vec![
        format!("1. As an owner of ORGANIZATION, send the above as the form field `manifest` in a POST to {REGISTRATION}, then"),
        "   `gh api --method POST app-manifests/CODE/conversions` with the code in the address bar: id, private key, secret."
            .to_owned(),
        "   Or open this link, which fills in the same, choose a webhook secret, and generate a private key afterwards:"
            .to_owned(),
        format!("   {}", link(url)),
        "2. Install the app on the repositories of your sources. Give Roundup its id, private key and webhook secret.".to_owned(),
        format!("The name has to be unique on GitHub: if {NAME} is taken, choose another."),
    ]
}

/// The manifest as a link (GitHub, "Registering a GitHub App using URL parameters").
fn link(url: &PublicUrl) -> String {
    let (homepage, webhook) = (url.at("/"), url.at("/github/webhook"));
    let settings = [
        ("name", NAME),
        ("description", DESCRIPTION),
        ("url", &homepage),
        ("public", "false"),
        ("webhook_active", "true"),
        ("webhook_url", &webhook),
    ];
    let events = EVENTS.iter().map(|event| ("events[]", *event));
    let parameters = settings.into_iter().chain(PERMISSIONS.iter().copied()).chain(events);
    Url::parse_with_params(REGISTRATION, parameters).map_or_else(|_| REGISTRATION.to_owned(), String::from)
}

#[cfg(test)]
mod tests;
