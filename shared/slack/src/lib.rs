//! Slack's Web API, as much of it as Roundup calls, and the escaping of what goes into its messages.
//!
//! A concrete client with a base URL: in production it speaks to Slack, in the local process and in tests to the
//! stand-in of `roundup-standins`. Reading calls are repeated a few times on passing errors, and so is setting a user
//! group, where twice is as good as once. Other writing calls never are, because only the caller knows how to find out
//! whether a lost answer belongs to a message that was posted ([`Slack::find_message`]).

mod client;
mod error;
mod info;
mod message;
pub mod mrkdwn;
pub mod requirements;

pub use client::{Identity, Messages, Slack, Tokens};
pub use error::{SetupError, SlackError};
pub use info::{ChannelInfo, UserInfo};
pub use message::{EVENT_TYPE, Message, Posted};
