//! The email, and the pictures in it.

#![allow(clippy::unwrap_used)]

mod fixture;

use fixture::{Story, agenda_after, agenda_of, fortnight, issue, weeks};
use roundup_agenda::{Input, render};
use roundup_domain::Kind;

const UNSUBSCRIBE: &str = "https://acme.test/unsubscribe?list=roundup&to=a";

#[test]
fn the_email_as_html() {
    insta::assert_snapshot!(render::email(&agenda_after(&fortnight(), &weeks()), UNSUBSCRIBE).html);
}

#[test]
fn the_email_as_text() {
    insta::assert_snapshot!(render::email(&agenda_after(&fortnight(), &weeks()), UNSUBSCRIBE).text);
}

#[test]
fn an_email_carries_the_pictures_that_it_shows_and_loads_nothing() {
    let mail = render::email(&agenda_after(&fortnight(), &weeks()), UNSUBSCRIBE);
    assert_eq!(mail.subject, "Acme Roundup, Tue 10 Mar: 11 items");
    let shown: Vec<&str> = mail.html.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut carried: Vec<String> = mail.images.iter().map(|image| format!("cid:{}", image.cid)).collect();
    assert_eq!(carried.len(), 3);
    carried.sort();
    let mut sorted = shown.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, carried);
    for image in &mail.images {
        assert!(image.png.starts_with(b"\x89PNG\r\n\x1a\n") && image.png.len() < 30_000, "{}", image.png.len());
        assert!(mail.html.contains(&format!("alt=\"{}\"", image.alt.replace('\'', "&#39;"))), "{}", image.alt);
    }
    for remote in ["url(", "@import", "<script", "<link", "http-equiv", "onload"] {
        assert!(!mail.html.contains(remote), "{remote}");
    }
}

#[test]
fn the_text_has_all_numbers_of_the_pictures() {
    let agenda = agenda_after(&fortnight(), &weeks());
    let text = render::email(&agenda, UNSUBSCRIBE).text;
    let words: Vec<&str> = text.split_whitespace().collect();
    for week in &agenda.trend {
        let numbers = [week.comments, week.in_time, week.late].map(|number| number.to_string());
        let date = week.date.strftime("%-d %b %Y").to_string();
        let row: Vec<&str> = date.split(' ').chain(numbers.iter().map(String::as_str)).collect();
        assert!(words.windows(row.len()).any(|window| window == row), "{row:?} in {text}");
    }
    assert!(
        words.join(" ").contains("Busiest hours, by when comments that started the clock were written: Thursday at 09:00 (2)"),
        "{text}"
    );
    assert!(text.ends_with(&format!("Unsubscribe: {UNSUBSCRIBE}\n")));
}

#[test]
fn an_email_about_nothing_says_so_kindly() {
    let mail = render::email(&agenda_of(&[]), UNSUBSCRIBE);
    assert_eq!(mail.subject, "Acme Roundup, Tue 10 Mar: nothing to decide");
    assert!(mail.html.contains("Nothing is on the agenda") && mail.text.contains("Nothing is on the agenda"));
    assert!(mail.html.contains("Nobody wrote, so there was nothing to answer."));
}

#[test]
fn a_way_to_unsubscribe_is_a_link_only_where_it_can_be_one() {
    let link = |target: &str| render::email(&agenda_of(&[]), target).html;
    assert!(link(UNSUBSCRIBE).contains("href=\"https://acme.test/unsubscribe?list=roundup&amp;to=a\""));
    assert!(link("mailto:out@acme.test?subject=x").contains("href=\"mailto:out@acme.test?subject=x\""));
    assert!(link("javascript:alert(1)").contains("javascript:alert(1)</p>"), "as text");
    assert!(!link("x\" onload=\"y").contains("\" onload"));
}

#[test]
fn an_email_about_two_thousand_items_is_not_cut_off_by_its_readers() {
    let inputs: Vec<Input> = (0..2_000u64)
        .map(|number| {
            let kind = Kind::ALL[usize::try_from(number % 4).unwrap()];
            let form: Vec<(&str, &str)> = kind
                .fields()
                .iter()
                .map(|field| {
                    (field.name, "Something of a usual length, as people write it when they fill in a form for the others.")
                })
                .collect();
            let input = issue(number, "A title as they are", ("somebody", Some("Somewhere")), "2026-03-05T10:00:00Z");
            if number % 5 == 0 { input } else { input.answered("2026-03-07T10:00:00Z").ready(kind, &form) }
        })
        .collect();
    let mail = render::email(&agenda_after(&inputs, &weeks()), UNSUBSCRIBE);
    assert!(mail.html.len() < 102_000, "{} bytes", mail.html.len());
    assert!(mail.html.contains("more bugs; <code>roundup digest</code> shows them all."));
    assert!(mail.text.len() < 102_000 && mail.text.contains("more bugs"), "{} bytes", mail.text.len());
}

#[test]
fn charts_are_left_out_where_they_would_show_nothing() {
    let names = |agenda: &roundup_agenda::Agenda| render::charts(agenda).iter().map(|chart| chart.cid).collect::<Vec<_>>();
    assert_eq!(names(&agenda_after(&fortnight(), &weeks())), ["answered", "first-response", "busiest-hours"]);
    assert_eq!(names(&agenda_of(&fortnight())), ["busiest-hours"], "one week is no trend");
    assert_eq!(names(&agenda_after(&[], &weeks())), ["answered", "first-response"]);
    assert_eq!(names(&agenda_of(&[])), [""; 0]);
    assert!(render::email(&agenda_of(&[]), UNSUBSCRIBE).images.is_empty());
}

#[test]
fn a_chart_says_in_words_what_it_shows_and_holds_no_text_itself() {
    let charts = render::charts(&agenda_after(&fortnight(), &weeks()));
    let alts: Vec<&str> = charts.iter().map(|chart| chart.alt.as_str()).collect();
    assert_eq!(
        alts,
        [
            "Stacked bars for 12 weeks, 23 Dec to 10 Mar. Answered in time: 0 to 20 a week, 12 in the last. Late: 0 to 4 a week, 2 in the last.",
            "Two lines for 12 weeks, 23 Dec to 10 Mar. Half of the answers came within 31 min to 3 h 30 min, in the last week 1 h 3 min. Nine of ten came within 5 h 50 min to 32 h 46 min, in the last week 26 h 26 min.",
            "The hours of the week as a grid; the stronger, the more comments. Busiest hours, by when comments that started the clock were written: Thursday at 09:00 (2) and Friday at 07:00 (2).",
        ]
    );
    for chart in &charts {
        let svg = chart.svg();
        assert!(svg.starts_with("<svg ") && !svg.contains("<text") && !svg.contains("<image"), "{svg}");
        assert_eq!(chart.png(), chart.png(), "the same picture every time");
    }
}

#[test]
fn bars_stand_for_their_numbers() {
    let chart = render::charts(&agenda_after(&fortnight(), &weeks())).swap_remove(0);
    let svg = chart.svg();
    let height = |fill: &str| -> Vec<i64> {
        let bars = svg.lines().filter(|line| line.starts_with("<rect") && line.contains(fill));
        bars.map(|bar| bar.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()).collect()
    };
    // 24 is the top, and 292 pixels are between it and the base.
    let pixels = |counts: &[i64]| -> Vec<i64> { counts.iter().map(|count| count * 292 / 24).collect() };
    let close = |drawn: Vec<i64>, expected: Vec<i64>| {
        assert_eq!(drawn.len(), expected.len());
        assert!(drawn.iter().zip(&expected).all(|(drawn, expected)| (drawn - expected).abs() <= 1), "{drawn:?} {expected:?}");
    };
    close(height("#009E73"), pixels(&[10, 8, 15, 20, 14, 9, 13, 12, 18, 16, 12]));
    close(height("#D55E00"), pixels(&[1, 1, 4, 4, 1, 3, 1, 2]));
}
