//! One measurement: one line.

use crate::Metrics;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

/// What is measured. The names are those of the alarms and of the dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Facts that came in and were news, by `Door`: `slack`, `github`, `interaction`.
    Facts,
    /// Requests whose signature was missing, wrong or too old, by `Door`.
    SignatureFailures,
    /// Facts that the table did not take, by `Door`; the sender tries again.
    NotStored,
    /// From the time of the source to when the fact was stored.
    EventToFactSeconds,
    /// From when a step of a deadline was reached, or a meeting or hand-off began, to when the message about it was sent.
    DueToSentSeconds,
    /// Messages sent and things brought about, by `Act`.
    Notices,
    /// Answers that became late, by `Source`.
    Late,
    /// Items that wait past their deadline, at a sweep.
    OpenPastDeadline,
    /// The heartbeat: one for each sweep.
    Swept,
    /// Messages that were owed and not sent, after a sweep.
    Owed,
    /// Events whose webhook never arrived, found by looking.
    MissedEventsRecovered,
    /// Slack said that it drops events.
    SlackRateLimited,
}

impl Metric {
    /// Its name in CloudWatch.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Facts => "Facts",
            Self::SignatureFailures => "SignatureFailures",
            Self::NotStored => "NotStored",
            Self::EventToFactSeconds => "EventToFactSeconds",
            Self::DueToSentSeconds => "DueToSentSeconds",
            Self::Notices => "Notices",
            Self::Late => "Late",
            Self::OpenPastDeadline => "OpenPastDeadline",
            Self::Swept => "Swept",
            Self::Owed => "Owed",
            Self::MissedEventsRecovered => "MissedEventsRecovered",
            Self::SlackRateLimited => "SlackRateLimited",
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::EventToFactSeconds | Self::DueToSentSeconds => "Seconds",
            _ => "Count",
        }
    }

    /// The one dimension that it has, if it has one.
    fn dimension(self) -> Option<&'static str> {
        match self {
            Self::Facts | Self::SignatureFailures | Self::NotStored => Some("Door"),
            Self::Notices => Some("Act"),
            Self::Late => Some("Source"),
            _ => None,
        }
    }
}

/// A line in the making. Whatever is not [written](Self::write) is not measured.
#[must_use = "a measurement that is not written is none"]
#[derive(Debug)]
pub struct Measurement<'a> {
    metrics: &'a Metrics,
    now: Timestamp,
    values: Vec<(Metric, Value)>,
    members: Map<String, Value>,
}

impl<'a> Measurement<'a> {
    pub(crate) fn new(metrics: &'a Metrics, now: Timestamp) -> Self {
        Self { metrics, now, values: Vec::new(), members: Map::new() }
    }

    /// So many, of a metric without a dimension.
    pub fn count(mut self, metric: Metric, count: usize) -> Self {
        self.values.push((metric, json!(count)));
        self
    }

    /// So many, of a metric with a dimension: which door, act or source.
    pub fn count_of(mut self, metric: Metric, of: &str, count: usize) -> Self {
        if let Some(dimension) = metric.dimension() {
            self.members.insert(dimension.to_owned(), json!(of));
        }
        self.count(metric, count)
    }

    /// How long something took; a clock that is behind the source's makes it nothing, not less.
    pub fn lasted(mut self, metric: Metric, length: SignedDuration) -> Self {
        self.values.push((metric, json!(length.as_millis().max(0) as f64 / 1_000.0)));
        self
    }

    /// Something for whoever reads the line: names and numbers, never what people wrote.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.members.insert(name.to_owned(), json!(value.to_string()));
        self
    }

    /// Writes the line.
    pub fn write(self) {
        if let Some(take) = &self.metrics.to {
            take(&self.line());
        }
    }

    fn line(self) -> String {
        let directive = |metric: Metric| {
            let dimensions: Vec<&str> = metric.dimension().into_iter().collect();
            json!({"Namespace": &*self.metrics.namespace, "Dimensions": [dimensions],
                "Metrics": [{"Name": metric.name(), "Unit": metric.unit()}]})
        };
        let directives: Vec<Value> = self.values.iter().map(|(metric, _)| directive(*metric)).collect();
        let mut line = Map::new();
        line.insert("_aws".to_owned(), json!({"Timestamp": self.now.as_millisecond(), "CloudWatchMetrics": directives}));
        line.extend(self.members);
        line.extend(self.values.into_iter().map(|(metric, value)| (metric.name().to_owned(), value)));
        Value::Object(line).to_string()
    }
}
