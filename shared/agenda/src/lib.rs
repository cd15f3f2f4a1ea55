//! The agenda of the Roundup as plain data, and its renderings.
//!
//! [`agenda()`] makes it from the week's items; [`render`] turns it into JSON, text, Markdown, a page and Slack messages.
//! Pure: no I/O, and `now` is an argument. What is deliberately absent: nothing here decides who may read an agenda. It
//! names customers, confidential ones too, and is for staff.

mod agenda;
mod assemble;
mod breach;
mod escape;
mod form;
pub mod render;
mod thanks;
mod week;
mod words;

pub use agenda::{Addition, Agenda, DocsToWrite, Entry, Line, Untriaged};
pub use assemble::{Input, agenda};
pub use breach::Breach;
pub use thanks::Thanks;
pub use week::{ResponseTimes, Tally, Week};
