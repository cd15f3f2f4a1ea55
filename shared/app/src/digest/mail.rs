//! The agenda as an email to the team.

use crate::App;
use crate::outbox::Undelivered;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use roundup_agenda::{Agenda, render};
use roundup_domain::rules::Email;
use roundup_mail::{Image, Mail, MailError};
use roundup_store::StoredNotice;
use serde::{Deserialize, Serialize};

/// An email as it is kept until it is sent. A row holds 400 KB (Amazon DynamoDB, "Quotas"): the charts are some 10 KB each,
/// and what is listed is bounded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptMail {
    from: String,
    pub(super) to: Vec<String>,
    subject: String,
    text: String,
    html: String,
    images: Vec<KeptImage>,
    unsubscribe: String,
    message_id: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptImage {
    cid: String,
    /// Base64.
    png: String,
}

impl App {
    /// The agenda as an email to those of the recipients who are on the team.
    pub(super) fn agenda_mail(&self, agenda: &Agenda, email: &Email) -> KeptMail {
        let is_ours = |address: &&String| Email::is_of_team(&email.from, &self.rules.on_call.rotation, address);
        let (to, others): (Vec<&String>, Vec<&String>) = email.to.iter().partition(is_ours);
        if !others.is_empty() {
            // Not their addresses: a log is read by more people than the configuration.
            tracing::error!(
                left_out = others.len(),
                "the agenda names customers and is mailed to the team alone; the other recipients are left out"
            );
        }
        let unsubscribe = format!("mailto:{}?subject=unsubscribe", email.from);
        let mail = render::email(agenda, &unsubscribe);
        let kept = |image: render::Inline| KeptImage { cid: image.cid, png: STANDARD.encode(image.png) };
        KeptMail {
            from: email.from.clone(),
            to: to.into_iter().cloned().collect(),
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            images: mail.images.into_iter().map(kept).collect(),
            unsubscribe,
            message_id: format!("agenda-{}@{}", agenda.date, domain(&email.from)),
        }
    }

    /// Sends an email that is owed.
    pub(crate) async fn send_mail(&self, notice: &StoredNotice, now: Timestamp) -> Result<(), Undelivered> {
        let Some(kept) = notice.content.as_deref().and_then(|content| serde_json::from_str::<KeptMail>(content).ok()) else {
            tracing::error!("an email that is owed cannot be read");
            return Ok(());
        };
        let Some(mailer) = &self.mailer else {
            tracing::error!("there is nothing to send email with");
            return Err(MailError::Unavailable { status: None }.into());
        };
        Ok(mailer.send(&mail(kept, now)).await?)
    }
}

fn mail(kept: KeptMail, now: Timestamp) -> Mail {
    let image = |image: KeptImage| Some(Image { cid: image.cid, png: STANDARD.decode(image.png).ok()? });
    Mail {
        from: kept.from,
        from_name: Some("Roundup".to_owned()),
        to: kept.to,
        subject: kept.subject,
        text: kept.text,
        html: kept.html,
        images: kept.images.into_iter().filter_map(image).collect(),
        unsubscribe: Some(kept.unsubscribe),
        message_id: kept.message_id,
        date: now,
    }
}

/// What stands behind the last `@`.
fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, domain)| domain)
}
