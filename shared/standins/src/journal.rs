//! What was called.

use crate::{Clock, locked};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

/// How many calls are remembered; older ones are forgotten.
const KEPT: usize = 10_000;

/// A call as it arrived, and what it got. Tokens are never part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Call {
    /// `slack`, `github` or `ses`.
    pub api: &'static str,
    /// When, by the stand-in's clock.
    pub at: Timestamp,
    /// Slack: the API method (`chat.postMessage`); GitHub: the HTTP method; SES: `SendEmail`.
    pub method: String,
    /// Path of the request, without the query.
    pub path: String,
    /// Slack: the workspace that the token belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The arguments, from body and query.
    pub body: Value,
    /// HTTP status of the answer.
    pub status: u16,
    /// The answer; after a cut, the one that did not come through.
    pub answer: Value,
    /// The fault that it met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
}

/// The calls of one or several stand-ins, in order. Cheap to clone: all clones are one journal.
#[derive(Clone)]
pub struct Journal {
    clock: Clock,
    calls: Arc<Mutex<VecDeque<Call>>>,
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("calls", &locked(&self.calls).len()).finish()
    }
}

impl Journal {
    /// An empty journal that goes by this clock; so do the stand-ins that write it.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, calls: Arc::default() }
    }

    /// All calls so far, oldest first, up to the latest 10,000.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        locked(&self.calls).iter().cloned().collect()
    }

    /// The time now.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(crate) fn write(&self, call: Call) {
        let mut calls = locked(&self.calls);
        if calls.len() == KEPT {
            calls.pop_front();
        }
        calls.push_back(call);
    }

    pub(crate) fn of(&self, api: &str) -> Vec<Call> {
        locked(&self.calls).iter().filter(|call| call.api == api).cloned().collect()
    }
}
