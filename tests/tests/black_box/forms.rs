//! The triage form: what stands in it, what is wrong with it, and what it comes to.

use super::effects;
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use roundup_tests::interactions::{chosen, element};
use roundup_tests::{Answer, Said, Setup, Thread, World};
use serde_json::{Value, json};

/// The card that was posted last to the direct messages with Ada, who is on call.
pub fn card(world: &World) -> Value {
    world.slack.messages("D0STAFF01").pop().expect("Ada was told something")
}

/// A world in which Ada was reminded of this one item.
pub async fn reminded_of(world: &World) -> Value {
    world.advance("20h").await;
    card(world)
}

/// The triage form, opened from Ada's card.
pub async fn triage(world: &World) -> Value {
    let card = card(world);
    assert_eq!(world.press(ADA, "D0STAFF01", &card, "triage").await.status, 200);
    world.slack.opened().unwrap()
}

/// The form, drawn again after somebody chose a kind while this stood in it.
pub async fn choose(world: &World, view: &Value, kind: &str, filled: &[(&str, Value)]) -> Value {
    let menu = element(view, "kind").unwrap();
    let filled: Vec<(&str, Value)> = [("kind", json!(kind))].into_iter().chain(filled.iter().cloned()).collect();
    assert_eq!(world.act_in_view(ADA, view, chosen(menu, kind), &filled).await.status, 200);
    world.slack.view(view["id"].as_str().unwrap()).unwrap()
}

/// What stands in an input at first.
pub fn initial(view: &Value, block: &str) -> Value {
    let blocks = view["blocks"].as_array().unwrap();
    let input = blocks.iter().find(|input| input["block_id"] == block).unwrap_or_else(|| panic!("no {block} in {view:#}"));
    input["element"]["initial_value"].clone()
}

/// Everything that a view or message says.
pub fn text(shown: &Value) -> String {
    shown["blocks"].to_string()
}

fn accepted(answer: &Answer) {
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
}

/// What is wrong, by block.
fn errors(answer: &Answer) -> Vec<String> {
    let told = answer.json();
    assert_eq!((answer.status, &told["response_action"]), (200, &json!("errors")), "{told:#}");
    told["errors"].as_object().unwrap().keys().cloned().collect()
}

/// A waiting message of Dana's with Ada's form for this kind.
async fn thread(kind: &str) -> (World, Said, Value) {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    let view = choose(&world, &view, kind, &[]).await;
    (world, said, view)
}

async fn pull_request() -> (World, Thread, Value) {
    let world = World::new().await;
    world.github.pull_request(WIDGETS, 2, "Retry uploads");
    let pull = world.open(Form::Pull, WIDGETS, 2, OCTOCAT, "Retry uploads").await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    (world, pull, view)
}

#[tokio::test]
async fn the_form_holds_what_the_messages_of_one_item_say_by_now() {
    let world = World::new().await;
    let first = world.say(GLOBEX, DANA, "The export fails").await;
    world.advance("1m").await;
    world.say(GLOBEX, DANA, "Since this morning, with &lt;500&gt;").await;
    world.advance("1m").await;
    let slip = world.say(GLOBEX, DANA, "wrong window").await;
    world.advance("2m").await;
    world.say(GLOBEX, DANA, "Is there a limit?").await;
    world.delete(&slip).await;
    world.edit(&first, "The export of orders fails").await;
    world.advance("1h").await;
    world.reply(&first, ERIK, "For me too").await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    assert!(text(&view).contains("Dana Whitfield, Globex"), "{view:#}");
    let view = choose(&world, &view, "bug", &[]).await;
    assert!(text(&view).contains("BUG: (Dana Whitfield, Globex)"), "{view:#}");
    let said = "The export of orders fails\nSince this morning, with <500>\nIs there a limit?";
    assert_eq!((initial(&view, "bug:actual"), initial(&view, "bug:expected")), (json!(said), Value::Null));
    let view = choose(&world, &view, "question", &[]).await;
    assert_eq!(initial(&view, "question:question"), json!(said));
}

#[tokio::test]
async fn where_we_began_the_thread_the_form_holds_what_was_asked_in_it() {
    let world = World::new().await;
    let ours = world.say(GLOBEX, ADA, "4.9.2 is out.").await;
    world.advance("1h").await;
    world.reply(&ours, DANA, "Does it mend the export?").await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    let view = choose(&world, &view, "question", &[]).await;
    assert_eq!(initial(&view, "question:question"), json!("Does it mend the export?"));
}

#[tokio::test]
async fn the_form_holds_the_text_of_an_issue_also_after_it_moved() {
    let world = World::new().await;
    let mut issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    issue.body = Some("It hangs at 99 %.".to_owned());
    let mut edited = issue.happened("edited", OCTOCAT, world.now());
    edited.payload["changes"] = json!({"body": {"from": "Sync hangs, in more words."}});
    world.advance("1m").await;
    world.deliver(edited).await;
    let moved = Thread { repository: GADGETS.to_owned(), number: 40, ..issue.clone() };
    world.advance("1m").await;
    for delivery in issue.transferred(&moved, ADA_GH, world.now()) {
        world.deliver(delivery).await;
    }
    reminded_of(&world).await;
    let view = triage(&world).await;
    let view = choose(&world, &view, "feature_request", &[]).await;
    assert_eq!(initial(&view, "feature_request:want"), json!("It hangs at 99 %."));
    assert!(text(&view).contains("FEATURE REQUEST: (Mona Lisa, github)"), "{view:#}");
}

#[tokio::test]
async fn each_kind_has_its_form_and_what_it_lacks_is_missing() {
    for (kind, required, optional) in [
        ("bug", vec!["expected", "actual"], ("recording", "https://loom.test/1")),
        ("feature_request", vec!["want", "motivation"], ("interface", "UI")),
        ("question", vec!["question", "best_guess", "docs_location"], ("question", "Is there a limit?")),
    ] {
        let (world, said, view) = thread(kind).await;
        let block = |field: &str| format!("{kind}:{field}");
        // Nothing but the kind.
        let blocks: Vec<String> = required.iter().map(|field| block(field)).collect();
        let emptied: Vec<(&str, Value)> = blocks.iter().map(|block| (block.as_str(), Value::Null)).collect();
        accepted(&world.submit(ADA, &view, &emptied).await);
        let item = world.item_of(&said).await;
        assert_eq!((&item["kind"], &item["missing"], &item["form"]), (&json!(kind), &json!(required), &json!({})), "{item:#}");
        assert_eq!(item["state"], "waiting", "a form is no answer");
        // All of it, and ready.
        let blocks: Vec<String> = [&optional.0].into_iter().chain(&required).map(|field| block(field)).collect();
        let mut filled: Vec<(&str, Value)> = blocks.iter().map(|block| (block.as_str(), json!("In a few words"))).collect();
        filled[0].1 = json!(optional.1);
        filled.push(("ready", json!(["ready"])));
        let view = triage(&world).await;
        accepted(&world.submit(ADA, &view, &filled).await);
        let item = world.item_of(&said).await;
        assert_eq!((&item["kind"], &item["missing"], &item["ready"]), (&json!(kind), &json!([]), &json!(true)), "{item:#}");
        assert_eq!(item["form"][optional.0], optional.1);
        let said = format!("filled in the form: {}, ready for the Roundup", kind.replace('_', " "));
        assert!(effects(&item).contains(&said), "{:?}", effects(&item));
    }
}

#[tokio::test]
async fn ready_is_refused_while_something_is_missing_and_nothing_is_lost() {
    let (world, said, view) = thread("question").await;
    let wrong = world.submit(ADA, &view, &[("ready", json!(["ready"])), ("question:best_guess", json!("  "))]).await;
    assert_eq!(errors(&wrong), ["question:best_guess", "question:docs_location"]);
    assert_eq!(world.item_of(&said).await["kind"], Value::Null, "nothing was written down");
    let filled = [
        ("ready", json!(["ready"])),
        ("question:best_guess", json!("No")),
        ("question:docs_location", json!("Exports")),
        ("question:checks", json!(["docs_missing"])),
    ];
    accepted(&world.submit(ADA, &view, &filled).await);
    let item = world.item_of(&said).await;
    assert_eq!(item["form"]["question"], "The export fails with error 500", "what stood in it from the start counts too");
    assert_eq!(item["ready"], true);
    assert!(text(&card(&world)).contains("docs to write"), "{:#}", card(&world));
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_said_inside_it() {
    let (world, said, view) = thread("bug").await;
    for recording in ["on my desktop", "loom.test/1", "https://", "javascript:alert(1)"] {
        let wrong = world.submit(ADA, &view, &[("bug:recording", json!(recording))]).await;
        assert_eq!(errors(&wrong), ["bug:recording"], "{recording}");
    }
    let unshown = world.submit(ADA, &view, &[("kind", json!("question"))]).await;
    assert_eq!(errors(&unshown), ["kind"], "the form of that kind was not shown yet");
    let view = triage(&world).await;
    assert_eq!(errors(&world.submit(ADA, &view, &[]).await), ["kind"]);
    assert_eq!(effects(&world.item_of(&said).await).len(), 2, "asked, and reminded");
}

#[tokio::test]
async fn choosing_another_kind_loses_nothing() {
    let (world, said, view) = thread("bug").await;
    let typed = [("bug:expected", json!("A file")), ("bug:actual", json!("Half a file")), ("ready", json!(["ready"]))];
    let view = choose(&world, &view, "question", &typed).await;
    assert_eq!(initial(&view, "question:question"), "The export fails with error 500");
    let view = choose(&world, &view, "bug", &[("question:best_guess", json!("No"))]).await;
    assert_eq!((initial(&view, "bug:expected"), initial(&view, "bug:actual")), (json!("A file"), json!("Half a file")));
    accepted(&world.submit(ADA, &view, &[]).await);
    let item = world.item_of(&said).await;
    assert_eq!(
        (&item["form"], &item["ready"]),
        (&json!({"expected": "A file", "actual": "Half a file"}), &json!(true)),
        "{item:#}"
    );
}

#[tokio::test]
async fn one_form_submitted_twice_counts_once_and_corrected_counts_again() {
    let (world, said, view) = thread("bug").await;
    let filled = [("bug:expected", json!("A file"))];
    accepted(&world.submit(ADA, &view, &filled).await);
    world.advance("1m").await;
    accepted(&world.submit(ADA, &view, &filled).await);
    let forms = |item: &Value| effects(item).iter().filter(|effect| effect.starts_with("filled in the form")).count();
    assert_eq!(forms(&world.item_of(&said).await), 1);
    accepted(&world.submit(ADA, &view, &[("bug:expected", json!("A whole file"))]).await);
    let item = world.item_of(&said).await;
    assert_eq!((forms(&item), &item["form"]["expected"]), (2, &json!("A whole file")));
    let view = triage(&world).await;
    assert_eq!(initial(&view, "bug:expected"), "A whole file", "and stands in the form when it is opened again");
}

#[tokio::test]
async fn the_later_of_two_forms_wins_and_every_card_shows_it() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    world.to("2026-03-03T14:00:30Z").await;
    let escalation = world.slack.messages(INTERNAL).pop().unwrap();
    let view = triage(&world).await;
    let adas = choose(&world, &view, "bug", &[]).await;
    world.press(BEN, INTERNAL, &escalation, "triage").await;
    let view = world.slack.opened().unwrap();
    let bens = choose(&world, &view, "question", &[]).await;
    accepted(&world.submit(ADA, &adas, &[("bug:expected", json!("A file"))]).await);
    world.advance("1s").await;
    accepted(&world.submit(BEN, &bens, &[("question:best_guess", json!("No"))]).await);
    let item = world.item_of(&said).await;
    assert_eq!((&item["kind"], &item["form"]["best_guess"]), (&json!("question"), &json!("No")));
    for card in [card(&world), world.slack.messages(INTERNAL).pop().unwrap()] {
        assert!(
            text(&card).contains("*Question*") && text(&card).contains("Ben Larsen filled in the form: question"),
            "{card:#}"
        );
    }
    // Taken back, the one before holds.
    let card = card(&world);
    world.press(ADA, "D0STAFF01", &card, "undo").await;
    assert_eq!(world.item_of(&said).await["kind"], "bug");
}

#[tokio::test]
async fn a_pull_request_is_one_and_has_its_checks() {
    let (world, pull, view) = pull_request().await;
    assert_eq!(element(&view, "kind"), None, "there is nothing to choose");
    assert!(text(&view).contains("PULL REQUEST: (Mona Lisa, github)"), "{view:#}");
    assert_eq!(initial(&view, "pull_request:title"), "Retry uploads");
    assert_eq!(initial(&view, "pull_request:description"), "Retry uploads, in more words.\n\nSince this morning.");
    assert_eq!(errors(&world.submit(ADA, &view, &[("ready", json!(["ready"]))]).await), ["pull_request:reasoning"]);
    let checks = ("pull_request:checks", json!(["low_risk", "docs_covered"]));
    let reasoning = ("pull_request:reasoning", json!("Uploads fail on trains"));
    accepted(&world.submit(ADA, &view, &[checks, reasoning, ("ready", json!(["ready"]))]).await);
    let item = world.item(&pull.item()).await;
    assert_eq!((&item["kind"], &item["ready"], &item["missing"]), (&json!("pull_request"), &json!(true), &json!([])));
    assert!(text(&card(&world)).contains("low risk · docs covered"), "{:#}", card(&world));
}

#[tokio::test]
async fn a_feature_request_is_for_one_of_the_interfaces_and_may_exist_already() {
    let configuration = acme_with("[roundup]", "[roundup]\ninterfaces = [\"Shell\", \"REST <API> & more\"]");
    let world = World::configured(configuration).await;
    world.github.issue(WIDGETS, 1, "Dark mode, please").issue(WIDGETS, 7, "Dark mode").pull_request(
        WIDGETS,
        8,
        "Add a dark mode",
    );
    world.github.issue(GADGETS, 3, "Dark mode for gadgets").close(WIDGETS, 7);
    let issue = world.issue(1, OCTOCAT, "Dark mode, please").await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    let view = choose(&world, &view, "feature_request", &[]).await;
    let menu = element(&view, "interface").unwrap();
    let options: Vec<&str> = menu["options"].as_array().unwrap().iter().map(|option| option["value"].as_str().unwrap()).collect();
    assert_eq!(options, ["Shell", "REST <API> & more"]);
    let found = world.search(ADA, &view, "existing", "dark mode").await.json();
    let found: Vec<(&str, &str)> = found["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| (option["text"]["text"].as_str().unwrap(), option["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("#8 Add a dark mode (pull request)", "https://github.com/acme/widgets/pull/8"),
            ("#7 Dark mode (issue, closed)", "https://github.com/acme/widgets/issues/7"),
        ],
        "open ones first, and not itself"
    );
    let filled = [("feature_request:existing", json!(found[0].1)), ("feature_request:interface", json!("REST <API> & more"))];
    accepted(&world.submit(ADA, &view, &filled).await);
    assert_eq!(world.item(&issue.item()).await["form"]["interface"], "REST <API> & more");
    assert!(text(&card(&world)).contains("exists: <https://github.com/acme/widgets/pull/8|acme/widgets/pull/8>"));
    let view = triage(&world).await;
    let existing = element(&view, "existing").unwrap();
    assert_eq!(existing["initial_option"]["value"], found[0].1, "and is not lost when the form is opened again");
}

#[tokio::test]
async fn a_form_about_something_in_slack_searches_every_tracker_and_says_nothing_to_strangers() {
    let (world, _, view) = thread("feature_request").await;
    world.github.issue(WIDGETS, 7, "Export fails").issue(GADGETS, 3, "Export of gadgets");
    let options = |answer: Answer| answer.json()["options"].as_array().unwrap().len();
    assert_eq!(options(world.search(ADA, &view, "existing", "export").await), 2);
    assert_eq!(options(world.search(DANA, &view, "existing", "export").await), 0);
    world.github.fail("search", roundup_standins::Fault::ServerError, 20);
    let answer = world.search(ADA, &view, "existing", "export").await;
    assert_eq!((answer.status, options(answer)), (200, 0), "the form goes on without");
}

#[tokio::test]
async fn a_form_about_what_is_gone_meanwhile_says_so() {
    let world = World::with(Setup::default()).await;
    let first = world.message(world.now(), GLOBEX, None, DANA, "The export");
    world.advance("2m").await;
    let second = world.say(GLOBEX, DANA, "fails with error 500").await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    let view = choose(&world, &view, "bug", &[]).await;
    // The first message arrives late: the second is part of that item.
    world.event(first.written()).await;
    world.item_of(&first).await;
    assert_eq!(world.find(&second.item(HOME)).await, Value::Null);
    let answer = world.submit(ADA, &view, &[("bug:expected", json!("A file"))]).await;
    let told = answer.json();
    assert_eq!(told["response_action"], "update");
    assert!(told["view"].to_string().contains("This item is gone"), "{told:#}");
}

#[tokio::test]
async fn hostile_words_go_through_a_form_as_words() {
    let hostile = "<!channel> <@U0STAFF02> & <https://evil.test|a> *b* `c` \u{202E}d\n> e 🧯".to_owned() + &"🧯".repeat(240);
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "&lt;!channel&gt; &amp; \u{202E}").await;
    reminded_of(&world).await;
    let view = triage(&world).await;
    let view = choose(&world, &view, "bug", &[("bug:expected", json!(hostile))]).await;
    accepted(&world.submit(ADA, &view, &[("bug:expected", json!(hostile)), ("bug:actual", json!(hostile))]).await);
    let item = world.item_of(&said).await;
    let seen = hostile.replace('\u{202E}', "");
    assert_eq!(item["form"]["expected"], seen);
    let view = triage(&world).await;
    assert_eq!(initial(&view, "bug:expected"), seen);
}
