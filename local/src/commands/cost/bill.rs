//! From what is used in a month to what it costs: arithmetic alone.

use super::prices;
use roundup_embedded::Units;
use serde::Serialize;

/// Hours in a month, as AWS counts them.
const HOURS: f64 = 730.0;

/// A function's share of a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    /// How often it runs.
    pub invocations: f64,
    /// For how long each time, seconds.
    pub seconds: f64,
    /// With how much memory, GB.
    pub memory: f64,
}

/// What is used in a month.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    /// The table's capacity units.
    pub units: Units,
    /// What the table keeps, GB.
    pub kept: f64,
    /// The functions.
    pub loads: Vec<Load>,
    /// Requests that come in over HTTP.
    pub requests: f64,
    /// Schedules that fire.
    pub fired: f64,
    /// Bytes of logs for an invocation.
    pub logged_each: f64,
    /// Metrics that have a value in every hour.
    pub metrics: f64,
    /// Alarms.
    pub alarms: f64,
    /// Mails.
    pub mails: f64,
}

/// What a service costs in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Line {
    /// The service.
    pub service: &'static str,
    /// What it does here.
    pub what: &'static str,
    /// US dollars.
    pub dollars: f64,
}

/// The bill of a month, by service.
pub(super) fn bill(usage: &Usage) -> Vec<Line> {
    let million = 1_000_000.0;
    let line = |service, what, dollars| Line { service, what, dollars };
    let invocations: f64 = usage.loads.iter().map(|load| load.invocations).sum();
    let gb_seconds: f64 = usage.loads.iter().map(|load| load.invocations * load.seconds * load.memory).sum();
    vec![
        line("DynamoDB", "writes", usage.units.write / million * prices::WRITES),
        line("DynamoDB", "reads", usage.units.read / million * prices::READS),
        line("DynamoDB", "storage, with recovery", usage.kept * prices::KEPT),
        line("Lambda", "requests", invocations / million * prices::INVOCATIONS),
        line("Lambda", "time", gb_seconds * prices::GB_SECOND),
        line("API Gateway", "requests", usage.requests / million * prices::REQUESTS),
        line("EventBridge Scheduler", "schedules that fire", usage.fired / million * prices::SCHEDULED),
        line("CloudWatch", "logs", invocations * usage.logged_each / 1e9 * prices::LOGGED),
        line("CloudWatch", "metrics, alarms", usage.metrics * prices::METRIC + usage.alarms * prices::ALARM),
        line("Secrets Manager", "one secret", prices::SECRET),
        line("SES", "mails", usage.mails / 1_000.0 * prices::MAILS),
    ]
}

/// The whole of a bill, US dollars.
pub(super) fn total(bill: &[Line]) -> f64 {
    bill.iter().map(|line| line.dollars).sum()
}

/// How often something happens in a month that happens every so many minutes.
pub(super) fn every(minutes: f64) -> f64 {
    HOURS * 60.0 / minutes
}

/// So many a week are so many a month.
pub(super) fn monthly(weekly: f64) -> f64 {
    weekly * HOURS / (7.0 * 24.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(usage: &Usage, service: &str, what: &str) -> f64 {
        bill(usage).iter().filter(|line| line.service == service && line.what == what).map(|line| line.dollars).sum()
    }

    fn is(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn a_million_of_each_costs_what_the_price_list_says() {
        let million = 1_000_000.0;
        let load = Load { invocations: million, seconds: 0.1, memory: 0.5 };
        let usage = Usage {
            units: Units { read: million, write: million },
            kept: 2.0,
            loads: vec![load],
            requests: million,
            fired: million,
            logged_each: 1_000.0,
            metrics: 3.0,
            alarms: 10.0,
            mails: 1_000.0,
        };
        for (service, what, dollars) in [
            ("DynamoDB", "writes", 0.625),
            ("DynamoDB", "reads", 0.125),
            ("DynamoDB", "storage, with recovery", 0.9),
            ("Lambda", "requests", 0.2),
            ("Lambda", "time", 0.666_67),
            ("API Gateway", "requests", 1.0),
            ("EventBridge Scheduler", "schedules that fire", 1.0),
            ("CloudWatch", "logs", 0.5),
            ("CloudWatch", "metrics, alarms", 1.9),
            ("Secrets Manager", "one secret", 0.4),
            ("SES", "mails", 0.1),
        ] {
            assert!(is(of(&usage, service, what), dollars), "{service} {what}: {}", of(&usage, service, what));
        }
        let sum: f64 = bill(&usage).iter().map(|line| line.dollars).sum();
        assert!(is(total(&bill(&usage)), sum));
    }

    #[test]
    fn a_month_has_730_hours() {
        assert!(is(every(5.0), 8_760.0) && is(monthly(7.0 * 24.0), 730.0));
    }
}
