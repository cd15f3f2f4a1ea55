//! What Roundup exists for, and nothing else: the facts that sources report, the clock that they start and stop,
//! calendars, rotation, and the plan that follows. Pure: `now` is an argument, and there is no I/O.
//!
//! Start at [`fold::fold`] (facts → item) and [`decide::decide`] (item, now → plan).

pub mod acknowledgement;
pub mod calendar;
pub mod channel;
pub mod decide;
pub mod fact;
pub mod fold;
pub mod id;
pub mod item;
pub mod lapse;
pub mod meeting;
#[cfg(test)]
mod permutation_tests;
pub mod person;
pub mod plan;
mod policy;
pub mod rotation;
pub mod rules;
pub mod slack_ts;
#[cfg(test)]
mod testing;
mod visible;
pub mod when;
pub mod zone;

pub use fact::{Fact, Filed, Place, Subject, SubjectForm, What};
pub use id::{ConversationId, ItemId};
pub use item::{Item, Kind, State};
pub use lapse::Lapse;
pub use person::{Author, People, Person, Platform, Role};
pub use rules::Rules;
pub use slack_ts::SlackTs;
pub use visible::visible;
