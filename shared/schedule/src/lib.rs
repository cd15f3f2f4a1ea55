//! One-time schedules of EventBridge Scheduler: one for each deadline that is ahead.
//!
//! Every call can be made any number of times: a schedule's name follows from its deadline, so making it twice finds it
//! made, and taking away what is not there is fine.

mod error;
mod name;
mod schedules;

pub use error::ScheduleError;
pub use name::name_of;
pub use schedules::{Ensured, Schedules, Target};
