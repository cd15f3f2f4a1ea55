//! What an item shows (CONTRACT 5): title, link, requester, kind, readiness.

use super::item;
use crate::fold::participants;
use crate::item::Kind;
use crate::person::{Platform, Role};
use crate::testing::{ADA, CUSTOMER, Story, everywhere, on_github, on_slack, t};
use crate::{SubjectForm, What};

fn of(form: SubjectForm) -> Story {
    on_github(form).says("Mon 14:00", CUSTOMER, "Steps:\r\n1. start it")
}

fn kind(story: &Story) -> Option<Kind> {
    item(story, "Mon 19:00").kind
}

#[test]
fn an_issue_is_named_after_its_number_and_shows_its_title_and_link() {
    let item = item(&of(SubjectForm::Issue), "Mon 19:00");
    assert_eq!(item.id.as_str(), "github:acme/widgets#12");
    assert_eq!((item.title.as_str(), item.url.as_str()), ("It fails on Windows", "https://github.test/acme/widgets/issues/12"));
    assert_eq!(item.source, "Customers");
}

#[test]
fn the_latest_title_is_shown() {
    let story = of(SubjectForm::Issue)
        .does("Mon 15:00", ADA, "retitled", What::Retitled)
        .showing(|subject| subject.title = "New".to_owned());
    assert_eq!(item(&story, "Mon 19:00").title, "New");
}

#[test]
fn a_slack_item_is_named_after_its_first_message_and_shows_its_first_line() {
    let item = item(&on_slack().says("Mon 14:00", CUSTOMER, "\n  It fails  \nhelp"), "Mon 19:00");
    assert_eq!(item.id.as_str(), "slack:T0STAFF01:C0EXT0001:1772460000.000000");
    assert_eq!((item.title.as_str(), item.url.as_str()), ("It fails", "https://acme.slack.test/archives/C0EXT0001"));
}

#[test]
fn long_titles_and_excerpts_are_cut_between_characters_as_people_see_them() {
    let text = "👩‍👩‍👧‍👦".repeat(400);
    let story = on_slack().says("Mon 14:00", CUSTOMER, &text);
    assert_eq!(item(&story, "Mon 19:00").title, format!("{}…", "👩‍👩‍👧‍👦".repeat(150)));
    assert_eq!(story.fold_at("Mon 19:00").unwrap().excerpt, format!("{}…", "👩‍👩‍👧‍👦".repeat(300)));
}

#[test]
fn the_excerpt_is_of_the_comment_that_waits_or_else_of_the_first() {
    for story in everywhere(|it| it.says("Mon 14:00", CUSTOMER, "It\n fails").says("Mon 15:00", ADA, "How?")) {
        assert_eq!(story.fold_at("Mon 19:00").unwrap().excerpt, "It fails");
        let story = story.says("Mon 16:00", CUSTOMER, "Like this").says("Mon 17:00", CUSTOMER, "Hello?");
        assert_eq!(story.fold_at("Mon 19:00").unwrap().excerpt, "Like this");
    }
}

#[test]
fn the_requester_s_company_is_the_channel_s_else_the_profile_s_else_none() {
    for (configured, profile, shown) in
        [(Some("Acme Corp"), Some("Other"), Some("Acme Corp")), (None, Some("Other"), Some("Other")), (None, None, None)]
    {
        for mut story in
            everywhere(|it| it.knowing(CUSTOMER, Role::Outside, "Mona", profile).says("Mon 14:00", CUSTOMER, "It fails"))
        {
            story.source.company = configured.map(str::to_owned);
            let requester = item(&story, "Mon 19:00").requester;
            assert_eq!((requester.name.as_str(), requester.company.as_deref()), ("Mona", shown));
            assert_eq!((requester.platform, requester.id), (story.platform, CUSTOMER.on(story.platform).id));
        }
    }
}

#[test]
fn a_pull_request_is_one_whatever_its_labels() {
    assert_eq!(kind(&of(SubjectForm::PullRequest).labels("Mon 15:00", "bug")), Some(Kind::PullRequest));
}

#[test]
fn labels_set_the_kind_in_any_case_and_taking_them_off_unsets_it() {
    for (label, expected) in [("BUG", Kind::Bug), ("enhancement", Kind::FeatureRequest), ("Question", Kind::Question)] {
        let story = of(SubjectForm::Issue).labels("Mon 15:00", label);
        assert_eq!(kind(&story), Some(expected));
        assert_eq!(kind(&story.unlabels("Mon 16:00", label)), None);
    }
    assert_eq!(kind(&of(SubjectForm::Issue).labels("Mon 15:00", "good first issue")), None);
}

#[test]
fn labels_that_an_event_lists_are_those_of_that_moment() {
    let listed = |labels: &[&str]| Some(labels.iter().map(|label| (*label).to_owned()).collect());
    let story = of(SubjectForm::Issue).showing(|subject| subject.labels = listed(&["bug"]));
    assert_eq!(kind(&story), Some(Kind::Bug));
    let story = story.says("Mon 15:00", CUSTOMER, "Hello?").showing(|subject| subject.labels = listed(&[]));
    assert_eq!(kind(&story), None, "its removal was missed, but a later event shows it");
    let late = story.labels("Mon 14:30", "bug");
    assert_eq!(kind(&late), None, "delivered late, it is still earlier");
}

#[test]
fn two_labels_put_on_in_one_second_both_stay() {
    // Each event may show the issue with its own label only.
    let listed = |label: &str| Some(vec![label.to_owned()]);
    for order in [["bug", "Ready for roundup"], ["Ready for roundup", "bug"]] {
        let story = order.iter().fold(of(SubjectForm::Issue), |story, label| {
            story.labels("Mon 15:00", label).showing(|subject| subject.labels = listed(label))
        });
        let item = item(&story, "Mon 19:00");
        assert_eq!((item.kind, item.ready), (Some(Kind::Bug), true));
    }
}

#[test]
fn a_discussion_that_takes_answers_is_a_question_unless_a_label_says_otherwise() {
    let story = of(SubjectForm::Discussion);
    assert_eq!(kind(&story), None);
    let story = story.showing(|subject| subject.answerable = true);
    assert_eq!(kind(&story), Some(Kind::Question));
    let story = story.labels("Mon 15:00", "bug").showing(|subject| subject.answerable = true);
    assert_eq!(kind(&story), Some(Kind::Bug));
}

#[test]
fn a_thread_in_slack_has_no_kind_until_somebody_says_so() {
    let item = item(&on_slack().says("Mon 14:00", CUSTOMER, "It fails"), "Mon 19:00");
    assert_eq!((item.kind, item.missing, item.ready), (None, Vec::new(), false));
}

#[test]
fn readiness_by_label_with_an_incomplete_form_is_readiness_and_says_what_is_missing() {
    let story = of(SubjectForm::Issue).labels("Mon 15:00", "bug").labels("Mon 15:05", "ready FOR roundup");
    let item = item(&story, "Mon 19:00");
    assert!(item.ready);
    assert_eq!(item.missing, ["expected", "actual"]);
    let taken_off = super::item(&story.unlabels("Mon 16:00", "Ready for roundup"), "Mon 19:00");
    assert!(!taken_off.ready);
}

#[test]
fn recording_and_interface_may_stay_empty_and_nothing_else() {
    let missing = |kind: Kind| kind.missing(&[("title".to_owned(), " ".to_owned())].into());
    assert_eq!(missing(Kind::PullRequest), ["title", "description", "reasoning"]);
    assert_eq!(missing(Kind::Bug), ["expected", "actual"]);
    assert_eq!(missing(Kind::FeatureRequest), ["want", "motivation"]);
    assert_eq!(missing(Kind::Question), ["question", "best_guess", "docs_location"]);
}

#[test]
fn an_item_reads_in_json_as_the_contract_shows_it() {
    let story = of(SubjectForm::Issue).labels("Mon 15:00", "bug");
    let json = serde_json::to_value(item(&story, "Mon 19:00")).unwrap();
    let expected = serde_json::json!({
        "id": "github:acme/widgets#12", "source": "Customers", "kind": "bug", "state": "waiting",
        "title": "It fails on Windows", "url": "https://github.test/acme/widgets/issues/12",
        "requester": {"platform": "github", "id": "octocat", "name": "octocat", "company": null},
        "opened_at": "2026-03-02T14:00:00Z", "waiting_since": "2026-03-02T14:00:00Z", "due_at": "2026-03-03T14:00:00Z",
        "first_response_seconds": null, "breaches": 0, "claimed_by": null, "snoozed_until": null, "ready": false,
        "form": {}, "missing": ["expected", "actual"],
    });
    assert_eq!(json, expected);
}

#[test]
fn everyone_whose_role_matters_is_a_participant() {
    let story = on_github(SubjectForm::PullRequest).opens("Mon 14:00", CUSTOMER, "Fix", true).readies("Mon 15:00", ADA);
    let facts: Vec<_> = story.heard.iter().map(|heard| heard.fact()).filter(|fact| fact.at == t("Mon 15:00")).collect();
    let keys: Vec<String> = participants(facts.into_iter()).into_keys().collect();
    assert_eq!(keys, [ADA, CUSTOMER].map(|who| who.on(Platform::Github).key()));
}
