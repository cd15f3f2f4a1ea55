//! What the reactor makes of facts over the embedded table: the same for every order of arrival, and through every fault.

#![allow(clippy::unwrap_used)]

mod arrivals;
mod channel_histories;
mod channels;
mod issue_histories;
mod issues;
mod people;
mod playing;
mod reference;
mod walk;
mod world;
