//! Whom the agenda thanks, for what, and what is said of it where others than staff read it.

use super::roundup_post::{MEETS, agenda, posted, posting};
use roundup_tests::World;
use roundup_tests::configuration::*;
use roundup_tests::github::{Form, Thread};
use serde_json::{Value, json};

/// It is closed now by `sender`, with these fields besides.
async fn close(world: &World, thread: &Thread, sender: &str, fields: Value) {
    let mut closed = thread.clone();
    closed.closed_at = Some(world.now());
    let mut delivery = closed.happened("closed", sender, world.now());
    let key = if thread.form == Form::Pull { "pull_request" } else { "issue" };
    for (name, value) in fields.as_object().unwrap() {
        delivery.payload[key][name] = value.clone();
    }
    world.deliver(delivery).await;
    world.advance("1m").await;
}

async fn merge(world: &World, pull: &Thread) {
    close(world, pull, ADA_GH, json!({"merged": true, "merged_at": world.now()})).await;
}

/// A bug, as its label says.
async fn bug(world: &World, number: u64, author: &str, title: &str) -> Thread {
    let mut issue = world.issue(number, author, title).await;
    issue.labels = vec!["bug".to_owned()];
    world.deliver(issue.labelled("bug", ADA_GH, world.now())).await;
    world.comment(&issue, ADA_GH, "Thanks for the report.").await;
    issue
}

async fn pull(world: &World, number: u64, author: &str, title: &str) -> Thread {
    let pull = world.open(Form::Pull, WIDGETS, number, author, title).await;
    world.comment(&pull, ADA_GH, "Thanks, having a look.").await;
    pull
}

/// Who is thanked: name, whether for the first time, and for what.
async fn thanked(world: &World) -> Vec<(String, bool, Vec<String>)> {
    let agenda = agenda(world).await;
    let thanks = agenda["thanks"].as_array().unwrap().iter();
    let deeds = |thanks: &Value| {
        thanks["deeds"].as_array().unwrap().iter().map(|deed| deed["what"].as_str().unwrap().to_owned()).collect()
    };
    thanks
        .map(|thanks| (thanks["who"].as_str().unwrap().to_owned(), thanks["first_time"].as_bool().unwrap(), deeds(thanks)))
        .collect()
}

fn who(name: &str, is_first: bool, deeds: &[&str]) -> (String, bool, Vec<String>) {
    (name.to_owned(), is_first, deeds.iter().map(|deed| (*deed).to_owned()).collect())
}

#[tokio::test]
async fn what_was_merged_and_fixed_goes_before_what_was_only_sent_and_what_was_declined_is_a_report() {
    let world = World::configured(posting("")).await;
    let (one, two) = (pull(&world, 1, HUBBER, "Retry uploads").await, pull(&world, 2, HUBBER, "Not for us").await);
    let (fixed, not_planned, twice) = (
        bug(&world, 3, OCTOCAT, "Sync hangs").await,
        bug(&world, 4, OCTOCAT, "As intended").await,
        bug(&world, 5, OCTOCAT, "Sync hangs, too").await,
    );
    world.advance("1h").await;
    merge(&world, &one).await;
    close(&world, &two, ADA_GH, json!({"merged": false, "merged_at": null})).await;
    close(&world, &fixed, ADA_GH, json!({"state_reason": "completed"})).await;
    close(&world, &not_planned, ADA_GH, json!({"state_reason": "not_planned"})).await;
    close(&world, &twice, ADA_GH, json!({"state_reason": "duplicate"})).await;
    assert_eq!(
        thanked(&world).await,
        [
            who("Hub Berg", true, &["merged_pull_request", "pull_request"]),
            who("Mona Lisa", true, &["fixed_bug", "bug_report", "bug_report"]),
        ]
    );
    world.to(MEETS).await;
    let draft = posted(&world).into_iter().find(|call| call.body["text"] == "Thanks, ready to post").unwrap();
    let draft = draft.body["blocks"].to_string();
    assert!(draft.contains("Hub Berg, for the first time") && draft.contains("Retry uploads"), "{draft}");
}

#[tokio::test]
async fn a_report_of_long_ago_is_thanked_for_in_the_week_in_which_it_became_a_fix() {
    let world = World::configured(posting("")).await;
    let fixed = bug(&world, 1, OCTOCAT, "Sync hangs").await;
    world.to("2026-03-24T14:00:00Z").await;
    assert_eq!(thanked(&world).await, []);
    close(&world, &fixed, ADA_GH, json!({"state_reason": "completed"})).await;
    assert_eq!(thanked(&world).await, [who("Mona Lisa", true, &["fixed_bug"])]);
    bug(&world, 2, OCTOCAT, "Another one").await;
    bug(&world, 3, HUBBER, "Mine").await;
    world.to("2026-03-28T14:00:00Z").await;
    bug(&world, 4, OCTOCAT, "And another").await;
    assert_eq!(thanked(&world).await, [who("Mona Lisa", false, &["bug_report"])], "once it is the first time");
}

/// The answer of `author` to a discussion is chosen now by whoever asked.
async fn choose_answer(world: &World, discussion: &Thread, id: u64, author: &str) {
    let mut delivery = discussion.happened("answered", OCTOCAT, world.now());
    delivery.payload["discussion"]["answer_chosen_at"] = json!(world.now());
    let page = format!("https://github.com/{}/discussions/{}", discussion.repository, discussion.number);
    delivery.payload["answer"] =
        json!({"id": id, "user": {"login": author, "type": "User"}, "html_url": format!("{page}#discussioncomment-{id}")});
    world.deliver(delivery).await;
    world.advance("1m").await;
}

#[tokio::test]
async fn who_answered_somebody_elses_question_is_thanked_with_a_link_to_the_answer_and_the_first_time_is_marked() {
    let world = World::configured(posting("")).await;
    let keys = world.open(Form::Discussion, WIDGETS, 3, OCTOCAT, "How do I rotate keys?").await;
    world.deliver(keys.comment(544_078, Some(HUBBER), "Publish both.", world.now())).await;
    world.advance("1h").await;
    choose_answer(&world, &keys, 544_078, HUBBER).await;
    assert_eq!(thanked(&world).await, [who("Hub Berg", true, &["helpful_answer"])]);
    assert_eq!(world.item(&keys.item()).await["state"], "waiting", "we have not answered");
    let answer = "https://github.com/acme/widgets/discussions/3#discussioncomment-544078";
    assert_eq!(agenda(&world).await["thanks"][0]["for"], json!([answer]));
    let ours = world.open(Form::Discussion, WIDGETS, 4, OCTOCAT, "And locks?").await;
    choose_answer(&world, &ours, 544_079, ADA_GH).await;
    choose_answer(&world, &ours, 544_080, OCTOCAT).await;
    assert_eq!(thanked(&world).await.len(), 1, "neither we nor who asked are thanked");
    world.to(MEETS).await;
    let draft = posted(&world).into_iter().find(|call| call.body["text"] == "Thanks, ready to post").unwrap();
    assert!(draft.body["blocks"].to_string().contains("Hub Berg, for the first time: “How do I rotate keys?” (helpful answer)"));

    world.to("2026-03-11T14:00:00Z").await;
    let again = world.open(Form::Discussion, WIDGETS, 5, OCTOCAT, "And rotate them back?").await;
    choose_answer(&world, &again, 544_090, HUBBER).await;
    assert_eq!(thanked(&world).await, [who("Hub Berg", false, &["helpful_answer"])], "once it is the first time");
}

#[tokio::test]
async fn who_came_first_is_known_whatever_order_it_comes_in() {
    let world = World::configured(posting("")).await;
    world.advance("24h").await;
    bug(&world, 2, OCTOCAT, "This week").await;
    assert_eq!(thanked(&world).await, [who("Mona Lisa", true, &["bug_report"])]);
    // As an import tells it: one of last year comes in late.
    let mut old = Thread::new(Form::Issue, GADGETS, 1, OCTOCAT, "Last year", "2025-05-05T12:00:00Z".parse().unwrap());
    old.labels = vec!["bug".to_owned()];
    world.deliver(old.opened()).await;
    world.deliver(old.comment(77, Some(ADA_GH), "Thanks!", "2025-05-05T13:00:00Z".parse().unwrap())).await;
    world.advance("0s").await;
    assert_eq!(thanked(&world).await, [who("Mona Lisa", false, &["bug_report"])]);
    // What happens to it later does not make it the first again.
    world.comment(&old, ADA_GH, "Still there?").await;
    assert_eq!(thanked(&world).await, [who("Mona Lisa", false, &["bug_report"])]);
}

#[tokio::test]
async fn a_confidential_customer_is_named_to_staff_and_nowhere_else() {
    for (code_name, called) in [("code_name = \"Customer A\"", "Customer A"), ("", "A customer")] {
        let confidential = format!("company = \"Globex\"\nconfidential = true\n{code_name}");
        let configuration = posting("comment_decisions = true").replace("company = \"Globex\"", &confidential);
        let world = World::configured(configuration).await;
        let said = world.say(GLOBEX, DANA, "The export of Globex fails").await;
        world.advance("20h").await;
        super::cards::triage(
            &world,
            ADA,
            super::cards::TO_ADA,
            "bug",
            &[("bug:expected", json!("A file")), ("ready", json!(["ready"]))],
        )
        .await;
        // Somebody of theirs who names their company in public is not quoted by us.
        let named = pull(&world, 1, HUBBER, "Make it work at Globex").await;
        merge(&world, &named).await;
        world.github.issue(WIDGETS, 1, "Make it work at Globex");
        let entry = agenda(&world).await["entries"][0].clone();
        assert_eq!((&entry["item"], &entry["company"]), (&json!(said.item(HOME)), &json!("Globex")), "staff are told");
        world.to(MEETS).await;
        let draft = posted(&world).into_iter().find(|call| call.body["text"] == "Thanks, ready to post").unwrap();
        let draft = draft.body["blocks"].to_string();
        assert!(draft.contains(called), "{draft}");
        for secret in ["Globex", "Dana", "Whitfield", "export", "C0GLOBEX1"] {
            assert!(!draft.contains(secret), "{secret}: {draft}");
        }
        let written = world.github.calls().into_iter().filter(|call| call.method != "GET");
        assert!(!written.map(|call| call.body.to_string()).any(|body| body.contains("Globex")));
    }
}
