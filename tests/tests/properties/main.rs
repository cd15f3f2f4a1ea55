//! What the reactor makes of facts over the embedded table: the same for every order of arrival, and through every fault.

#![allow(clippy::unwrap_used)]

mod arrivals;
mod channel_histories;
mod channels;
mod counting;
mod crashes;
mod facts;
mod issue_histories;
mod issues;
mod outbound;
mod people;
mod playing;
mod poison;
mod races;
mod reference;
mod retention;
mod scale;
mod stalled;
mod walk;
mod world;
