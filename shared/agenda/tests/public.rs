//! What everybody may read says nothing of confidential customers.

#![allow(clippy::unwrap_used)]

mod fixture;

use fixture::{Story, agenda_of, fortnight, issue, thread};
use roundup_agenda::{Input, draft, render};
use roundup_domain::Kind;

const OPENED: &str = "2026-03-05T10:00:00Z";

fn secret(source: &str, title: &str, who: (&str, Option<&str>)) -> Input {
    thread(source, "1772900000.000100", title, who, OPENED).of_kind(Kind::Bug).confidential()
}

#[test]
fn a_draft_names_those_who_may_be_named_with_what_everybody_can_read() {
    let draft = draft(&agenda_of(&fortnight()));
    for said in [
        "solveig",
        "mira-k (Globex), for the first time",
        "https://github.com/acme/widgets/pull/412",
        "• Customer A: 2 bug reports",
    ] {
        assert!(draft.contains(said), "{said} in {draft}");
    }
    for unsaid in ["Dana", "Scully", "Acme Corp", "slack.com", "502", "Dashboard"] {
        assert!(!draft.contains(unsaid), "{unsaid} in {draft}");
    }
}

#[test]
fn a_confidential_customer_without_a_code_name_is_a_customer() {
    let agenda = agenda_of(&[secret("Hush Ltd", "Secret plans", ("Dana", Some("Hush Ltd")))]);
    assert_eq!(draft(&agenda), "Thank you to everybody who helped this week!\n• A customer: a bug report");
    assert_eq!(
        (agenda.thanks[0].who.as_str(), agenda.thanks[0].company.as_deref()),
        ("Dana", Some("Hush Ltd")),
        "staff may know"
    );
}

#[test]
fn a_confidential_company_is_not_named_where_its_people_or_others_name_it_elsewhere() {
    let on_github = |number, title, who| issue(number, title, who, OPENED).of_kind(Kind::PullRequest);
    let draft = draft(&agenda_of(&[
        secret("Hush Ltd", "x", ("Dana", Some("Hush Ltd"))),
        on_github(1, "Fix exports", ("dana-gh", Some("HUSH LTD"))),
        on_github(2, "Support hush ltd's proxy", ("other", Some("Globex"))),
        on_github(3, "For the configured one", ("third", Some("acme corp"))),
        on_github(4, "x", ("hush ltd", None)),
    ]));
    assert!(!draft.to_lowercase().contains("hush") && !draft.to_lowercase().contains("acme corp"), "{draft}");
    assert!(draft.contains("• dana-gh: “Fix exports” (pull request) https://github.com/acme/widgets/pull/1"), "{draft}");
    assert!(draft.contains("• other (Globex): pull request https://github.com/acme/widgets/pull/2"), "{draft}");
    assert!(draft.contains("• Somebody: "), "{draft}");
}

#[test]
fn channels_of_customers_are_not_quoted_even_where_nothing_is_confidential() {
    let open = thread("Customers", "1772650000.000200", "Our keys leak", ("Noor", Some("Umbrella")), OPENED).of_kind(Kind::Bug);
    assert_eq!(draft(&agenda_of(&[open])), "Thank you to everybody who helped this week!\n• Noor (Umbrella): a bug report");
}

#[test]
fn there_is_no_draft_where_there_is_nobody_to_thank() {
    let agenda = agenda_of(&[]);
    assert_eq!(draft(&agenda), "");
    assert!(!render::html(&agenda).contains("Ready to post") && !render::markdown(&agenda).contains("Ready to post"));
}

#[test]
fn a_draft_is_there_to_be_copied_in_every_rendering_that_can_be_copied_from() {
    let agenda = agenda_of(&fortnight());
    let slack =
        serde_json::Value::from(render::slack(&agenda).into_iter().flat_map(|message| message.blocks).collect::<Vec<_>>());
    for rendering in [render::html(&agenda), render::markdown(&agenda), slack.to_string()] {
        assert!(rendering.contains("Customer A: 2 bug reports"), "{rendering}");
    }
    assert_eq!(render::json(&agenda)["draft"], draft(&agenda));
}
