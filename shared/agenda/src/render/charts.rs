//! The week and the eleven before it as pictures.
//!
//! The pictures hold no text: what they mean stands around them, in the reader's own font and colours, and their numbers
//! stand beside them. Colours are of Okabe and Ito's palette ("Color Universal Design"), the ones that have a contrast of 3:1 or
//! more on white and on nearly black (WCAG 2.2, "Non-text Contrast"); the background is transparent. Two lines differ in
//! their dashes and points too.

mod draw;

use crate::Agenda;
use crate::trend::{self, WeekPoint};
use crate::words;
use draw::{Ink, Mark, Picture};

/// A chart: what stands around the picture, and the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Names the picture, as an email's content id does.
    pub cid: &'static str,
    /// What is shown.
    pub title: &'static str,
    /// How the numbers are defined.
    pub meaning: &'static str,
    /// The same for whoever cannot see it.
    pub alt: String,
    /// Colours (`#rrggbb`) and what they stand for.
    pub legend: Vec<(&'static str, &'static str)>,
    /// Left of the picture, from top to bottom.
    pub rows: Rows,
    /// Below it, from left to right: one for each of the columns, all of one width; most may be empty.
    pub columns: Vec<String>,
    /// CSS pixels in which the picture is shown.
    pub width: u32,
    /// Likewise.
    pub height: u32,
    marks: Vec<Mark>,
}

/// What stands left of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Values of lines, the first at the top edge, the last at the bottom edge, the others spread evenly.
    Lines(Vec<String>),
    /// Names of bands of one height.
    Bands(Vec<String>),
}

const WIDTH: u32 = 520;
const GREEN: Ink = Ink { hex: "#009e73", rgb: (0, 158, 115) };
const VERMILLION: Ink = Ink { hex: "#d55e00", rgb: (213, 94, 0) };
const BLUE: Ink = Ink { hex: "#0072b2", rgb: (0, 114, 178) };
const PURPLE: Ink = Ink { hex: "#cc79a7", rgb: (204, 121, 167) };
const GREY: Ink = Ink { hex: "#808080", rgb: (128, 128, 128) };

/// The charts of an agenda: answered in time and late, response times, busiest hours. Without those that would show nothing:
/// no comment, or a single week.
#[must_use]
pub fn charts(agenda: &Agenda) -> Vec<Chart> {
    [answered(agenda), response_times(agenda), busiest_hours(agenda)].into_iter().flatten().collect()
}

impl Chart {
    /// As SVG, at twice the size in which it is shown; without any text.
    #[must_use]
    pub fn svg(&self) -> String {
        self.picture().svg()
    }

    /// As PNG, at twice the size in which it is shown.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        self.picture().png()
    }

    fn picture(&self) -> Picture<'_> {
        Picture { width: self.width * 2, height: self.height * 2, span: real(self.columns.len()), marks: &self.marks }
    }
}

/// The top of a scale for these counts: even, so that its middle is a count too.
fn round_count(most: usize) -> usize {
    const STEPS: [usize; 10] = [10, 12, 16, 20, 24, 30, 40, 50, 60, 80];
    let mut ten = 1;
    loop {
        let tops = STEPS.into_iter().map(|step| step * ten);
        if let Some(top) = [2, 4, 6, 8].into_iter().chain(tops).find(|top| *top >= most) {
            return top;
        }
        ten *= 10;
    }
}

/// The same for lengths of time, in seconds.
fn round_lapse(longest: i64) -> i64 {
    const HOUR: i64 = 3_600;
    const HOURS: [i64; 11] = [1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 144];
    let fits = HOURS.into_iter().map(|hours| hours * HOUR).find(|top| *top >= longest);
    let fortnight = 14 * 24 * HOUR;
    fits.unwrap_or_else(|| (longest + fortnight - 1) / fortnight * fortnight)
}

fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { real(part) / real(whole) }
}

/// The dates of the weeks below their columns, every third, the last one too.
fn dates(columns: &[Option<&WeekPoint>], agenda: &Agenda) -> Vec<String> {
    let length = columns.len();
    let label = |(index, _)| {
        let weeks = i64::try_from(length - 1 - index).unwrap_or_default();
        let date = agenda.date.checked_sub(jiff::Span::new().weeks(weeks)).ok().filter(|_| weeks % 3 == 0);
        date.map(words::day).unwrap_or_default()
    };
    columns.iter().enumerate().map(label).collect()
}

/// `for 12 weeks, 23 Dec to 10 Mar`.
fn weeks(agenda: &Agenda) -> String {
    let [first, .., last] = agenda.trend.as_slice() else { return String::new() };
    format!("for {} weeks, {} to {}", agenda.trend.len(), words::day(first.date), words::day(last.date))
}

fn answered(agenda: &Agenda) -> Option<Chart> {
    let most = agenda.trend.iter().map(|week| week.in_time + week.late).max().filter(|most| *most > 0)?;
    let (_, [first, ..]) = agenda.trend.split_last()? else { return None };
    let columns = trend::columns(&agenda.trend);
    let top = round_count(most);
    let mut marks = vec![Mark::rule(1.0), Mark::rule(0.5)];
    for (index, week) in columns.iter().enumerate() {
        let Some(week) = week else { continue };
        let (left, right) = (real(index) + 0.16, real(index) + 0.84);
        let (in_time, all) = (share(week.in_time, top), share(week.in_time + week.late, top));
        marks.push(Mark::filled((left, 0.0), (right, in_time), GREEN, 1.0));
        marks.push(Mark::filled((left, in_time), (right, all), VERMILLION, 1.0));
    }
    marks.push(Mark::base());
    let range = |of: fn(&WeekPoint) -> usize| {
        let (low, high) = agenda.trend.iter().map(of).fold((of(first), of(first)), |(low, high), n| (low.min(n), high.max(n)));
        let last = agenda.trend.last().map(of).unwrap_or_default();
        format!("{low} to {high} a week, {last} in the last")
    };
    let alt = format!(
        "Stacked bars {}. Answered in time: {}. Late: {}.",
        weeks(agenda),
        range(|week| week.in_time),
        range(|week| week.late)
    );
    Some(Chart {
        cid: "answered",
        title: "Answered in time, and late",
        meaning: "Comments from outside that started the clock, by the week in which they were written.",
        alt,
        legend: vec![(GREEN.hex, "in time"), (VERMILLION.hex, "late")],
        rows: Rows::Lines([top, top / 2, 0].map(words::number).to_vec()),
        columns: dates(&columns, agenda),
        width: WIDTH,
        height: 150,
        marks,
    })
}

fn response_times(agenda: &Agenda) -> Option<Chart> {
    let longest = agenda.trend.iter().filter_map(|week| week.p90.max(week.median)).max()?;
    if agenda.trend.len() < 2 {
        return None;
    }
    let columns = trend::columns(&agenda.trend);
    let top = round_lapse(longest);
    let mut marks = vec![Mark::rule(1.0), Mark::rule(0.5)];
    let of = |of: fn(&WeekPoint) -> Option<i64>| -> Vec<Option<(f64, f64)>> {
        let height = |seconds: i64| share(usize::try_from(seconds).unwrap_or_default(), usize::try_from(top).unwrap_or_default());
        let column = |(index, week): (usize, &Option<&WeekPoint>)| Some((real(index) + 0.5, height(of((*week)?)?)));
        columns.iter().enumerate().map(column).collect()
    };
    marks.extend(Mark::line(&of(|week| week.p90), PURPLE, true));
    marks.extend(Mark::line(&of(|week| week.median), BLUE, false));
    marks.push(Mark::base());
    let range = |of: fn(&WeekPoint) -> Option<i64>| {
        let all = || agenda.trend.iter().filter_map(of);
        let last = agenda.trend.last().and_then(of);
        format!("{} to {}, in the last week {}", low_lapse(all().min()), low_lapse(all().max()), low_lapse(last))
    };
    let alt = format!(
        "Two lines {}. Half of the answers came within {}. Nine of ten came within {}.",
        weeks(agenda),
        range(|week| week.median),
        range(|week| week.p90)
    );
    Some(Chart {
        cid: "first-response",
        title: "First response",
        meaning: "How long the answers given in a week took, from the comment on: half of them and nine of ten no longer than this.",
        alt,
        legend: vec![
            (BLUE.hex, "half within (median), solid line, round points"),
            (PURPLE.hex, "9 of 10 within, dashed line, square points"),
        ],
        rows: Rows::Lines(
            [top, top / 2, 0].map(|seconds| if seconds == 0 { "0".to_owned() } else { words::lapse(seconds) }).to_vec(),
        ),
        columns: dates(&columns, agenda),
        width: WIDTH,
        height: 150,
        marks,
    })
}

fn low_lapse(seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "no time: there was none".to_owned(), words::lapse)
}

fn busiest_hours(agenda: &Agenda) -> Option<Chart> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const GAP: f64 = 0.05;
    let hours = &agenda.week.busiest_hours;
    let most = hours.most();
    if most == 0 {
        return None;
    }
    let mut marks = Vec::new();
    for (day, counts) in hours.counts.iter().enumerate() {
        let (top, bottom) = (1.0 - (real(day) + GAP) / 7.0, 1.0 - (real(day + 1) - GAP) / 7.0);
        for (hour, count) in counts.iter().enumerate() {
            let (left, right) = (real(hour) + GAP, real(hour + 1) - GAP);
            let (ink, strength) = if *count == 0 { (GREY, 0.15) } else { (BLUE, 0.3 + 0.7 * share(*count, most)) };
            marks.push(Mark::filled((left, bottom), (right, top), ink, strength));
        }
    }
    let alt = format!(
        "The hours of the week as a grid; the stronger, the more comments. {}",
        words::busiest(agenda).unwrap_or_default()
    );
    Some(Chart {
        cid: "busiest-hours",
        title: "Busiest hours",
        meaning: "Comments that started the clock this week, by the hour in which they were written, in the team's zone.",
        alt,
        legend: vec![(GREY.hex, "none"), (BLUE.hex, "the stronger, the more")],
        rows: Rows::Bands(DAYS.map(str::to_owned).to_vec()),
        columns: (0..24).map(|hour| if hour % 3 == 0 { hour.to_string() } else { String::new() }).collect(),
        width: WIDTH,
        height: 140,
        marks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_or_above_the_most_and_can_be_halved() {
        for (most, top) in [(0, 2), (1, 2), (3, 4), (10, 10), (11, 12), (23, 24), (51, 60), (81, 100), (101, 120), (999, 1_000)] {
            assert_eq!(round_count(most), top, "{most}");
        }
        for (hours, top) in [(0, 1), (1, 1), (3, 4), (25, 36), (100, 144), (145, 336), (337, 672)] {
            assert_eq!(round_lapse(hours * 3_600), top * 3_600, "{hours}");
        }
    }
}
