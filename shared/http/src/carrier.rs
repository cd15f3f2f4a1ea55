//! What carries a request to its other side: the network, or, for the simulation, something in the process.

use reqwest::{Request, RequestBuilder, Response};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The request never left: nothing can have come of it.
    NotSent,
    /// It may have arrived, and may have been carried out.
    Lost,
}

impl From<reqwest::Error> for Unanswered {
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() || error.is_builder() { Self::NotSent } else { Self::Lost }
    }
}

/// An answer that is to come.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Response, Unanswered>> + Send + 'a>>;

/// Another side in this process. It keeps to no time limit but its own.
pub trait InProcess: fmt::Debug + Send + Sync {
    /// Takes a request, and answers it or not.
    fn answer(&self, request: Request) -> Answering<'_>;
}

/// What carries requests. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub enum Carrier {
    /// The network, with the time limits of the request and its client.
    #[default]
    Network,
    /// Something in the process.
    InProcess(Arc<dyn InProcess>),
}

impl Carrier {
    /// Sends a request, once.
    ///
    /// # Errors
    /// There is no answer.
    pub async fn send(&self, request: RequestBuilder) -> Result<Response, Unanswered> {
        match self {
            Self::Network => Ok(request.send().await?),
            Self::InProcess(other) => other.answer(request.build()?).await,
        }
    }
}
