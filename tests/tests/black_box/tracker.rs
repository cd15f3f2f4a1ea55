//! GitHub both ways: labels and assignees follow what people do in Slack, and the other way round; and nothing goes round in
//! circles.

use super::forms::{card, choose, reminded_of, text, triage};
use roundup_standins::Fault;
use roundup_tests::configuration::*;
use roundup_tests::github::{Delivery, Form};
use roundup_tests::{Thread, World};
use serde_json::{Value, json};

const READY: &str = "Ready for roundup";

/// What was written to GitHub so far: `POST acme/widgets#1 labels bug, Ready for roundup`.
fn writes(world: &World) -> Vec<String> {
    let writes = world.github.calls().into_iter().filter(|call| call.method != "GET");
    writes
        .map(|call| {
            let path = call.path.strip_prefix("/repos/").unwrap();
            let (repository, rest) = path.split_once("/issues/").unwrap();
            let (number, what) = rest.split_once('/').unwrap();
            let named: Vec<&str> = ["labels", "assignees"]
                .iter()
                .filter_map(|key| call.body[*key].as_array())
                .flatten()
                .map(|name| name.as_str().unwrap())
                .collect();
            format!("{} {repository}#{number} {what} {}", call.method, named.join(", ")).trim_end().to_owned()
        })
        .collect()
}

/// A world with an issue that octocat opened with this label; Ada was reminded of it.
async fn issue(configuration: &str, labels: &[&str]) -> (World, Thread) {
    let world = World::configured(configuration).await;
    world.github.issue(WIDGETS, 1, "Sync hangs");
    let mut issue = Thread::new(Form::Issue, WIDGETS, 1, OCTOCAT, "Sync hangs", world.now());
    issue.labels = labels.iter().map(|label| (*label).to_owned()).collect();
    world.deliver(issue.opened()).await;
    reminded_of(&world).await;
    (world, issue)
}

/// Fills in the form of a bug.
async fn fill_in(world: &World, ready: bool) {
    let view = triage(world).await;
    let view = choose(world, &view, "bug", &[]).await;
    let ready = if ready { json!(["ready"]) } else { json!([]) };
    let filled = [("bug:expected", json!("It ends")), ("ready", ready)];
    assert_eq!(world.submit(ADA, &view, &filled).await.text, "");
    world.advance("0s").await;
}

/// A label is put on or taken off; `shown` is what the event shows of the labels.
fn label_event(issue: &Thread, world: &World, label: &str, is_on: bool, sender: &str, shown: &[&str]) -> Delivery {
    let shown = Thread { labels: shown.iter().map(|label| (*label).to_owned()).collect(), ..issue.clone() };
    let mut delivery = shown.labelled(label, sender, world.now());
    delivery.payload["action"] = json!(if is_on { "labeled" } else { "unlabeled" });
    delivery
}

/// Kind and readiness.
async fn verdict(world: &World, issue: &Thread) -> (Value, Value) {
    let item = world.item(&issue.item()).await;
    (item["kind"].clone(), item["ready"].clone())
}

#[tokio::test]
async fn a_form_sets_the_labels_of_its_kind_and_readiness_and_leaves_the_others() {
    let (world, issue) = issue(ACME, &["question", "good first issue"]).await;
    assert_eq!(verdict(&world, &issue).await, (json!("question"), json!(false)));
    fill_in(&world, true).await;
    let written = [format!("POST acme/widgets#1 labels bug, {READY}"), "DELETE acme/widgets#1 labels/question".to_owned()];
    assert_eq!(writes(&world), written);
    assert_eq!(world.github.labels(WIDGETS, 1), ["bug", READY]);
    assert_eq!(verdict(&world, &issue).await, (json!("bug"), json!(true)));
    world.advance("1h").await;
    assert_eq!(writes(&world), written, "once, whether or not GitHub tells us of it");
}

#[tokio::test]
async fn our_own_labels_come_back_one_by_one_and_change_nothing() {
    for sender in [ADA_GH, "roundup-acme[bot]", HUBBER] {
        let (world, issue) = issue(ACME, &["question"]).await;
        fill_in(&world, true).await;
        let written = writes(&world);
        let bug = label_event(&issue, &world, "bug", true, sender, &["question", "bug"]);
        let ready = label_event(&issue, &world, READY, true, sender, &["question", "bug", READY]);
        world.advance("1s").await;
        let question = label_event(&issue, &world, "question", false, sender, &["bug", READY]);
        for delivery in [&bug, &ready, &question, &ready, &bug] {
            world.deliver(delivery.clone()).await;
            assert_eq!(verdict(&world, &issue).await, (json!("bug"), json!(true)), "{sender}");
            assert_eq!(writes(&world), written, "{sender}");
        }
        world.comment(&Thread { labels: vec!["bug".to_owned(), READY.to_owned()], ..issue.clone() }, OCTOCAT, "And?").await;
        world.advance("1h").await;
        assert_eq!((verdict(&world, &issue).await, writes(&world)), ((json!("bug"), json!(true)), written), "{sender}");
    }
}

#[tokio::test]
async fn labels_set_by_hand_set_kind_and_readiness_before_and_after_a_form() {
    let (world, issue) = issue(ACME, &[]).await;
    world.deliver(label_event(&issue, &world, "Enhancement", true, ADA_GH, &["Enhancement"])).await;
    assert_eq!(verdict(&world, &issue).await, (json!("feature_request"), json!(false)));
    world.deliver(label_event(&issue, &world, "READY for Roundup", true, ADA_GH, &["Enhancement", "READY for Roundup"])).await;
    let item = world.item(&issue.item()).await;
    assert_eq!((&item["ready"], &item["missing"]), (&json!(true), &json!(["want", "motivation"])), "ready, and not complete");
    assert_eq!(writes(&world), Vec::<String>::new(), "what people do on GitHub is not done again");

    world.advance("1m").await;
    fill_in(&world, false).await;
    let deleted = ["enhancement", READY].map(|label| format!("DELETE acme/widgets#1 labels/{label}"));
    assert_eq!(writes(&world)[0], "POST acme/widgets#1 labels bug");
    assert_eq!(writes(&world)[1..], deleted);
    let written = writes(&world);
    world.deliver(label_event(&issue, &world, "bug", true, ADA_GH, &["Enhancement", "READY for Roundup", "bug"])).await;
    world.deliver(label_event(&issue, &world, "Enhancement", false, ADA_GH, &["READY for Roundup", "bug"])).await;
    world.deliver(label_event(&issue, &world, "READY for Roundup", false, ADA_GH, &["bug"])).await;
    assert_eq!(verdict(&world, &issue).await, (json!("bug"), json!(false)));
    assert_eq!(writes(&world), written);

    // By hand, an hour later: the last word.
    world.advance("1h").await;
    world.deliver(label_event(&issue, &world, READY, true, BEN_GH, &["bug", READY])).await;
    assert_eq!(verdict(&world, &issue).await, (json!("bug"), json!(true)));
    world.advance("1m").await;
    world.deliver(label_event(&issue, &world, READY, false, BEN_GH, &["bug"])).await;
    world.advance("1m").await;
    world.deliver(label_event(&issue, &world, "bug", false, BEN_GH, &[])).await;
    assert_eq!(verdict(&world, &issue).await, (Value::Null, json!(false)));
    assert_eq!(writes(&world), written, "and nothing is put back");
}

#[tokio::test]
async fn what_is_taken_back_in_slack_is_taken_back_on_github() {
    let (world, issue) = issue(ACME, &["question"]).await;
    fill_in(&world, false).await;
    world.advance("1s").await;
    world.deliver(label_event(&issue, &world, "bug", true, ADA_GH, &["question", "bug"])).await;
    world.deliver(label_event(&issue, &world, "question", false, ADA_GH, &["bug"])).await;
    world.advance("1m").await;
    let before = writes(&world).len();
    let card = card(&world);
    world.press(ADA, "D0STAFF01", &card, "undo").await;
    assert_eq!(verdict(&world, &issue).await, (json!("question"), json!(false)));
    assert_eq!(writes(&world)[before..], ["POST acme/widgets#1 labels question", "DELETE acme/widgets#1 labels/bug"]);
}

#[tokio::test]
async fn a_claim_assigns_whoever_has_it_where_their_login_is_known() {
    let known = acme_with(
        r#"rotation = ["U0STAFF01", "U0STAFF02"]"#,
        r#"rotation = [{ slack = "U0STAFF01", github = "ada-gh" }, { slack = "U0STAFF02", github = "ben-gh" }]"#,
    );
    let (world, issue) = issue(&known, &[]).await;
    let presses: [(&str, &str, &[&str]); 5] = [
        (ADA, "claim", &[ADA_GH]),
        // Ben takes it over.
        (BEN, "claim", &[BEN_GH]),
        (BEN, "undo", &[ADA_GH]),
        (ADA, "release", &[]),
        // The lead is in no rotation: nobody knows her login.
        (CLEO, "claim", &[]),
    ];
    for (who, button, assigned) in presses {
        world.advance("10s").await;
        let card = card(&world);
        world.press(who, "D0STAFF01", &card, button).await;
        world.advance("0s").await;
        assert_eq!(world.github.assignees(WIDGETS, 1), assigned, "{who} {button}: {:?}", writes(&world));
    }
    assert_eq!(world.item(&issue.item()).await["claimed_by"], CLEO);
    let written = writes(&world);
    world.advance("1h").await;
    assert_eq!(writes(&world), written);
}

#[tokio::test]
async fn a_discussion_and_a_thread_in_slack_have_neither_labels_nor_assignees() {
    let known = acme_with(r#"["U0STAFF01", "U0STAFF02"]"#, r#"[{ slack = "U0STAFF01", github = "ada-gh" }, "U0STAFF02"]"#);
    for is_discussion in [true, false] {
        let world = World::configured(&known).await;
        let id = match is_discussion {
            true => world.open(Form::Discussion, WIDGETS, 3, OCTOCAT, "How do I sync?").await.item(),
            false => world.say(GLOBEX, DANA, "How do I sync?").await.item(HOME),
        };
        reminded_of(&world).await;
        fill_in(&world, true).await;
        let card = card(&world);
        world.press(ADA, "D0STAFF01", &card, "claim").await;
        let item = world.item(&id).await;
        assert_eq!((&item["kind"], &item["ready"], &item["claimed_by"]), (&json!("bug"), &json!(true), &json!(ADA)));
        assert_eq!(writes(&world), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_pull_request_keeps_its_labels_but_for_readiness() {
    let world = World::new().await;
    world.github.pull_request(WIDGETS, 2, "Mend sync");
    let mut pull = Thread::new(Form::Pull, WIDGETS, 2, OCTOCAT, "Mend sync", world.now());
    pull.labels = vec!["bug".to_owned()];
    world.deliver(pull.opened()).await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    world.submit(ADA, &view, &[("pull_request:reasoning", json!("It hangs")), ("ready", json!(["ready"]))]).await;
    assert_eq!(verdict(&world, &pull).await, (json!("pull_request"), json!(true)));
    assert_eq!(writes(&world), [format!("POST acme/widgets#2 labels {READY}")]);
}

#[tokio::test]
async fn labels_that_github_did_not_take_are_written_later_and_refused_ones_given_up() {
    for (fault, times, labels) in [
        (Fault::ServerError, 4, vec!["bug"]),
        (Fault::CarriedOutThenCut, 1, vec!["bug"]),
        (Fault::RateLimit(120), 1, vec!["bug"]),
        (Fault::Refused("403".to_owned()), 1_000, vec![]),
    ] {
        let (world, issue) = issue(ACME, &[]).await;
        world.github.fail("labels", fault.clone(), times);
        fill_in(&world, false).await;
        assert_eq!(verdict(&world, &issue).await, (json!("bug"), json!(false)), "what GitHub does is no condition");
        world.advance("48h").await;
        assert_eq!(world.github.labels(WIDGETS, 1), labels, "{fault:?}");
        let tries = writes(&world).len();
        assert!(tries <= 20, "{fault:?}: {tries}");
    }
}

/// Fills in the form of a feature request for which there is this already.
async fn exists(world: &World, link: &str) {
    let view = triage(world).await;
    let view = choose(world, &view, "feature_request", &[]).await;
    let filled = [("feature_request:motivation", json!("Trains")), ("feature_request:existing", json!(link))];
    assert_eq!(world.submit(ADA, &view, &filled).await.text, "");
    world.advance("0s").await;
}

#[tokio::test]
async fn what_there_is_already_for_a_feature_request_is_marked_as_ready() {
    let world = World::new().await;
    world.github.issue(WIDGETS, 7, "Sync on trains").pull_request(GADGETS, 8, "Sync offline");
    let existing = world.issue(7, HUBBER, "Sync on trains").await;
    world.comment(&existing, ADA_GH, "Interesting").await;
    let said = world.say(GLOBEX, DANA, "Could it sync on trains?").await;
    reminded_of(&world).await;
    exists(&world, "https://github.com/acme/widgets/issues/7").await;
    let written = [format!("POST acme/widgets#7 labels {READY}")];
    assert_eq!(writes(&world), written);
    world.deliver(label_event(&existing, &world, READY, true, "roundup-acme[bot]", &[READY])).await;
    assert_eq!(verdict(&world, &existing).await, (Value::Null, json!(true)));
    assert_eq!(world.item_of(&said).await["ready"], false, "the request itself is another matter");
    assert!(text(&card(&world)).contains("acme/widgets/issues/7"), "{:#}", card(&world));
    // The same again asks for nothing more; another one does.
    exists(&world, "https://github.com/acme/widgets/issues/7").await;
    world.advance("1h").await;
    assert_eq!(writes(&world), written);
    exists(&world, "https://github.com/acme/gadgets/pull/8").await;
    assert_eq!(writes(&world)[1..], [format!("POST acme/gadgets#8 labels {READY}")]);
}

#[tokio::test]
async fn what_exists_elsewhere_is_linked_and_left_alone() {
    for link in
        ["https://github.com/somebody/else/issues/7", "https://example.com/roadmap", "https://github.com/acme/widgets/issues/1"]
    {
        let (world, issue) = issue(ACME, &["enhancement"]).await;
        exists(&world, link).await;
        assert_eq!(verdict(&world, &issue).await, (json!("feature_request"), json!(false)), "{link}");
        assert_eq!(writes(&world), Vec::<String>::new(), "{link}");
    }
}
