//! What the tests of the views are drawn from: team Acme, its staff Ada and Grace, and Dana of Globex, who waits since this
//! morning.

#![allow(clippy::unwrap_used)]

mod judge;

pub(crate) use judge::{judge, judge_all, judge_view, message};

use crate::Scene;
use jiff::Timestamp;
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;
use roundup_domain::calendar::Hours;
use roundup_domain::item::{Action, AskedAnswer, Asking, Folded, Requester, Run, RunEnd, TraceEntry, Triage};
use roundup_domain::meeting::{Meeting, WeekTime};
use roundup_domain::plan::{Act, Destination, Notice};
use roundup_domain::rotation::{Member, OnCall};
use roundup_domain::rules::{Policy, Roundup, Source, SourcePlace, Team};
use roundup_domain::{ConversationId, Item, ItemId, Kind, Lapse, People, Person, Platform, Role, Rules, State};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Staff, on call in this week.
pub(crate) const ADA: &str = "U0STAFF01";
/// Staff, the lead, on call from the next Monday on.
pub(crate) const GRACE: &str = "U0STAFF02";
/// Who asks.
pub(crate) const DANA: &str = "U0CUST001";
/// A name, or text, that tries everything: pings, markup, turned direction, and more astral characters than fit anywhere.
pub(crate) fn hostile() -> String {
    format!("<!channel> <@U0STAFF01> *b* & `c` [x](https://evil.test) \u{202E}txet\u{2066} {}", "\u{1F9EF}".repeat(240))
}

/// An instant from RFC 3339.
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Monday, 2 March 2026, 14:02 in New York: five hours after the question, nineteen before the deadline.
pub(crate) fn now() -> Timestamp {
    at("2026-03-02T19:02:00Z")
}

/// Everything that a view is drawn with, at [`now`].
pub(crate) fn scene<'a>(rules: &'a Rules, on_call: &'a OnCall) -> Scene<'a> {
    Scene { rules, on_call, now: now() }
}

/// Ada and Grace take turns, from Monday 09:00 to Monday 09:00.
pub(crate) fn on_call() -> OnCall {
    let member = |slack: &str, github: &str, name: &str| Member {
        slack: slack.to_owned(),
        github: Some(github.to_owned()),
        email: None,
        name: Some(name.to_owned()),
    };
    OnCall {
        zone: new_york(),
        rotation: vec![member(ADA, "ada-gh", "Ada"), member(GRACE, "grace-gh", "Grace")],
        start: date(2026, 1, 5),
        handoff: WeekTime { weekday: Weekday::Monday, time: time(9, 0, 0, 0) },
        every: Lapse::days(7),
        user_group: Some("S0ONCALL1".to_owned()),
        channel: Some("C0HELP001".to_owned()),
        lead: Some(GRACE.to_owned()),
        overrides: Vec::new(),
    }
}

/// Everything configured.
pub(crate) fn rules() -> Rules {
    let labels = [(Kind::Bug, "bug"), (Kind::FeatureRequest, "enhancement"), (Kind::Question, "question")];
    Rules {
        team: Team {
            name: "Acme".to_owned(),
            zone: new_york(),
            slack_team: Some("T0STAFF01".to_owned()),
            staff_slack: BTreeSet::from([ADA.to_owned(), GRACE.to_owned()]),
            staff_github_org: Some("acme".to_owned()),
            staff_github: BTreeSet::from(["ada-gh".to_owned(), "grace-gh".to_owned()]),
            ignore: BTreeSet::new(),
        },
        on_call: on_call(),
        policies: BTreeMap::from([("default".to_owned(), policy())]),
        sources: vec![channel_source(), tracker_source()],
        roundup: Roundup {
            meeting: Meeting {
                zone: new_york(),
                at: WeekTime { weekday: Weekday::Tuesday, time: time(13, 0, 0, 0) },
                prepare: vec![Lapse::days(2), Lapse::days(1)],
            },
            post: Some("C0HELP001".to_owned()),
            email: None,
            interfaces: ["Command line", "REST API", "UI"].map(str::to_owned).to_vec(),
            ready_label: "Ready for roundup".to_owned(),
            comment_decisions: false,
            kind_labels: labels.map(|(kind, label)| (kind, label.to_owned())).into(),
            docs: Some("https://docs.acme.test".to_owned()),
            releases: Some("https://github.com/acme/widgets/releases".to_owned()),
            call: Some("https://cal.acme.test/10min".to_owned()),
        },
        retention_days: None,
    }
}

fn new_york() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

fn policy() -> Policy {
    Policy {
        respond_within: "24h".parse().unwrap(),
        hours: Hours::Always(new_york()),
        remind_before: vec!["4h".parse().unwrap(), "1h".parse().unwrap()],
        escalate_after: vec!["0m".parse().unwrap(), "4h".parse().unwrap()],
    }
}

fn channel_source() -> Source {
    let place = SourcePlace::Channel { team: "T0STAFF01".to_owned(), channel: "C0EXT0001".to_owned() };
    source("Globex", place, Some("Globex"))
}

fn tracker_source() -> Source {
    source("Tracker", SourcePlace::Github { repository: "acme/widgets".to_owned() }, None)
}

fn source(name: &str, place: SourcePlace, company: Option<&str>) -> Source {
    Source {
        name: name.to_owned(),
        place,
        policy: "default".to_owned(),
        company: company.map(str::to_owned),
        confidential: false,
        code_name: None,
        top_level_answers: None,
    }
}

/// A question of Dana's in Globex' channel, asked at 09:00, due the next day at 09:00; of no kind yet.
pub(crate) fn item() -> Item {
    Item {
        id: ItemId::from_stored("slack:T0STAFF01:C0EXT0001:1772460000.000100"),
        source: "Globex".to_owned(),
        kind: None,
        state: State::Waiting,
        title: "Exports stop after 1,000 rows".to_owned(),
        url: "https://acme.slack.com/archives/C0EXT0001/p1772460000000100".to_owned(),
        requester: Requester {
            platform: Platform::Slack,
            id: DANA.to_owned(),
            name: "Dana Reyes".to_owned(),
            company: Some("Globex".to_owned()),
        },
        opened_at: at("2026-03-02T14:00:00Z"),
        waiting_since: Some(at("2026-03-02T14:00:00Z")),
        due_at: Some(at("2026-03-03T14:00:00Z")),
        first_response_seconds: None,
        breaches: 0,
        claimed_by: None,
        snoozed_until: None,
        ready: false,
        form: BTreeMap::new(),
        missing: Vec::new(),
        same_as: None,
        asked_by: Vec::new(),
    }
}

/// [`item`] with its record.
pub(crate) fn folded() -> Folded {
    let entry = TraceEntry {
        at: at("2026-03-02T14:00:00Z"),
        fact: "message:1772460000.000100".to_owned(),
        by: "Dana Reyes".to_owned(),
        effect: "clock started, due 2026-03-03T14:00:00Z".to_owned(),
    };
    Folded {
        item: item(),
        conversation: ConversationId::slack("C0EXT0001"),
        excerpt:
            "Exports stop after 1,000 rows We export the orders of a month to CSV, and the file ends in the middle of a line. Is \
                  there a limit?"
                .to_owned(),
        runs: vec![Run { since: at("2026-03-02T14:00:00Z"), due: at("2026-03-03T14:00:00Z"), end: None }],
        comments: 1,
        waiting: vec![format!("slack:{DANA}")],
        people: people(),
        trace: vec![entry],
        triage: Triage::default(),
    }
}

/// A bug in the tracker, answered by Grace after three hours; its form lacks what really happens.
pub(crate) fn folded_issue() -> Folded {
    let mut folded = folded();
    let item = &mut folded.item;
    item.id = ItemId::from_stored("github:acme/widgets#123");
    item.url = "https://github.com/acme/widgets/issues/123".to_owned();
    item.source = "Tracker".to_owned();
    item.kind = Some(Kind::Bug);
    item.form = BTreeMap::from([("expected".to_owned(), "All rows".to_owned())]);
    item.missing = vec!["actual".to_owned()];
    item.requester =
        Requester { platform: Platform::Github, id: "octocat".to_owned(), name: "The Octocat".to_owned(), company: None };
    folded.conversation = ConversationId::from_stored("github:acme/widgets#123");
    folded.waiting = Vec::new();
    answer(&mut folded, GRACE, at("2026-03-02T17:00:00Z"));
    folded
}

/// A pull request that waits.
pub(crate) fn folded_pull_request() -> Folded {
    let mut folded = folded();
    let item = &mut folded.item;
    item.id = ItemId::from_stored("github:acme/widgets#124");
    item.url = "https://github.com/acme/widgets/pull/124".to_owned();
    item.source = "Tracker".to_owned();
    item.title = "Fix a typo in the guide".to_owned();
    item.kind = Some(Kind::PullRequest);
    item.missing = Kind::PullRequest.missing(&item.form);
    item.requester =
        Requester { platform: Platform::Github, id: "octocat".to_owned(), name: "The Octocat".to_owned(), company: None };
    folded.conversation = ConversationId::from_stored("github:acme/widgets#124");
    folded.waiting = vec!["github:octocat".to_owned()];
    folded
}

/// Ends the run that goes on with an answer.
pub(crate) fn answer(folded: &mut Folded, by: &str, at: Timestamp) {
    let run = folded.runs.last_mut().unwrap();
    run.end = Some(RunEnd { at, answered_by: Some(format!("slack:{by}")), dismissed_by: None });
    folded.item.state = State::Answered;
    folded.item.first_response_seconds = Some(at.as_second() - run.since.as_second());
    (folded.item.waiting_since, folded.item.due_at) = (None, None);
    folded.waiting = Vec::new();
}

/// Everyone who takes part.
pub(crate) fn people() -> People {
    let person = |role: Role, name: &str| Person { role, name: name.to_owned(), company: None, provisional: false };
    People::from([
        (format!("slack:{ADA}"), person(Role::Staff, "Ada")),
        (format!("slack:{GRACE}"), person(Role::Staff, "Grace")),
        (format!("slack:{DANA}"), person(Role::Outside, "Dana Reyes")),
        ("github:octocat".to_owned(), person(Role::Outside, "The Octocat")),
    ])
}

/// A notice about [`folded`]'s run.
pub(crate) fn notice(act: Act) -> Notice {
    Notice {
        key: "2026-03-02T14:00:00Z/remind-4h/person".to_owned(),
        since: at("2026-03-02T14:00:00Z"),
        steps: vec!["remind-4h".to_owned()],
        act,
        to: Destination::Person(ADA.to_owned()),
    }
}

/// Ada, about two hours after the question.
pub(crate) fn action(what: &str, fact: &str, at: Timestamp) -> Action {
    Action { fact: fact.to_owned(), at, by: format!("slack:{ADA}"), what: what.to_owned(), can_be_undone: true }
}

/// Ada asks Grace.
pub(crate) fn asking(question: &str, answer: Option<&str>) -> Asking {
    Asking {
        fact: "asked:V0ASK:1".to_owned(),
        at: at("2026-03-02T16:00:00Z"),
        by: format!("slack:{ADA}"),
        colleague: GRACE.to_owned(),
        question: question.to_owned(),
        answer: answer.map(|text| AskedAnswer { at: at("2026-03-02T17:30:00Z"), text: text.to_owned() }),
    }
}

/// [`folded`] with whatever others can write, or be called, being this text, and with as much as possible in it.
pub(crate) fn folded_hostile(text: &str) -> Folded {
    let mut folded = folded();
    let item = &mut folded.item;
    item.title = text.to_owned();
    item.source = text.to_owned();
    item.requester.name = text.to_owned();
    item.requester.company = Some(text.to_owned());
    item.claimed_by = Some(ADA.to_owned());
    item.asked_by = vec![item.requester.clone(); 40];
    item.kind = Some(Kind::Question);
    item.missing = vec![text.to_owned(); 20];
    folded.excerpt = format!("{text}\n{text}\n\n> {text}");
    folded.people.values_mut().for_each(|person| person.name = text.to_owned());
    folded.triage.asked = vec![asking(text, Some(text)); 30];
    folded.triage.existing = Some(text.to_owned());
    folded.triage.docs_missing = true;
    folded.triage.owner = Some(GRACE.to_owned());
    folded.triage.actions = vec![action(&format!("asked {text}"), "asked:V0ASK:1", at("2026-03-02T19:00:00Z"))];
    let entry = TraceEntry { by: text.to_owned(), effect: format!("labelled {text}"), ..folded.trace[0].clone() };
    folded.trace = vec![entry; 300];
    folded.runs = vec![folded.runs[0].clone(); 50];
    folded
}

/// The mrkdwn of sections and contexts, in order.
pub(crate) fn texts(blocks: &[Value]) -> Vec<String> {
    let of_block = |block: &Value| match block["type"].as_str() {
        Some("section") => vec![block["text"]["text"].clone()],
        Some("context") => block["elements"].as_array().unwrap().iter().map(|element| element["text"].clone()).collect(),
        _ => Vec::new(),
    };
    blocks.iter().flat_map(of_block).map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// The buttons, in order: label, action, and value or address.
pub(crate) fn buttons(blocks: &[Value]) -> Vec<(String, String, String)> {
    let in_row = |block: &Value| block["elements"].as_array().filter(|_| block["type"] == "actions").cloned().unwrap_or_default();
    let beside = |block: &Value| block["accessory"].is_object().then(|| block["accessory"].clone());
    let of_button = |button: Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let value = if button["url"].is_string() { &button["url"] } else { &button["value"] };
        (text(&button["text"]["text"]), text(&button["action_id"]), text(value))
    };
    blocks.iter().flat_map(|block| in_row(block).into_iter().chain(beside(block))).map(of_button).collect()
}

/// Their labels.
pub(crate) fn labels(blocks: &[Value]) -> Vec<String> {
    buttons(blocks).into_iter().map(|(label, _, _)| label).collect()
}
