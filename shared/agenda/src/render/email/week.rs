//! The week, and the eleven before it.

use super::style::{self, element};
use super::{ROWS, bounded, moment};
use crate::escape;
use crate::render::NAME_LIMIT;
use crate::render::charts::{Chart, Rows};
use crate::render::list::left_out;
use crate::words;
use crate::{Agenda, Tally};

pub(super) fn week(agenda: &Agenda, charts: &[Chart]) -> String {
    let week = &agenda.week;
    let mut body = element("h2", "h2", "The week");
    body += &element("p", "soft", &format!("{} to {}", moment(agenda, week.from), moment(agenda, week.to)));
    let tiles = words::tallies(agenda).into_iter().map(|(name, n, meaning)| {
        let class = if name == "Late" && n > 0 { "bad" } else { "number" };
        let number = element("b", class, &format!("{name}: {}", words::number(n)));
        let tile =
            element("td", "tile", &format!("{number} <span class=\"aside\" style=\"{}\">{meaning}</span>", style::of("aside")));
        format!("<tr>{tile}</tr>\n")
    });
    body += &table(&tiles.collect::<String>());
    if !week.by_source.is_empty() {
        body += &sources(agenda);
    }
    body += &element("p", "soft", words::response_times(agenda));
    body += &words::busiest(agenda).map(|busiest| element("p", "soft", &busiest)).unwrap_or_default();
    let (of_week, of_weeks): (Vec<&Chart>, Vec<&Chart>) = charts.iter().partition(|chart| matches!(chart.rows, Rows::Bands(_)));
    body += &of_week.into_iter().map(figure).collect::<String>();
    body + &weeks(agenda, &of_weeks)
}

fn table(rows: &str) -> String {
    format!("<table cellpadding=\"0\" cellspacing=\"0\" style=\"{}\">\n{rows}</table>\n", style::of("table"))
}

fn head(columns: &[&str]) -> String {
    format!("<tr>{}</tr>\n", columns.iter().map(|name| element("th", "head", name)).collect::<String>())
}

/// The first cell names the row.
fn row(name: &str, cells: impl IntoIterator<Item = String>) -> String {
    let style = format!("{};text-align:left", style::of("cell"));
    let cells: String = cells.into_iter().map(|cell| element("td", "cell", &cell)).collect();
    format!("<tr><th class=\"cell\" scope=\"row\" style=\"{style}\">{name}</th>\n{cells}</tr>\n")
}

fn sources(agenda: &Agenda) -> String {
    let week = &agenda.week;
    let mut rows = head(&["", "In", "In time", "Late", "Waiting", "Half within", "9 of 10", "Longest"]);
    rows += &week
        .by_source
        .iter()
        .take(ROWS)
        .map(|(source, tally)| source_row(&bounded(source, NAME_LIMIT), tally))
        .collect::<String>();
    if week.by_source.len() > 1 {
        rows += &source_row("All", &week.total);
    }
    let more = left_out(week.by_source.len().saturating_sub(ROWS), "source", "sources");
    table(&rows) + &more.map(|more| element("p", "soft", &more)).unwrap_or_default()
}

fn source_row(name: &str, tally: &Tally) -> String {
    let times = &tally.first_response_seconds;
    let numbers = [tally.comments, tally.in_time, tally.late, tally.waiting].map(words::number);
    row(name, numbers.into_iter().chain([times.median, times.p90, times.max].map(words::lapse_or_dash)))
}

/// Nothing where this is the first week.
fn weeks(agenda: &Agenda, charts: &[&Chart]) -> String {
    let Some(meaning) = words::trend_meaning(agenda) else { return String::new() };
    let mut rows = head(&["", "In", "In time", "Late", "Half within", "9 of 10"]);
    for week in agenda.trend.iter().rev() {
        let numbers = [week.comments, week.in_time, week.late].map(words::number);
        rows += &row(&words::day(week.date), numbers.into_iter().chain([week.median, week.p90].map(words::lapse_or_dash)));
    }
    let heading = element("h2", "h2", &format!("The last {}", words::count(agenda.trend.len(), "week", "weeks")));
    let charts: String = charts.iter().map(|chart| figure(chart)).collect();
    heading + &charts + &table(&rows) + &element("p", "soft", meaning)
}

/// A picture, with its labels in cells beside and below it: rows that share the picture's height are spread along it,
/// however small a screen makes it.
fn figure(chart: &Chart) -> String {
    let legend: String = chart
        .legend
        .iter()
        .map(|(color, name)| format!(" <span style=\"color:{color}\">&#9632;</span>&nbsp;{}", element("span", "aside", name)))
        .collect();
    let caption = format!("<b>{}</b><br>{legend}", chart.title);
    let cells = format!("{}<tr><td></td><td>{}</td></tr>\n", picture(chart), columns(chart));
    let plot = format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;border-collapse:collapse\">\n{cells}</table>\n"
    );
    element("div", "figure", &format!("{caption}{}{plot}", element("p", "soft", chart.meaning)))
}

fn picture(chart: &Chart) -> String {
    let image = format!(
        "<img src=\"cid:{}\" alt=\"{}\" width=\"{}\" height=\"{}\" style=\"{}\">",
        chart.cid,
        escape::html(&chart.alt),
        chart.width,
        chart.height,
        style::of("picture")
    );
    let (labels, is_scale) = match &chart.rows {
        Rows::Lines(labels) => (labels, true),
        Rows::Bands(labels) => (labels, false),
    };
    let mut rows = String::new();
    for (index, label) in labels.iter().enumerate() {
        let place = match index {
            0 if is_scale => "top",
            last if is_scale && last + 1 == labels.len() => "bottom",
            _ => "middle",
        };
        let cell = format!(
            "<td class=\"label\" width=\"1\" valign=\"{place}\" style=\"{};vertical-align:{place}\">{label}</td>",
            style::of("label")
        );
        let image = if index == 0 { format!("<td rowspan=\"{}\">{image}</td>", labels.len()) } else { String::new() };
        rows += &format!("<tr>{cell}{image}</tr>\n");
    }
    rows
}

fn columns(chart: &Chart) -> String {
    let style = format!("{};padding:3px 0 0;text-align:center", style::of("label"));
    let cells = chart.columns.iter().map(|label| format!("<td class=\"label\" style=\"{style}\">{label}</td>"));
    let table = "width:100%;max-width:560px;table-layout:fixed;border-collapse:collapse";
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"{table}\"><tr>{}</tr></table>",
        cells.collect::<String>()
    )
}
