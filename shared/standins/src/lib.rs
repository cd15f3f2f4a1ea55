//! Stand-ins for the services that Roundup calls: Slack, GitHub, EventBridge Scheduler and SES.
//!
//! The local process runs on them where no credential is given, and the tests of every crate run on the same ones, so
//! that what is tried by hand and what is tested is one thing. Slack and GitHub are served over real HTTP; the
//! scheduler and the mail service sit under the real SDK clients. Each keeps state, answers in the published shapes,
//! refuses what the real one refuses, writes down every call, and can be told to fail.
//!
//! Not linked into any Lambda.

mod cut;
mod fault;
mod github;
mod journal;
mod mail;
mod scheduler;
mod slack;

pub use fault::Fault;
pub use github::{GithubStandIn, Profile, Sight};
pub use journal::{Call, Journal};
pub use mail::{MailStandIn, ReceivedMail};
pub use scheduler::{DeadLetter, Due, Invocation, Persist, ScheduleFault, SchedulerStandIn};
pub use slack::{SlackStandIn, UserFlags};

use axum::Router;
use jiff::Timestamp;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Where a stand-in gets the time from: the system's clock or a manual one.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Serves a stand-in on a free port of this machine until the task is aborted.
///
/// # Errors
/// When no port can be had.
pub async fn serve(router: Router) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(async move {
        // Ends only when aborted; accept errors are retried inside.
        let _ = axum::serve(listener, router).await;
    });
    Ok((address, task))
}

/// The value behind a lock, also after a panic elsewhere: every change here is made in one go.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
