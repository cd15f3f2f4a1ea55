//! What is on the agenda, in which order, and what the numbers count.

#![allow(clippy::unwrap_used)]

mod fixture;

use fixture::{FROM, MEETING, NOW, Story, agenda_after, agenda_of, at, fortnight, issue, occurrence, rules, thread, weeks};
use jiff::civil::Weekday;
use roundup_agenda::{Ending, Input, agenda, point, render};
use roundup_domain::{Kind, State};

fn bug(number: u64, opened: &str) -> Input {
    issue(number, "A bug", ("octocat", None), opened).answered(opened).ready(Kind::Bug, &[])
}

#[test]
fn only_what_is_ready_and_of_a_kind_is_an_entry() {
    let mut closed = issue(4, "Closed", ("o", None), "2026-03-05T10:00:00Z").withdrawn("2026-03-05T11:00:00Z");
    closed.item.state = State::Closed;
    let mut no_kind = issue(2, "Ready, no kind", ("o", None), "2026-03-05T11:00:00Z");
    no_kind.item.ready = true;
    let inputs = [
        bug(1, "2026-03-05T10:00:00Z"),
        no_kind,
        issue(3, "Bug, not ready", ("o", None), "2026-03-05T12:00:00Z").of_kind(Kind::Bug),
        closed,
        bug(5, "2026-03-05T10:00:00Z").withdrawn("2026-03-05T11:00:00Z"),
    ];
    let agenda = agenda_of(&inputs);
    let entries: Vec<&str> = agenda.entries.iter().map(|entry| entry.item.as_str()).collect();
    assert_eq!(entries, ["github:acme/widgets#1", "github:acme/widgets#5"]);
    let untriaged: Vec<&str> = agenda.untriaged.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(untriaged, ["Ready, no kind", "Bug, not ready"]);
}

#[test]
fn kinds_come_in_the_forms_order_and_within_one_the_late_the_most_asked_and_the_oldest_first() {
    let opened = "2026-03-05T10:00:00Z";
    let mut commented = bug(4, "2026-03-06T10:00:00Z");
    commented.comments = 7;
    let inputs = [
        issue(1, "q", ("o", None), opened).ready(Kind::Question, &[]),
        bug(2, "2026-03-07T10:00:00Z"),
        bug(3, "2026-03-06T10:00:00Z"),
        commented,
        bug(5, "2026-03-08T10:00:00Z").asked_by(&[("Hank", "Globex")]),
        issue(6, "late", ("o", None), opened).answered("2026-03-09T10:00:00Z").ready(Kind::Bug, &[]),
        issue(7, "f", ("o", None), opened).ready(Kind::FeatureRequest, &[]),
        issue(8, "p", ("o", None), opened).ready(Kind::PullRequest, &[]),
    ];
    let order: Vec<String> =
        agenda_of(&inputs).entries.iter().map(|entry| entry.item.as_str().replace("github:acme/widgets#", "")).collect();
    assert_eq!(order, ["8", "6", "5", "4", "3", "2", "7", "1"]);
}

#[test]
fn an_entry_reads_as_its_form_does() {
    let full = |kind: Kind| {
        let form: Vec<(&str, &str)> = kind.fields().iter().map(|field| (field.name, field.name)).collect();
        issue(1, "Title", ("Ada", Some("Globex")), FROM).answered(FROM).ready(kind, &form)
    };
    let cases = [
        (Kind::PullRequest, "PULL REQUEST: (Ada, Globex)\n  1. title\n  2. description\n  3. reasoning\n"),
        (Kind::Bug, "BUG: (Ada, Globex)\n  1. expected\n  2. actual\n     Recording: recording\n"),
        (Kind::FeatureRequest, "FEATURE REQUEST: (Ada, Globex)\n  1. want\n     Interface: interface\n  2. motivation\n"),
        (Kind::Question, "QUESTION: (Ada, Globex)\n  1. question\n  2. best_guess\n  3. docs_location\n"),
    ];
    for (kind, form) in cases {
        let text = render::text(&agenda_of(&[full(kind)]), false);
        assert!(text.contains(form), "{text}");
    }
}

#[test]
fn empty_fields_take_the_items_own_words_or_say_that_they_are_missing() {
    let empty = |kind| issue(1, "Title", ("ada", None), FROM).answered(FROM).ready(kind, &[]).excerpt("What is this?");
    let cases = [
        (Kind::PullRequest, "PULL REQUEST: (ada)\n  1. Title\n  2. (missing) Description of the changes\n  3. (missing) Why"),
        (Kind::Bug, "BUG: (ada)\n  1. (missing) Expected behaviour\n  2. (missing) Actual behaviour\n"),
        (
            Kind::FeatureRequest,
            "FEATURE REQUEST: (ada)\n  1. (missing) What they want to be able to do\n  2. (missing) Motivation",
        ),
        (Kind::Question, "QUESTION: (ada)\n  1. What is this?\n  2. (missing) Best guess at an answer\n  3. (missing) Where"),
    ];
    for (kind, form) in cases {
        let agenda = agenda_of(&[empty(kind)]);
        let text = render::text(&agenda, false);
        assert!(text.contains(form), "{text}");
        assert_eq!(agenda.entries[0].missing, kind.missing(&agenda.entries[0].form), "the form itself stays as it is");
    }
}

#[test]
fn the_week_counts_the_runs_that_started_in_it() {
    let cases = [
        ("at the meeting before: its week, not ours", FROM, Some("2026-03-03T19:00:00Z"), [0, 0, 0, 0]),
        ("right after it", "2026-03-03T18:00:01Z", Some("2026-03-03T19:00:00Z"), [1, 1, 0, 0]),
        ("at the very deadline", "2026-03-05T10:00:00Z", Some("2026-03-06T10:00:00Z"), [1, 1, 0, 0]),
        ("a second late", "2026-03-05T10:00:00Z", Some("2026-03-06T10:00:01Z"), [1, 0, 1, 0]),
        ("never answered", "2026-03-05T10:00:00Z", None, [1, 0, 1, 0]),
        ("still in time", "2026-03-10T10:00:00Z", None, [1, 0, 0, 1]),
        ("this very moment", NOW, None, [1, 0, 0, 1]),
        ("later", MEETING, None, [0, 0, 0, 0]),
    ];
    for (name, since, answered, [comments, in_time, late, waiting]) in cases {
        let input = issue(1, "x", ("o", None), since);
        let input = answered.map_or(input.clone(), |when| input.answered(when));
        let total = agenda_of(&[input]).week.total;
        assert_eq!([total.comments, total.in_time, total.late, total.waiting], [comments, in_time, late, waiting], "{name}");
    }
}

#[test]
fn the_week_ends_at_the_meeting_even_when_it_is_asked_for_later() {
    let after = issue(1, "x", ("o", None), "2026-03-10T17:00:01Z");
    let on_time = issue(2, "y", ("o", None), MEETING);
    let late = agenda(&rules(), &occurrence(), at(FROM), at("2026-03-12T00:00:00Z"), &[after, on_time], &[]);
    assert_eq!((late.week.to, late.week.total.comments, late.week.total.late), (at(MEETING), 1, 1));
}

#[test]
fn what_was_taken_back_was_neither_in_time_nor_an_answer() {
    let total = agenda_of(&[issue(1, "x", ("o", None), "2026-03-05T10:00:00Z").withdrawn("2026-03-05T11:00:00Z")]).week.total;
    assert_eq!((total.comments, total.in_time, total.late, total.withdrawn), (1, 0, 0, 1));
    assert_eq!(total.first_response_seconds.max, None);
}

#[test]
fn response_times_are_of_the_answers_given_in_the_week_by_source() {
    let inputs = [
        issue(1, "asked before", ("o", None), "2026-03-03T08:00:00Z").answered("2026-03-03T19:00:00Z"),
        issue(2, "answered before", ("o", None), "2026-03-03T08:00:00Z").answered("2026-03-03T09:00:00Z"),
        issue(3, "quick", ("o", None), "2026-03-05T08:00:00Z").answered("2026-03-05T08:10:00Z"),
        thread("Customers", "1772650000.000200", "slow", ("o", None), "2026-03-05T08:00:00Z").answered("2026-03-06T07:00:00Z"),
    ];
    let week = agenda_of(&inputs).week;
    let times = |tally: &roundup_agenda::Tally| {
        let times = &tally.first_response_seconds;
        [times.median, times.p90, times.max].map(Option::unwrap)
    };
    assert_eq!(times(&week.total), [39_600, 82_800, 82_800]);
    assert_eq!(times(&week.by_source["Tracker"]), [600, 39_600, 39_600]);
    assert_eq!(times(&week.by_source["Customers"]), [82_800; 3]);
}

#[test]
fn a_late_answer_is_accounted_for_in_every_week_that_it_concerns() {
    let cases = [
        ("started and answered before", "2026-02-25T10:00:00Z", Some("2026-02-27T10:00:00Z"), false),
        ("due before, answered in the week", "2026-02-25T10:00:00Z", Some("2026-03-04T10:00:00Z"), true),
        ("due before, still open", "2026-02-25T10:00:00Z", None, true),
        ("asked on the eve, due in the week", "2026-03-03T10:00:00Z", Some("2026-03-04T11:00:00Z"), true),
        ("asked on the eve, in time", "2026-03-03T10:00:00Z", Some("2026-03-04T09:00:00Z"), false),
    ];
    for (name, since, answered, listed) in cases {
        let input = issue(1, "x", ("o", None), since);
        let input = answered.map_or(input.clone(), |when| input.answered(when));
        assert_eq!(agenda_of(&[input]).breaches.len(), usize::from(listed), "{name}");
    }
}

#[test]
fn a_late_answer_says_what_is_known_of_the_reason() {
    let late = || issue(1, "x", ("o", None), "2026-03-05T10:00:00Z");
    let mut claimed = late();
    claimed.item.claimed_by = Some("U0STAFF01".into());
    let cases = [
        (late().answered("2026-03-06T12:05:00Z"), "answered 2 h 5 min after it was due"),
        (late().withdrawn("2026-03-06T12:05:00Z"), "taken back 2 h 5 min after it was due, unanswered until then"),
        (late(), "overdue for 4 d 6 h; nobody has taken it on"),
        (claimed, "overdue for 4 d 6 h; Grace Hopper took it on and has not answered yet"),
    ];
    for (input, why) in cases {
        assert_eq!(agenda_of(&[input]).breaches[0].why, why);
    }
}

#[test]
fn what_staff_set_aside_in_time_is_neither_answered_nor_taken_back() {
    let set_aside = |when: &str| {
        let mut input = issue(1, "x", ("o", None), "2026-03-05T10:00:00Z").withdrawn(when);
        input.runs[0].end.as_mut().unwrap().dismissed_by = Some("slack:U0STAFF01".into());
        agenda_of(&[input])
    };
    let total = set_aside("2026-03-05T11:00:00Z").week.total;
    assert_eq!((total.comments, total.dismissed, total.withdrawn, total.late), (1, 1, 0, 0));
    let late = set_aside("2026-03-06T11:00:00Z");
    assert_eq!((late.week.total.late, late.week.total.dismissed), (1, 0));
    assert_eq!(late.breaches[0].why, "set aside 1 h after it was due: no response needed");
}

#[test]
fn the_busiest_hours_are_those_of_the_teams_wall_clock_in_this_week() {
    let hours = agenda_of(&[
        issue(1, "x", ("o", None), "2026-03-06T14:05:00Z"),
        issue(2, "x", ("o", None), "2026-03-06T14:55:00Z").answered("2026-03-06T15:30:00Z").again("2026-03-09T13:59:00Z"),
        issue(3, "before the meeting before", ("o", None), "2026-03-02T14:05:00Z"),
    ])
    .week
    .busiest_hours;
    let busiest: Vec<_> = hours.busiest().iter().map(|hour| (hour.weekday, hour.hour, hour.comments)).collect();
    assert_eq!(busiest, [(Weekday::Friday, 9, 2), (Weekday::Monday, 9, 1)]);
}

#[test]
fn the_week_is_the_last_point_of_the_trend_and_can_be_stored() {
    let agenda = agenda_after(&fortnight(), &weeks());
    assert_eq!(agenda.trend.len(), 12);
    let point = point(&agenda);
    assert_eq!(agenda.trend.last(), Some(&point));
    assert_eq!((point.date.to_string().as_str(), point.comments, point.late), ("2026-03-10", 17, 2));
    let stored = serde_json::to_string(&point).unwrap();
    assert_eq!(stored, r#"{"date":"2026-03-10","comments":17,"in_time":12,"late":2,"median":3800,"p90":95200}"#);
    assert_eq!(serde_json::from_str::<roundup_agenda::WeekPoint>(&stored).unwrap(), point);
    let again = agenda_after(&fortnight(), &agenda.trend);
    assert_eq!(again.trend, agenda.trend, "a stored point of the same meeting is replaced");
}

#[test]
fn thanks_go_to_what_was_merged_then_to_what_was_fixed_then_to_what_is_new_and_first_timers_first_among_equals() {
    let (opened, before) = ("2026-03-05T10:00:00Z", "2026-02-20T10:00:00Z");
    let by = |number, who, kind, when| issue(number, "x", (who, None), when).of_kind(kind);
    let inputs = [
        by(1, "asks", Kind::Question, opened),
        by(2, "reporter", Kind::Bug, opened),
        by(3, "coder", Kind::PullRequest, opened),
        by(4, "newcomer", Kind::Bug, opened).first_time(),
        by(5, "Reporter", Kind::Bug, opened),
        by(6, "old", Kind::PullRequest, before),
        by(7, "finder", Kind::Bug, before).ended(Ending::Done, opened),
        by(8, "refused", Kind::PullRequest, before).ended(Ending::Declined, opened),
        by(9, "merged", Kind::PullRequest, before).ended(Ending::Merged, opened),
        by(10, "merged before", Kind::PullRequest, before).ended(Ending::Merged, before),
        by(11, "new and merged", Kind::PullRequest, opened).ended(Ending::Merged, opened).first_time(),
        by(12, "asks", Kind::Question, before).helped_by("helper", opened),
        by(13, "asks", Kind::Question, before).helped_by("helped before", before),
        by(14, "asks", Kind::Question, opened).helped_by("Coder", opened),
    ];
    let thanks = agenda_of(&inputs).thanks;
    let who: Vec<(&str, bool, usize)> =
        thanks.iter().map(|thanks| (thanks.who.as_str(), thanks.first_time, thanks.contributions.len())).collect();
    let expected = [
        ("new and merged", true, 1),
        ("merged", false, 1),
        ("finder", false, 1),
        ("Coder", false, 2),
        ("helper", false, 1),
        ("newcomer", true, 1),
        ("reporter", false, 2),
    ];
    assert_eq!(who, expected);
}

#[test]
fn json_has_the_documented_fields() {
    let json = render::json(&agenda_of(&fortnight()));
    let has = |value: &serde_json::Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "{key} in {value}");
        }
    };
    has(&json, &["meeting", "entries", "week", "thanks", "docs_to_write"]);
    let entry = ["item", "kind", "who", "company", "title", "url", "form", "missing", "carried_since", "asked_by", "decision"];
    for value in json["entries"].as_array().unwrap() {
        has(value, &entry);
    }
    has(&json["week"], &["from", "to", "comments", "in_time", "late", "first_response_seconds", "by_source"]);
    has(&json["week"]["first_response_seconds"], &["median", "p90", "max"]);
    has(&json["thanks"][0], &["who", "first_time", "for"]);
    assert_eq!(json["meeting"], "2026-03-10T17:00:00Z");
    assert_eq!(json["entries"][0]["carried_since"], "2026-03-03");
    let decided = json["entries"].as_array().unwrap().iter().find(|entry| entry["decision"] == "Do it").unwrap();
    assert_eq!(decided["owner"], serde_json::json!({"id": "U0STAFF07", "name": "U0STAFF07"}));
    assert_eq!(decided["asked_by"][0], "Peter (Initech)");
}

#[test]
fn what_shows_nothing_says_that_there_is_no_text_and_not_its_id() {
    for unseen in ["", " \n", "\u{202e}\u{200b}\u{2066}", "\u{fe0f}\u{200d}"] {
        let item = thread("Acme", "1772900000.000100", unseen, ("Dana", None), "2026-03-05T10:00:00Z").excerpt(unseen);
        assert_eq!(agenda_of(&[item]).untriaged[0].title, "(no text)", "{unseen:?}");
    }
}
