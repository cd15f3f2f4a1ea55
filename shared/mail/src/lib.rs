//! Mail through Amazon SES: a text, the same as HTML, and the pictures in it.
//!
//! A concrete client over the SDK's: in production it speaks to SES, in the local process and in tests to the stand-in of
//! `roundup-standins`. What it sends follows from the [`Mail`] alone: the same mail is the same bytes.

mod error;
mod mail;
mod mailer;
mod mime;

pub use error::MailError;
pub use mail::{Image, Mail};
pub use mailer::Mailer;
