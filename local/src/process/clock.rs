//! The process's clock: the system's, or one that stands still until it is moved.

use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};

/// A clock. Clones of a manual one are one clock.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's.
    System,
    /// Stands still until it is moved.
    Manual(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// One that stands at `now`.
    #[must_use]
    pub fn manual(now: Timestamp) -> Self {
        Self::Manual(Arc::new(Mutex::new(now)))
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => roundup_runtime::environment::now(),
            Self::Manual(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Whether it can be moved.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        matches!(self, Self::Manual(_))
    }

    /// Moves a manual clock forward; it never goes back.
    pub(super) fn move_to(&self, to: Timestamp) {
        if let Self::Manual(now) = self {
            let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = to.max(*now);
        }
    }
}
