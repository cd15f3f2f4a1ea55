//! Our first response beside github/issue-metrics' "time to first response", on the same issues: docs/metrics.md says
//! where and why they differ, and these are the proofs.

#![allow(clippy::unwrap_used)]

mod fixture;

use fixture::{FROM, at, occurrence, rules};
use jiff::{SignedDuration, Timestamp};
use roundup_agenda::{Input, agenda};
use roundup_domain::fold::{Context, Heard, fold};
use roundup_domain::id::GithubThread;
use roundup_domain::item::Folded;
use roundup_domain::rules::{Rules, Source, SourcePlace};
use roundup_domain::{Author, ConversationId, Fact, ItemId, People, Platform, Subject, SubjectForm, What};

const HOUR: i64 = 3_600;
const STAFF: &str = "grace-gh";
const AUTHOR: &str = "octocat";
const NEIGHBOUR: &str = "hubber";
const BOT: &str = "ci[bot]";

/// What happened on GitHub.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Did {
    Open,
    OpenDraft,
    Ready,
    Comment,
    Review,
    Close,
}

/// One issue, pull request or discussion: who did what so many minutes after it was opened.
struct Timeline {
    form: SubjectForm,
    events: Vec<(i64, &'static str, Did)>,
}

fn timeline(form: SubjectForm, events: &[(i64, &'static str, Did)]) -> Timeline {
    Timeline { form, events: events.to_vec() }
}

impl Timeline {
    fn opened_by(&self) -> &'static str {
        self.events[0].1
    }

    /// In seconds, as github/issue-metrics defines it ("Time to First Response: the duration from creation to the initial comment
    /// or review", less drafts, authors and bots), written anew after its documentation and behaviour.
    fn issue_metrics(&self) -> Option<i64> {
        let answers = self.events.iter().filter(|(_, _, did)| matches!(did, Did::Comment | Did::Review));
        if self.form == SubjectForm::Discussion {
            // Of a discussion it takes the first comment, whosever that is.
            return answers.map(|(minutes, ..)| minutes * 60).next();
        }
        let ready = self.events.iter().find(|(_, _, did)| *did == Did::Ready).map_or(0, |(minutes, ..)| *minutes);
        let others = answers.filter(|(minutes, who, _)| *who != BOT && *who != self.opened_by() && *minutes >= ready);
        others.map(|(minutes, ..)| (minutes - ready) * 60).min()
    }

    /// As Roundup folds it, with everything it knows of people.
    fn folded(&self, number: u64, now: Timestamp) -> Option<Folded> {
        let rules = rules_with_staff();
        let source = Source {
            name: "Tracker".into(),
            place: SourcePlace::Github { repository: "acme/widgets".into() },
            policy: "default".into(),
            company: None,
            confidential: false,
            code_name: None,
            top_level_answers: None,
        };
        let conversation = ConversationId::github("acme/widgets", GithubThread::Issue, number);
        let context = Context {
            rules: &rules,
            source: &source,
            policy: &rules.policies["default"],
            conversation: &conversation,
            id: &ItemId::github(&conversation),
            url: "https://github.com/acme/widgets/issues/1",
            people: &People::new(),
            top_level_answers: false,
            now,
        };
        fold(&context, &self.facts())
    }

    fn facts(&self) -> Vec<Heard> {
        let fact = |(index, (minutes, who, did)): (usize, &(i64, &'static str, Did))| {
            let id = format!("comment:{index}");
            let comment = What::Comment { id: id.clone(), text: "Does it?".into(), mentions: Vec::new(), url: None };
            let (name, what) = match did {
                Did::Open => ("opened".to_owned(), What::Opened { text: "It fails.".into(), draft: false }),
                Did::OpenDraft => ("opened".to_owned(), What::Opened { text: "It fails.".into(), draft: true }),
                Did::Ready => (format!("ready:{index}"), What::Ready),
                Did::Close => (format!("closed:{index}"), What::Closed { merged: false, declined: false }),
                Did::Comment | Did::Review => (id, comment),
            };
            let at = opened() + SignedDuration::from_mins(*minutes);
            Heard::Inside(Fact { name, at, by: Some(author(who)), what, subject: Some(self.subject()) })
        };
        self.events.iter().enumerate().map(fact).collect()
    }

    fn subject(&self) -> Subject {
        Subject {
            form: self.form,
            title: "It fails".into(),
            url: "https://github.com/acme/widgets/issues/1".into(),
            author: Some(author(self.opened_by())),
            labels: None,
            answerable: false,
        }
    }
}

fn author(login: &str) -> Author {
    Author { platform: Platform::Github, id: login.into(), automated: login == BOT }
}

fn opened() -> Timestamp {
    at("2026-03-04T10:00:00Z")
}

fn rules_with_staff() -> Rules {
    let mut rules = rules();
    rules.team.staff_github.insert(STAFF.into());
    rules
}

/// Every answer of ours, in seconds from the comment it answers.
fn ours(folded: Option<&Folded>) -> Vec<i64> {
    let runs = folded.map(|folded| folded.runs.as_slice()).unwrap_or_default();
    let answers = runs.iter().filter_map(|run| Some((run.since, run.end.as_ref().filter(|end| end.answered_by.is_some())?.at)));
    answers.map(|(since, at)| since.duration_until(at).as_secs()).collect()
}

/// Name, timeline, what issue-metrics says, what we say, in hours.
fn cases() -> Vec<(&'static str, Timeline, Option<f64>, Vec<f64>)> {
    use Did::{Close, Comment, Open, OpenDraft, Ready, Review};
    use SubjectForm::{Discussion, Issue, PullRequest};
    vec![
        ("staff answers", timeline(Issue, &[(0, AUTHOR, Open), (180, STAFF, Comment)]), Some(3.0), vec![3.0]),
        (
            "a bot is quicker, and is nobody",
            timeline(Issue, &[(0, AUTHOR, Open), (1, BOT, Comment), (120, STAFF, Comment)]),
            Some(2.0),
            vec![2.0],
        ),
        (
            "the author writes again",
            timeline(Issue, &[(0, AUTHOR, Open), (60, AUTHOR, Comment), (120, STAFF, Comment)]),
            Some(2.0),
            vec![2.0],
        ),
        ("a review answers", timeline(PullRequest, &[(0, AUTHOR, Open), (300, STAFF, Review)]), Some(5.0), vec![5.0]),
        (
            "a draft asks for nothing",
            timeline(PullRequest, &[(0, AUTHOR, OpenDraft), (600, AUTHOR, Ready), (720, STAFF, Review)]),
            Some(2.0),
            vec![2.0],
        ),
        ("nobody answers", timeline(Issue, &[(0, AUTHOR, Open)]), None, vec![]),
        (
            "somebody else from outside helps first: theirs counts it, ours waits for staff",
            timeline(Issue, &[(0, AUTHOR, Open), (30, NEIGHBOUR, Comment), (360, STAFF, Comment)]),
            Some(0.5),
            vec![6.0],
        ),
        (
            "staff closes without a word: theirs sees nothing, ours an answer",
            timeline(Issue, &[(0, AUTHOR, Open), (60, STAFF, Close)]),
            None,
            vec![1.0],
        ),
        (
            "staff opens, somebody outside asks: theirs takes the question for the answer",
            timeline(Issue, &[(0, STAFF, Open), (1_440, NEIGHBOUR, Comment), (1_500, STAFF, Comment)]),
            Some(24.0),
            vec![1.0],
        ),
        (
            "the author asks again after an answer: theirs looks at the first only",
            timeline(Issue, &[(0, AUTHOR, Open), (60, STAFF, Comment), (120, AUTHOR, Comment), (1_920, STAFF, Comment)]),
            Some(1.0),
            vec![1.0, 30.0],
        ),
        (
            "a bot is first in a discussion: theirs counts it there",
            timeline(Discussion, &[(0, AUTHOR, Open), (6, BOT, Comment), (120, STAFF, Comment)]),
            Some(0.1),
            vec![2.0],
        ),
        ("a bot opens: nobody outside waits", timeline(PullRequest, &[(0, BOT, Open), (240, STAFF, Review)]), Some(4.0), vec![]),
    ]
}

#[test]
fn the_two_definitions_agree_and_differ_where_the_documentation_says() {
    let now = opened() + SignedDuration::from_hours(100);
    let mut agreed = 0;
    for (number, (name, timeline, theirs, expected)) in (1..).zip(cases()) {
        let folded = timeline.folded(number, now);
        let hours = |seconds: i64| f64::from(i32::try_from(seconds).unwrap()) / 3_600.0;
        let ours: Vec<f64> = ours(folded.as_ref()).into_iter().map(hours).collect();
        assert_eq!(timeline.issue_metrics().map(hours), theirs, "theirs: {name}");
        assert_eq!(ours, expected, "ours: {name}");
        agreed += usize::from(theirs.into_iter().collect::<Vec<_>>() == ours);
    }
    assert_eq!(agreed, 6, "the first six");
}

#[test]
fn over_the_same_issues_our_week_tells_of_the_waits_that_theirs_does_not_see() {
    let now = opened() + SignedDuration::from_hours(100);
    let timelines = || cases().into_iter().map(|(_, timeline, ..)| timeline);
    let inputs: Vec<Input> = (1..)
        .zip(timelines())
        .filter_map(|(number, timeline)| timeline.folded(number, now))
        .map(|folded| Input::new(folded.item, folded.runs, folded.comments, folded.excerpt, false))
        .collect();
    let week = agenda(&rules_with_staff(), &occurrence(), at(FROM), now, &inputs, &[]).week;
    let times = week.total.first_response_seconds;
    // Eleven answers: 1, 1, 1, 2, 2, 2, 2, 3, 5, 6 and 30 hours.
    assert_eq!([times.median, times.p90, times.max], [2, 6, 30].map(|hours| Some(hours * HOUR)));
    // The one that was never answered, and the second question: both are late, and only here.
    assert_eq!((week.total.comments, week.total.in_time, week.total.late), (12, 10, 2));

    let mut theirs: Vec<i64> = timelines().filter_map(|timeline| timeline.issue_metrics()).collect();
    theirs.sort_unstable();
    // Ten answers: 0.1, 0.5, 1, 2, 2, 2, 3, 4, 5 and 24 hours. Their median lies between two of them.
    assert_eq!((theirs.len(), theirs[4], theirs[5], theirs[9]), (10, 2 * HOUR, 2 * HOUR, 24 * HOUR));
}
