//! The agenda in every form in which people and programs get it.
//!
//! Every rendering escapes what others wrote in its own way, bounds it, and says how much it leaves out.

mod charts;
mod email;
mod html;
mod json;
mod list;
mod markdown;
mod slack;
mod text;
mod wrap;

pub use charts::{Chart, Rows, charts};
pub use email::{Inline, Mail, email};
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use slack::{SlackMessage, slack};
pub use text::text;

/// Longest text of a form's field, in UTF-16 units, where the medium itself has no limit.
const FIELD_LIMIT: usize = 3_000;
/// Longest title.
const TITLE_LIMIT: usize = 300;
/// Longest name of a person, a company or a source.
const NAME_LIMIT: usize = 120;
/// Longest list of what was late, whom to thank, which docs to write, and what is not triaged.
const LIST_LIMIT: usize = 50;
