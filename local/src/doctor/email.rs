//! Email: whether SES may send what the configuration has it send.

use super::{Deployment, Finding};
use roundup_domain::Rules;

const CHECK: &str = "email";

/// Looks at the sender's identity, and at whether the account is still in SES's sandbox (Amazon SES, "Request production
/// access"): there, only verified recipients get mail.
pub(super) async fn look(deployment: &Deployment, rules: Option<&Rules>, findings: &mut Vec<Finding>) {
    let Some(email) = rules.and_then(|rules| rules.roundup.email.as_ref()) else { return };
    let domain = email.from.rsplit_once('@').map_or(email.from.as_str(), |(_, domain)| domain);
    let may_send = is_verified(deployment, &email.from).await || is_verified(deployment, domain).await;
    findings.push(if may_send {
        Finding::right(CHECK, format!("{} is verified", email.from))
    } else {
        let next = format!("verify {domain} (or the address) with SES in this region, and wait until it says so");
        Finding::wrong(CHECK, format!("{} is not verified with SES", email.from), next)
    });
    let account = match deployment.aws.ses().get_account().send().await {
        Ok(account) => account,
        Err(_) => {
            let next = "use credentials that may call ses:GetAccount";
            findings.push(Finding::unseen(CHECK, "whether the account is in SES's sandbox cannot be seen", next));
            return;
        }
    };
    if !account.sending_enabled() {
        let next = "SES's console says why, and resumes it";
        findings.push(Finding::wrong(CHECK, "sending is paused for this account", next));
    }
    if account.production_access_enabled() {
        findings.push(Finding::right(CHECK, "the account is out of SES's sandbox"));
        return;
    }
    let mut strangers = Vec::new();
    for to in &email.to {
        let to_domain = to.rsplit_once('@').map_or(to.as_str(), |(_, domain)| domain);
        if !(is_verified(deployment, to).await || is_verified(deployment, to_domain).await) {
            strangers.push(to.as_str());
        }
    }
    findings.push(if strangers.is_empty() {
        Finding::right(CHECK, "the account is in SES's sandbox, where every recipient is verified")
    } else {
        let next = "request production access in SES's console, or verify them";
        let says = format!("the account is in SES's sandbox, and these recipients are not verified: {}", strangers.join(", "));
        Finding::wrong(CHECK, says, next)
    });
}

async fn is_verified(deployment: &Deployment, identity: &str) -> bool {
    let found = deployment.aws.ses().get_email_identity().email_identity(identity).send().await;
    found.is_ok_and(|found| found.verified_for_sending_status())
}
