//! What every view is drawn with.

use jiff::Timestamp;
use roundup_domain::Rules;
use roundup_domain::rotation::OnCall;
use serde_json::Value;

/// What every view is drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// Who is on call, with what people have agreed on since the configuration was written.
    pub on_call: &'a OnCall,
    /// The present.
    pub now: Timestamp,
}

/// The content of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What notifications and screen readers show; mrkdwn, escaped.
    pub text: String,
    /// Block Kit blocks.
    pub blocks: Vec<Value>,
}
