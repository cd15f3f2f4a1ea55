//! The parameters of the template that follow from the configuration: when the deployed schedules wake the functions, in
//! which zone, and whose mail they may send. What a schedule misses, such as a time in the spring gap, the sweep finds.

use jiff::civil::{Time, Weekday};
use roundup_domain::{Rules, meeting::WeekTime};
use serde::Serialize;
use std::collections::BTreeSet;

/// Days in a week.
const WEEK: u32 = 7;

/// Names and values, as the template has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Parameters {
    /// The team's zone, by its IANA name.
    pub(crate) time_zone: String,
    /// When the meeting begins.
    pub(crate) agenda_schedule: String,
    /// When it is prepared: on all weekdays on which something is prepared; empty where nothing is.
    pub(crate) preparation_schedule: String,
    /// When shifts change; empty where nobody is on call.
    pub(crate) hand_off_schedule: String,
    /// Whose mail is sent; empty where none is.
    pub(crate) email_from: String,
}

impl Parameters {
    /// What follows from these rules.
    pub(crate) fn of(rules: &Rules) -> Self {
        let (meeting, on_call) = (&rules.roundup.meeting, &rules.on_call);
        let prepared: BTreeSet<i8> =
            meeting.prepare.iter().map(|before| meeting.at.weekday.wrapping_sub(before.days).to_sunday_zero_offset()).collect();
        let prepared: Vec<&str> =
            prepared.into_iter().filter_map(|day| Weekday::from_sunday_zero_offset(day).ok()).map(name).collect();
        Self {
            time_zone: rules.team.zone.iana_name().unwrap_or("UTC").to_owned(),
            agenda_schedule: weekly(meeting.at),
            preparation_schedule: if prepared.is_empty() { String::new() } else { on(meeting.at.time, &prepared.join(",")) },
            hand_off_schedule: match on_call.every.days % WEEK {
                _ if on_call.rotation.is_empty() => String::new(),
                0 => weekly(on_call.handoff),
                _ => daily(on_call.handoff.time),
            },
            email_from: rules.roundup.email.as_ref().map(|email| email.from.clone()).unwrap_or_default(),
        }
    }

    /// Each with its name.
    pub(crate) fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("TimeZone", &self.time_zone),
            ("AgendaSchedule", &self.agenda_schedule),
            ("PreparationSchedule", &self.preparation_schedule),
            ("HandOffSchedule", &self.hand_off_schedule),
            ("EmailFrom", &self.email_from),
        ]
    }
}

/// EventBridge Scheduler, "Cron-based schedules": minutes, hours, day of month, month, day of week, year; of the two days
/// one is `?`.
fn weekly(at: WeekTime) -> String {
    on(at.time, name(at.weekday))
}

fn on(time: Time, weekdays: &str) -> String {
    format!("cron({} {} ? * {weekdays} *)", time.minute(), time.hour())
}

fn daily(time: Time) -> String {
    format!("cron({} {} * * ? *)", time.minute(), time.hour())
}

fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Sunday => "SUN",
        Weekday::Monday => "MON",
        Weekday::Tuesday => "TUE",
        Weekday::Wednesday => "WED",
        Weekday::Thursday => "THU",
        Weekday::Friday => "FRI",
        Weekday::Saturday => "SAT",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Parameters;

    fn of(on_call: &str, roundup: &str) -> Parameters {
        let sources = "[[sources]]\nname = \"Tracker\"\ngithub = \"acme/widgets\"\n";
        let team = "[team]\nname = \"Acme\"\ntimezone = \"America/New_York\"\nslack_team = \"T0STAFF01\"\n";
        let text =
            format!("{team}[on_call]\nrotation = [\"U0STAFF01\", \"U0STAFF02\"]\n{on_call}\n{sources}[roundup]\n{roundup}");
        Parameters::of(&roundup_config::parse(&text).unwrap_or_else(|problems| panic!("{problems}")))
    }

    #[test]
    fn the_documented_configuration_wakes_the_functions_at_its_wall_clock_times() {
        let parameters = of(
            "handoff = \"Mon 09:30\"\nevery = \"1w\"",
            "meeting = \"Tue 13:00\"\nprepare = [\"2d\", \"1d\"]\npost = \"C0HELP001\"\nemail = { from = \"roundup@acme.test\", to = [\"team@acme.test\"] }",
        );
        assert_eq!(
            parameters.pairs(),
            [
                ("TimeZone", "America/New_York"),
                ("AgendaSchedule", "cron(0 13 ? * TUE *)"),
                ("PreparationSchedule", "cron(0 13 ? * SUN,MON *)"),
                ("HandOffSchedule", "cron(30 9 ? * MON *)"),
                ("EmailFrom", "roundup@acme.test"),
            ]
        );
    }

    #[test]
    fn shifts_of_other_than_whole_weeks_are_looked_after_every_day() {
        for (every, schedule) in [("1d", "cron(0 9 * * ? *)"), ("10d", "cron(0 9 * * ? *)"), ("2w", "cron(0 9 ? * FRI *)")] {
            let parameters = of(&format!("handoff = \"Fri 09:00\"\nevery = \"{every}\""), "meeting = \"Tue 13:00\"");
            assert_eq!(parameters.hand_off_schedule, schedule, "{every}");
        }
    }

    #[test]
    fn preparations_may_reach_into_the_week_before_or_be_none() {
        let prepared = |prepare: &str| of("", &format!("meeting = \"Mon 08:15\"\nprepare = {prepare}")).preparation_schedule;
        assert_eq!(prepared("[\"2d\", \"6d\"]"), "cron(15 8 ? * TUE,SAT *)");
        assert_eq!(prepared("[]"), "");
        assert_eq!(of("", "meeting = \"Mon 08:15\"").email_from, "");
    }
}
