//! What people see in Slack: the item's card, forms, the Home tab, the hand-off, answers to commands. Pure: from what is
//! known to Block Kit and, of forms, back again; nothing is looked up or sent here.
//!
//! Whatever others wrote is escaped where it is put into a view. Which button was pressed comes back by the names in
//! [`action`].

pub mod action;
mod block;
pub mod card;
pub mod command;
mod count;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod fixture;
pub mod form;
pub mod handoff;
pub mod home;
pub mod notice;
pub mod prepare;
pub mod scene;
mod sheet;
mod shift;
pub mod text;
pub mod why;

pub use scene::{Scene, Shown};
