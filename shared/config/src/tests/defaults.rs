use super::{EXAMPLE, NEEDED, with};
use crate::parse;
use jiff::civil::date;
use jiff::tz::TimeZone;
use roundup_domain::Lapse;
use roundup_domain::calendar::{Hours, OpenRange};
use roundup_domain::rules::SourcePlace;

fn texts(lapses: &[Lapse]) -> Vec<String> {
    lapses.iter().map(ToString::to_string).collect()
}

/// The example without the tables and keys that have a default, and with them, mean the same where the defaults are the
/// example's.
#[test]
fn what_is_left_out_is_as_in_the_example() {
    let (example, least) = (parse(EXAMPLE).unwrap(), parse(&NEEDED.replace("UTC", "America/New_York")).unwrap());
    assert_eq!(least.policies, example.policies);
    assert_eq!(least.on_call.handoff, example.on_call.handoff);
    assert_eq!(least.on_call.every, example.on_call.every);
    assert_eq!(least.roundup.meeting, example.roundup.meeting);
    assert_eq!(least.roundup.interfaces, example.roundup.interfaces);
    assert_eq!(least.roundup.ready_label, example.roundup.ready_label);
    assert_eq!(least.roundup.kind_labels, example.roundup.kind_labels);
}

#[test]
fn nobody_is_on_call_and_nothing_is_sent_where_nothing_is_said() {
    let rules = parse(NEEDED).unwrap();
    assert_eq!(rules.on_call.rotation, []);
    assert_eq!(rules.on_call.start, date(2024, 1, 1));
    assert_eq!((&rules.on_call.user_group, &rules.on_call.channel, &rules.on_call.lead), (&None, &None, &None));
    assert_eq!((rules.roundup.post, rules.roundup.email), (None, None));
    assert_eq!((rules.roundup.docs, rules.roundup.releases, rules.roundup.call), (None, None, None));
}

#[test]
fn the_agenda_goes_only_where_it_is_told_to() {
    let post = |more: &str| parse(&with(more)).unwrap().roundup.post;
    assert_eq!(post("[on_call]\nchannel = \"C01\"\n").as_deref(), None);
    assert_eq!(post("[on_call]\nchannel = \"C01\"\n[roundup]\npost = \"C02\"\n").as_deref(), Some("C02"));
}

#[test]
fn a_named_policy_takes_the_built_in_defaults_for_what_it_leaves_out() {
    let text =
        with("[policies.default]\nrespond_within = \"8h\"\nescalate_after = []\n[policies.slow]\nrespond_within = \"2d\"\n");
    let policies = parse(&text).unwrap().policies;
    assert_eq!(texts(&policies["slow"].remind_before), ["4h", "1h"]);
    assert_eq!(texts(&policies["slow"].escalate_after), ["0m", "4h"]);
    assert_eq!(policies["slow"].hours, Hours::Always(TimeZone::UTC));
    assert_eq!(policies["default"].escalate_after, []);
    assert_eq!(policies["default"].respond_within.to_string(), "8h");
}

#[test]
fn reminders_that_nobody_asked_for_come_after_the_question() {
    let remind = |within: &str| {
        let text = with(&format!("[policies.default]\nrespond_within = \"{within}\"\n"));
        texts(&parse(&text).unwrap().policies["default"].remind_before)
    };
    assert_eq!(remind("5h"), ["4h", "1h"]);
    assert_eq!(remind("4h"), ["1h"]);
    assert_eq!(remind("1h"), [""; 0]);
    assert_eq!(remind("1d"), ["4h", "1h"]);
}

#[test]
fn reminders_and_steps_are_put_in_order_of_time() {
    let text = with("[policies.default]\nremind_before = [\"1h\", \"30m\", \"4h\"]\nescalate_after = [\"1d\", \"4h\", \"0m\"]\n");
    let policy = &parse(&text).unwrap().policies["default"];
    assert_eq!(texts(&policy.remind_before), ["4h", "1h", "30m"]);
    assert_eq!(texts(&policy.escalate_after), ["0m", "4h", "1d"]);
    let prepare = parse(&with("[roundup]\nprepare = [\"1d\", \"3d\"]\n")).unwrap().roundup.meeting.prepare;
    assert_eq!(texts(&prepare), ["3d", "1d"]);
}

#[test]
fn a_source_is_named_after_its_place_and_takes_the_home_workspace() {
    let text = "[team]\nname = \"Acme\"\ntimezone = \"UTC\"\nslack_team = \"T0HOME\"\n\
        [[sources]]\nslack = { channel = \"C01\" }\n[[sources]]\nslack = { pattern = \"at-*\", team = \"T0OTHER\" }\n\
        [[sources]]\ngithub = \"Acme/Widgets\"\ntop_level_answers = true\n";
    let sources = parse(text).unwrap().sources;
    assert_eq!(sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>(), ["C01", "at-*", "Acme/Widgets"]);
    assert_eq!(sources[0].place, SourcePlace::Channel { team: "T0HOME".to_owned(), channel: "C01".to_owned() });
    assert_eq!(sources[1].place, SourcePlace::Pattern { team: "T0OTHER".to_owned(), pattern: "at-*".to_owned() });
    assert_eq!(sources[2].top_level_answers, Some(true));
}

#[test]
fn a_rotation_entry_can_be_a_table() {
    let more =
        "[on_call]\nrotation = [\"U01\", { slack = \"W02\", github = \"Ada-GH\", email = \"a@b.test\", name = \"Ada\" }]\n";
    let rotation = parse(&with(more)).unwrap().on_call.rotation;
    let ada = &rotation[1];
    assert_eq!(rotation.len(), 2);
    assert_eq!((ada.slack.as_str(), ada.github.as_deref()), ("W02", Some("ada-gh")));
    assert_eq!((ada.email.as_deref(), ada.name.as_deref()), (Some("a@b.test"), Some("Ada")));
}

#[test]
fn logins_are_kept_in_lower_case_and_ignored_accounts_in_both_spellings() {
    let text = NEEDED.replace("\"UTC\"\n", "\"UTC\"\nstaff_github = [\"Ada-GH\"]\nignore = [\"Renovate[bot]\"]\n");
    let team = parse(&text).unwrap().team;
    assert!(team.staff_github.iter().eq(["ada-gh"]));
    assert!(team.ignore.iter().eq(["Renovate[bot]", "renovate[bot]"]));
}

#[test]
fn times_of_overrides_are_the_teams_unless_they_have_an_offset() {
    let cases = [
        ("\"2026-01-07T09:00\"", "2026-01-07T14:00:00Z"),
        ("\"2026-01-07 09:00:30\"", "2026-01-07T14:00:30Z"),
        ("2026-01-07T09:00:00", "2026-01-07T14:00:00Z"),
        ("2026-01-07 09:00", "2026-01-07T14:00:00Z"),
        ("\"2026-01-07T09:00:00Z\"", "2026-01-07T09:00:00Z"),
        ("\"2026-01-07T09:00+01:00\"", "2026-01-07T08:00:00Z"),
        ("2026-01-07T09:00:00.5-05:30", "2026-01-07T14:30:00.5Z"),
        // In the spring gap and in the autumn overlap.
        ("\"2026-03-08T02:30\"", "2026-03-08T07:00:00Z"),
        ("\"2026-11-01T01:30\"", "2026-11-01T05:30:00Z"),
    ];
    for (written, instant) in cases {
        let text = with(&format!("[on_call]\noverrides = [{{ user = \"U01\", from = {written}, to = 2026-12-01 00:00 }}]\n"));
        let rules = parse(&text.replace("UTC", "America/New_York")).unwrap();
        assert_eq!(rules.on_call.overrides[0].from.to_string(), instant, "{written}");
    }
}

#[test]
fn dates_need_no_quotes() {
    let rules = parse(&with("[on_call]\nstart = 2026-01-05\n")).unwrap();
    assert_eq!(rules.on_call.start, date(2026, 1, 5));
}

#[test]
fn ranges_are_put_in_order_may_touch_and_may_end_at_midnight() {
    let more = "[calendars.c]\nsun = [\"22:00-24:00\", \"00:00-06:30\", \"06:30-07:00\"]\n[policies.default]\nhours = \"c\"\n";
    let Hours::Open(calendar) = parse(&with(more)).unwrap().policies["default"].hours.clone() else { panic!("always open") };
    let at = jiff::civil::time;
    let range = |from, until| OpenRange { from, until };
    let sunday = [
        range(at(0, 0, 0, 0), Some(at(6, 30, 0, 0))),
        range(at(6, 30, 0, 0), Some(at(7, 0, 0, 0))),
        range(at(22, 0, 0, 0), None),
    ];
    assert_eq!(calendar.week[6], sunday);
    assert_eq!(calendar.zone, TimeZone::UTC);
    assert!(calendar.week[..6].iter().all(Vec::is_empty));
}

#[test]
fn kinds_that_are_given_no_label_keep_theirs() {
    let labels = parse(&with("[roundup.kind_labels]\nbug = \"defect\"\n")).unwrap().roundup.kind_labels;
    assert!(labels.values().eq(["defect", "enhancement", "question"]));
}

#[test]
fn links_may_be_unencrypted_to_this_machine_only() {
    for link in ["http://localhost:8080/x", "http://127.0.0.1", "http://[::1]:3000/", "https://a.test:8443/p?q=1#f"] {
        let rules = parse(&with(&format!("[roundup]\ndocs = \"{link}\"\n"))).unwrap();
        assert_eq!(rules.roundup.docs.as_deref(), Some(link));
    }
}
