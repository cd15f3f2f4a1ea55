//! What people see in Slack: the item's card, forms, the Home tab, the hand-off, answers to commands. Pure: from what is
//! known to Block Kit and, of forms, back again; nothing is looked up or sent here.
//!
//! Whatever others wrote is escaped where it is put into a view. Which button was pressed comes back by the names in
//! [`action`].

pub mod action;
pub mod card;
#[cfg(test)]
mod fixture;
pub mod notice;
pub mod scene;
pub mod text;
pub mod why;

pub use scene::{Scene, Shown};
