//! The week, and the eleven before it.

use super::{bounded, paragraph, section, time};
use crate::escape;
use crate::render::NAME_LIMIT;
use crate::render::charts::{Chart, Rows, charts};
use crate::words;
use crate::{Agenda, Tally, WeekPoint};

pub(super) fn week(agenda: &Agenda) -> String {
    let week = &agenda.week;
    let tiles: String = words::tallies(agenda)
        .into_iter()
        .map(|(name, n, meaning)| {
            let class = if name == "Late" && n > 0 { " class=\"bad\"" } else { "" };
            format!("<div{class}><dt>{name}</dt><dd><b>{}</b> {meaning}</dd></div>\n", words::number(n))
        })
        .collect();
    let range = format!("{} to {}", time(agenda, week.from), time(agenda, week.to));
    let table = if week.by_source.is_empty() { String::new() } else { sources(agenda) };
    let times = words::response_times(agenda);
    let (of_week, of_weeks): (Vec<Chart>, Vec<Chart>) =
        charts(agenda).into_iter().partition(|chart| matches!(chart.rows, Rows::Bands(_)));
    let of_week: String = of_week.iter().map(figure).collect();
    let busiest = paragraph("fine", words::busiest(agenda));
    let body =
        format!("<p class=\"fine\">{range}</p>\n<dl>\n{tiles}</dl>\n{table}<p class=\"fine\">{times}</p>\n{of_week}{busiest}");
    section("week", "The week", &body) + &weeks(agenda, &of_weeks)
}

const COLUMNS: [&str; 7] = ["Came in", "In time", "Late", "Waiting", "Half within", "9 of 10", "Longest"];

fn sources(agenda: &Agenda) -> String {
    let week = &agenda.week;
    let rows = week.by_source.iter().map(|(source, tally)| source_row("", &bounded(source, NAME_LIMIT), tally));
    let mut rows: String = rows.collect();
    if week.by_source.len() > 1 {
        rows += &source_row(" class=\"all\"", "All", &week.total);
    }
    table(&COLUMNS, &rows)
}

fn source_row(attributes: &str, name: &str, tally: &Tally) -> String {
    let times = &tally.first_response_seconds;
    let numbers = [tally.comments, tally.in_time, tally.late, tally.waiting].map(words::number);
    let lapses = [times.median, times.p90, times.max].map(words::lapse_or_dash);
    row(attributes, name, COLUMNS.iter().copied().zip(numbers.into_iter().chain(lapses)))
}

fn table(columns: &[&str], rows: &str) -> String {
    let head: String = columns.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    format!("<table>\n<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

/// On a phone the table falls apart into lists, and every cell names its column.
fn row<'a>(attributes: &str, name: &str, cells: impl Iterator<Item = (&'a str, String)>) -> String {
    let cells: String = cells.map(|(column, cell)| format!("<td data-column=\"{column}\">{cell}</td>")).collect();
    format!("<tr{attributes}><th scope=\"row\">{name}</th>{cells}</tr>\n")
}

/// Nothing where this is the first week.
fn weeks(agenda: &Agenda, charts: &[Chart]) -> String {
    let Some(meaning) = words::trend_meaning(agenda) else { return String::new() };
    const COLUMNS: [&str; 5] = ["Came in", "In time", "Late", "Half within", "9 of 10"];
    let cells = |week: &WeekPoint| {
        let numbers = [week.comments, week.in_time, week.late].map(words::number);
        COLUMNS.into_iter().zip(numbers.into_iter().chain([week.median, week.p90].map(words::lapse_or_dash)))
    };
    let rows: String = agenda.trend.iter().rev().map(|week| row("", &words::date(week.date), cells(week))).collect();
    let charts: String = charts.iter().map(figure).collect();
    let body = format!("{charts}{}<p class=\"fine\">{meaning}</p>\n", table(&COLUMNS, &rows));
    section("weeks", &format!("The last {}", words::count(agenda.trend.len(), "week", "weeks")), &body)
}

fn figure(chart: &Chart) -> String {
    let legend: String = chart
        .legend
        .iter()
        .map(|(color, name)| format!("<span class=\"key\"><i style=\"background:{color}\"></i>{name}</span>"))
        .collect();
    let (class, rows) = match &chart.rows {
        Rows::Lines(rows) => ("lines", rows),
        Rows::Bands(rows) => ("bands", rows),
    };
    let labels = |labels: &[String]| labels.iter().map(|label| format!("<span>{label}</span>")).collect::<String>();
    format!(
        "<figure>\n<figcaption><b>{}</b><br>{legend}<br><span class=\"fine\">{}</span></figcaption>\n\
         <div class=\"plot\"><div class=\"rows {class}\" aria-hidden=\"true\">{}</div>\n\
         <div class=\"picture\" role=\"img\" aria-label=\"{}\">{}</div>\n\
         <div class=\"columns\" aria-hidden=\"true\">{}</div></div>\n</figure>\n",
        chart.title,
        chart.meaning,
        labels(rows),
        escape::html(&chart.alt),
        chart.svg(),
        labels(&chart.columns)
    )
}
