//! What whoever triages goes through, by kind.

use roundup_domain::{Kind, Rules};
use roundup_slack::mrkdwn::{escape_to, link};

/// Longest address that is linked, in bytes.
const ADDRESS: usize = 500;
/// Longest name of a label (GitHub's own limit is 50).
const LABEL: usize = 50;

/// The checklist of a kind, with the configured documentation, release notes and call linked; mrkdwn, at most 3,000
/// characters.
#[must_use]
pub fn mrkdwn(rules: &Rules, kind: Kind) -> String {
    let roundup = &rules.roundup;
    let docs = linked(roundup.docs.as_deref().unwrap_or_default(), "documentation");
    let releases = linked(roundup.releases.as_deref().unwrap_or_default(), "release notes");
    let call = or_call(roundup.call.as_deref());
    let points = match kind {
        Kind::PullRequest => vec![
            format!("Does it make the {docs} wrong? Then it has to cover that change."),
            "Is it low risk (a typo)? Then it can be merged on the spot at the Roundup.".to_owned(),
            format!("If not: try it out and verify that it works, with its author if need be{call}."),
        ],
        Kind::Bug => vec![
            format!("Is it the intended behaviour, as documented? Then tell the reporter kindly, with a link to the {docs}."),
            "Prove that it exists: a short screen recording (Loom, say), or concise steps to reproduce, verified by yourself if \
             possible."
                .to_owned(),
            "Reproduced? Tell the reporter, and share the proof.".to_owned(),
        ],
        Kind::FeatureRequest => vec![
            format!("Does it exist already? Then say so kindly, with a link to the {releases}."),
            format!(
                "Is there an open pull request or issue for it? Then link it, and mark that one *{}*.",
                escape_to(&roundup.ready_label, LABEL)
            ),
            "Otherwise reply that it will be discussed.".to_owned(),
        ],
        Kind::Question => vec![
            format!("Is it answered in the {docs} already? Link the section, and summarise."),
            format!("Do you know the answer? Open a pull request to the {docs}, and link it."),
            format!("Otherwise reply that you are working on it, and ask a colleague{call}."),
        ],
    };
    points.iter().map(|point| format!("• {point}")).collect::<Vec<_>>().join("\n")
}

/// A link, or its label alone where the address would not leave room for the words.
pub(super) fn linked(address: &str, label: &str) -> String {
    link(if address.len() <= ADDRESS { address } else { "" }, label)
}

fn or_call(address: Option<&str>) -> String {
    address.map(|address| format!(", in {}", linked(address, "a 10-minute call"))).unwrap_or_default()
}
