//! The agenda of the Roundup as plain data, and its renderings.
//!
//! [`agenda()`] makes it from the week's items; [`render`] turns it into JSON, text, Markdown, a page, an email and Slack
//! messages. Pure: no I/O, and `now` is an argument. What is deliberately absent: nothing here decides who may read an
//! agenda. It names customers, confidential ones too, and is for staff; what may be read by everybody ([`draft`],
//! [`decision_comment`]) does not.

mod agenda;
mod assemble;
mod breach;
mod decision;
mod discretion;
mod draft;
mod escape;
mod form;
mod hours;
mod input;
pub mod render;
mod thanks;
mod trend;
mod week;
mod words;

pub use agenda::{Addition, Agenda, DocsToWrite, Entry, Line, Untriaged};
pub use assemble::agenda;
pub use breach::Breach;
pub use decision::{DecidedBefore, Owner, decision_comment};
pub use discretion::for_mail;
pub use draft::draft;
pub use hours::{BusyHour, BusyHours};
pub use input::{Ending, Input, Outcome};
pub use thanks::{Contribution, Deed, InPublic, Thanks};
pub use trend::{WeekPoint, point};
pub use week::{ResponseTimes, Tally, Week};
