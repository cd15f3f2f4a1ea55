//! What is measured by itself: reading a webhook, folding an item, deciding about it, putting the agenda together. The inputs
//! are made here, once; `benches/time.rs` and `benches/instructions.rs` measure the same calls on them.

mod items;
mod webhooks;

pub use items::{Items, Thread};
pub use webhooks::Webhook;
