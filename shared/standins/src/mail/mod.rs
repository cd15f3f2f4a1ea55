//! Amazon SES, in process, under the real SDK client.

mod api;
mod connector;
mod received;

pub use received::ReceivedMail;

use crate::fault::{Fault, Faults};
use crate::journal::{Call, Journal};
use crate::locked;
use aws_sdk_sesv2::config::{BehaviorVersion, Credentials, Region};
use std::fmt;
use std::sync::{Arc, Mutex};

/// What is told of every mail as it is received.
type Told = dyn Fn(&ReceivedMail) + Send + Sync;

#[derive(Default)]
struct State {
    mails: Vec<ReceivedMail>,
    faults: Faults<Fault>,
}

/// A mail service that delivers to nobody and keeps everything. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct MailStandIn {
    journal: Journal,
    state: Arc<Mutex<State>>,
    store: Option<Arc<Told>>,
}

impl fmt::Debug for MailStandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailStandIn").field("mails", &locked(&self.state).mails.len()).finish()
    }
}

impl MailStandIn {
    /// A mail service that has received nothing, and writes what it is asked into this journal.
    #[must_use]
    pub fn new(journal: &Journal) -> Self {
        Self { journal: journal.clone(), state: Arc::default(), store: None }
    }

    /// The same, giving every mail that it receives to `store` too, for it to outlive the process. Called while the stand-in
    /// is locked, so that what is kept is in order: do not call back. What is there already has to be
    /// [restored](Self::restore).
    #[must_use]
    pub fn with_store(mut self, store: Box<dyn Fn(&ReceivedMail) + Send + Sync>) -> Self {
        self.store = Some(Arc::from(store));
        self
    }

    /// Takes back mails that were kept ([`ReceivedMail::read`] reads them), in the order in which they are to be listed.
    pub fn restore(&self, kept: impl IntoIterator<Item = ReceivedMail>) {
        locked(&self.state).mails.extend(kept);
    }

    /// The mails so far, oldest first.
    #[must_use]
    pub fn mails(&self) -> Vec<ReceivedMail> {
        locked(&self.state).mails.clone()
    }

    /// The calls so far, oldest first. Of a mail they hold sender, recipients and size only.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.journal.of("ses")
    }

    /// Lets the next `times` mails fail. A refusal's code is the exception's name (`MessageRejected`).
    pub fn fail(&self, fault: Fault, times: usize) -> &Self {
        locked(&self.state).faults.add("*", fault, times);
        self
    }

    /// Lets no mails fail any more.
    pub fn recover(&self) -> &Self {
        locked(&self.state).faults.clear();
        self
    }

    /// Configuration of an SDK client on top of it, to be added to.
    #[must_use]
    pub fn config(&self) -> aws_sdk_sesv2::config::Builder {
        aws_sdk_sesv2::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("stand-in", "stand-in", None, None, "stand-in"))
            .http_client(self.clone())
    }

    /// An SDK client on top of it.
    #[must_use]
    pub fn client(&self) -> aws_sdk_sesv2::Client {
        aws_sdk_sesv2::Client::from_conf(self.config().build())
    }

    /// Keeps a mail, here and in the store; says the how manieth it is.
    fn keep(&self, state: &mut State, mail: ReceivedMail) -> usize {
        if let Some(store) = &self.store {
            store(&mail);
        }
        state.mails.push(mail);
        state.mails.len()
    }
}
