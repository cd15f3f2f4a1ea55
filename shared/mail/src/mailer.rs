//! Sending.

use crate::error::MailError;
use crate::mail::Mail;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::Config;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::config::timeout::TimeoutConfig;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, RawMessage};
use std::time::Duration;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long sending may take in all: a megabyte of pictures has to go up, and SES looks through it.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A client of SES. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    client: Client,
}

impl Mailer {
    /// Sends by this client, with limits of its own on time and repetition.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Hands a mail to SES, once: SES does not tell two requests to send one mail from two mails, so that nothing is repeated
    /// here.
    ///
    /// # Errors
    /// See [`MailError`]; after one that [may have been carried out](MailError::may_be_carried_out), the mail may be on its
    /// way, and nothing can be asked that would tell.
    pub async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let raw = RawMessage::builder().data(Blob::new(mail.raw()?)).build();
        let raw = raw.map_err(|_| MailError::not_made())?;
        let to = Destination::builder().set_to_addresses(Some(mail.to.clone())).build();
        let timeouts = TimeoutConfig::builder().connect_timeout(CONNECT_TIMEOUT).operation_timeout(TIMEOUT).build();
        let once = Config::builder().retry_config(RetryConfig::disabled()).timeout_config(timeouts);
        let request = self.client.send_email().from_email_address(&mail.from).destination(to);
        let request = request.content(EmailContent::builder().raw(raw).build()).customize().config_override(once);
        request.send().await.map(drop).map_err(|error| MailError::of(&error))
    }
}
