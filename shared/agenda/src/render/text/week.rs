//! The week, and the eleven before it.

use super::{Ink, Page};
use crate::escape::shorten;
use crate::render::wrap::width;
use crate::words;
use crate::{Agenda, Tally};

impl Page {
    pub fn week(&mut self, agenda: &Agenda) {
        self.section("The week");
        let week = &agenda.week;
        let (from, to) = (words::moment(week.from, &agenda.zone), words::moment(week.to, &agenda.zone));
        self.paragraph(2, &format!("{from} to {to}"), Ink::dim);
        self.line("");
        for (name, n, meaning) in words::tallies(agenda) {
            let number = format!("{:>7}", words::number(n));
            let number = if name == "Late" && n > 0 { self.ink.bad(&number) } else { self.ink.bold(&number) };
            let meaning = self.ink.dim(meaning);
            self.line(&format!("  {name:<10}{number}   {meaning}"));
        }
        self.line("");
        if !week.by_source.is_empty() {
            self.sources(agenda);
            self.line("");
        }
        self.paragraph(2, words::response_times(agenda), Ink::dim);
        if let Some(busiest) = words::busiest(agenda) {
            self.line("");
            self.paragraph(2, &busiest, Ink::dim);
        }
    }

    /// Nothing where this is the first week.
    pub fn weeks(&mut self, agenda: &Agenda) {
        let Some(meaning) = words::trend_meaning(agenda) else { return };
        self.section(&format!("The last {}", words::count(agenda.trend.len(), "week", "weeks")));
        let head = ["", "came in", "in time", "late", "half within", "9 of 10"];
        let mut rows = vec![head.map(str::to_owned)];
        rows.extend(agenda.trend.iter().rev().map(|week| {
            let [comments, in_time, late] = [week.comments, week.in_time, week.late].map(words::number);
            let [median, p90] = [week.median, week.p90].map(words::lapse_or_dash);
            [words::date(week.date), comments, in_time, late, median, p90]
        }));
        self.table(&rows);
        self.line("");
        self.paragraph(2, meaning, Ink::dim);
    }

    fn sources(&mut self, agenda: &Agenda) {
        let head = ["", "came in", "in time", "late", "waiting", "half within", "9 of 10", "longest"];
        let mut rows = vec![head.map(str::to_owned)];
        rows.extend(agenda.week.by_source.iter().map(|(source, tally)| row(&shorten(source, 24), tally)));
        if agenda.week.by_source.len() > 1 {
            rows.push(row("All", &agenda.week.total));
        }
        self.table(&rows);
    }

    /// Columns under a head; all but the first flush right.
    fn table<const N: usize>(&mut self, rows: &[[String; N]]) {
        let widest = |column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default();
        let columns: Vec<usize> = (0..N).map(widest).collect();
        for (index, row) in rows.iter().enumerate() {
            let cells = row.iter().zip(&columns).enumerate().map(|(column, (cell, columns))| {
                let gap = " ".repeat(columns - width(cell));
                if column == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
            });
            let line = cells.collect::<Vec<_>>().join("  ");
            let line = if index == 0 { self.ink.dim(&line) } else { line };
            self.line(&format!("  {line}"));
        }
    }
}

fn row(name: &str, tally: &Tally) -> [String; 8] {
    let times = &tally.first_response_seconds;
    [
        name.to_owned(),
        words::number(tally.comments),
        words::number(tally.in_time),
        words::number(tally.late),
        words::number(tally.waiting),
        words::lapse_or_dash(times.median),
        words::lapse_or_dash(times.p90),
        words::lapse_or_dash(times.max),
    ]
}
