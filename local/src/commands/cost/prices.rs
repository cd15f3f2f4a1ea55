//! What AWS charges: list prices of us-east-1 in US dollars, without the free tiers (AWS's pricing pages of each service, as
//! of November 2026). Free tiers make a small deployment cheaper than what is said here.

/// DynamoDB on demand, a million write request units.
pub(super) const WRITES: f64 = 0.625;
/// DynamoDB on demand, a million read request units.
pub(super) const READS: f64 = 0.125;
/// DynamoDB, a GB kept for a month: storage, and its point-in-time recovery.
pub(super) const KEPT: f64 = 0.25 + 0.20;
/// Lambda, a million requests.
pub(super) const INVOCATIONS: f64 = 0.20;
/// Lambda on arm64, a GB of memory for a second.
pub(super) const GB_SECOND: f64 = 0.000_013_333_4;
/// API Gateway's HTTP API, a million requests.
pub(super) const REQUESTS: f64 = 1.00;
/// EventBridge Scheduler, a million invocations.
pub(super) const SCHEDULED: f64 = 1.00;
/// CloudWatch Logs, a GB taken in.
pub(super) const LOGGED: f64 = 0.50;
/// CloudWatch, a metric for a month.
pub(super) const METRIC: f64 = 0.30;
/// CloudWatch, an alarm for a month.
pub(super) const ALARM: f64 = 0.10;
/// Secrets Manager, a secret for a month.
pub(super) const SECRET: f64 = 0.40;
/// SES, a thousand mails.
pub(super) const MAILS: f64 = 0.10;
/// What a team would buy instead: a help desk's seat for a month, billed by the year (Zendesk, "Suite Team").
pub(super) const SEAT: f64 = 55.0;
