//! Failing on purpose.

/// How a call to the stand-in for Slack, GitHub or SES fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 429, with `Retry-After` of so many seconds but for SES; nothing is carried out.
    RateLimit(u64),
    /// 503; nothing is carried out.
    ServerError,
    /// The call is carried out, then the connection is cut before the answer is through.
    CarriedOutThenCut,
    /// Refused with this code (Slack: `error`; GitHub: an HTTP status; SES: an exception).
    Refused(String),
}

impl Fault {
    /// Its name in the journal.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::RateLimit(_) => "rate_limit",
            Self::ServerError => "server_error",
            Self::CarriedOutThenCut => "carried_out_then_cut",
            Self::Refused(_) => "refused",
        }
    }
}

/// Faults waiting for the calls that they are meant for, first come first served.
#[derive(Debug)]
pub(crate) struct Faults<F> {
    queue: Vec<(String, F, usize)>,
}

impl<F> Default for Faults<F> {
    fn default() -> Self {
        Self { queue: Vec::new() }
    }
}

impl<F: Clone> Faults<F> {
    /// Lets the next `times` calls of `method` (`*`: of any) fail.
    pub(crate) fn add(&mut self, method: &str, fault: F, times: usize) {
        if times > 0 {
            self.queue.push((method.to_owned(), fault, times));
        }
    }

    /// From now on nothing fails.
    pub(crate) fn clear(&mut self) {
        self.queue.clear();
    }

    /// The fault that this call meets, if any.
    pub(crate) fn take(&mut self, method: &str) -> Option<F> {
        let at = self.queue.iter().position(|(of, ..)| of == method || of == "*")?;
        self.queue[at].2 -= 1;
        if self.queue[at].2 == 0 { Some(self.queue.remove(at).1) } else { Some(self.queue[at].1.clone()) }
    }
}
