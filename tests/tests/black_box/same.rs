//! *Same as…*: items that are the same as one another are one at the Roundup, with everyone who asked.

use super::forms::text;
use roundup_tests::configuration::*;
use roundup_tests::{Answer, Said, Setup, World};
use serde_json::{Value, json};

/// Dana's, Erik's and Gus's questions, of which Ada was reminded in this order.
async fn three(reacting: bool) -> (World, [String; 3]) {
    let world = World::with(Setup { reacting, ..Setup::default() }).await;
    let mut ids = Vec::new();
    for (channel, user, team) in [(GLOBEX, DANA, HOME), (INITECH, ERIK, HOME), (COMMUNITY, GUS, CLOUDS)] {
        ids.push(world.say(channel, user, &format!("The export fails, says {user}")).await.item(team));
        world.advance("1m").await;
    }
    world.to("2026-03-03T10:05:00Z").await;
    (world, ids.try_into().unwrap())
}

/// Ada's card of an item.
fn card_of(world: &World, id: &str) -> Value {
    let mut cards = world.slack.messages("D0STAFF01").into_iter();
    let value = |card: &Value| card["blocks"].to_string().contains(&format!("\"value\":\"{id}"));
    cards.rfind(value).unwrap_or_else(|| panic!("no card of {id}"))
}

async fn form(world: &World, user: &str, id: &str) -> Value {
    world.press(user, "D0STAFF01", &card_of(world, id), "same_as").await;
    world.slack.opened().unwrap()
}

async fn join(world: &World, user: &str, id: &str, other: &str) -> Answer {
    let view = form(world, user, id).await;
    let answer = world.submit(user, &view, &[("other", json!(other))]).await;
    world.advance("1m").await;
    answer
}

/// The item that this one is the same as, and the ids of those who asked elsewhere.
async fn joined(world: &World, id: &str) -> (Option<String>, Vec<String>) {
    let item = world.item(id).await;
    let asked = item["asked_by"].as_array().into_iter().flatten().map(|who| who["id"].as_str().unwrap().to_owned()).collect();
    (item["same_as"].as_str().map(str::to_owned), asked)
}

fn alone() -> (Option<String>, Vec<String>) {
    (None, Vec::new())
}

fn standing(asked: &[&str]) -> (Option<String>, Vec<String>) {
    (None, asked.iter().map(|id| (*id).to_owned()).collect())
}

fn same(id: &str, asked: &[&str]) -> (Option<String>, Vec<String>) {
    (Some(id.to_owned()), standing(asked).1)
}

/// Takes back what was done last.
async fn undo(world: &World, id: &str) {
    world.press(ADA, "D0STAFF01", &card_of(world, id), "undo").await;
    world.advance("1m").await;
}

fn refused(answer: &Answer) -> String {
    answer.json()["errors"]["other"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
}

#[tokio::test]
async fn two_items_are_joined_with_their_requesters_until_that_is_taken_back() {
    let (world, [a, b, _]) = three(true).await;
    let view = form(&world, ADA, &a).await;
    let found = world.search(ADA, &view, "other", "export u0globex2").await.json();
    let found: Vec<&str> = found["options"].as_array().unwrap().iter().map(|option| option["value"].as_str().unwrap()).collect();
    assert_eq!(found, [b.as_str()]);
    for _ in 0..2 {
        assert_eq!(join(&world, ADA, &a, &b).await.text, "");
        assert_eq!((joined(&world, &a).await, joined(&world, &b).await), (same(&b, &[]), standing(&[DANA])));
        assert!(text(&card_of(&world, &a)).contains("same as"), "{:#}", card_of(&world, &a));
        assert!(text(&card_of(&world, &b)).contains("also asked by Dana Whitfield (Globex)"), "{:#}", card_of(&world, &b));
        assert_eq!(world.item(&a).await["state"], "waiting", "each is still answered where it was asked");
        undo(&world, &a).await;
        assert_eq!((joined(&world, &a).await, joined(&world, &b).await), (alone(), alone()));
        assert!(!text(&card_of(&world, &b)).contains("also asked by"));
    }
}

#[tokio::test]
async fn what_is_the_same_as_a_duplicate_is_the_same_as_what_stands_for_it() {
    let (world, [a, b, c]) = three(true).await;
    join(&world, ADA, &b, &c).await;
    join(&world, BEN, &a, &b).await;
    assert_eq!((joined(&world, &a).await, joined(&world, &c).await), (same(&c, &[]), standing(&[DANA, ERIK])));
    let view = form(&world, ADA, &c).await;
    let offered = world.search(ADA, &view, "other", "").await.json();
    assert_eq!(offered["options"], json!([]), "what is the same as another is not offered");
}

#[tokio::test]
async fn what_stands_for_others_takes_them_along_and_leaves_with_them() {
    let (world, [a, b, c]) = three(true).await;
    join(&world, ADA, &a, &b).await;
    join(&world, ADA, &b, &c).await;
    assert_eq!(joined(&world, &c).await, standing(&[DANA, ERIK]), "everyone who asked");
    undo(&world, &b).await;
    assert_eq!((joined(&world, &c).await, joined(&world, &b).await), (alone(), standing(&[DANA])));
    join(&world, ADA, &b, &c).await;
    assert_eq!(joined(&world, &c).await, standing(&[DANA, ERIK]));
    undo(&world, &a).await;
    assert_eq!((joined(&world, &c).await, joined(&world, &a).await), (standing(&[ERIK]), alone()));
}

#[tokio::test]
async fn no_item_is_the_same_as_itself_or_as_what_is_the_same_as_it_or_as_nothing() {
    let (world, [a, b, c]) = three(true).await;
    join(&world, ADA, &a, &b).await;
    join(&world, ADA, &b, &c).await;
    assert!(refused(&join(&world, ADA, &c, &c).await).contains("itself"));
    assert!(refused(&join(&world, ADA, &c, &a).await).contains("already"), "round in a circle");
    assert!(refused(&join(&world, ADA, &c, "github:acme/widgets#404").await).contains("gone"));
    assert!(refused(&join(&world, ADA, &c, "no item at all").await).contains("from the list"));
    assert_eq!(joined(&world, &c).await, standing(&[DANA, ERIK]));
}

#[tokio::test]
async fn of_two_who_join_the_same_two_items_at_once_one_has_said_it() {
    let (world, [a, b, _]) = three(false).await;
    let (adas, bens) = (form(&world, ADA, &a).await, form(&world, BEN, &b).await);
    assert_eq!(world.submit(ADA, &adas, &[("other", json!(b))]).await.text, "");
    assert_eq!(world.submit(BEN, &bens, &[("other", json!(a))]).await.text, "");
    world.advance("1m").await;
    let (first, second) = match joined(&world, &a).await.0 {
        Some(_) => ((&a, DANA), (&b, ERIK)),
        None => ((&b, ERIK), (&a, DANA)),
    };
    assert_eq!(joined(&world, first.0).await, same(second.0, &[]));
    assert_eq!(joined(&world, second.0).await, standing(&[first.1]));
    // Once the one word is taken back, the other holds.
    undo(&world, first.0).await;
    assert_eq!(joined(&world, second.0).await, same(first.0, &[]));
    assert_eq!(joined(&world, first.0).await, standing(&[second.1]));
    undo(&world, second.0).await;
    assert_eq!((joined(&world, &a).await, joined(&world, &b).await), (alone(), alone()));
}

#[tokio::test]
async fn an_item_that_became_part_of_another_takes_its_duplicates_along() {
    let world = World::new().await;
    let first = world.message(world.now(), GLOBEX, None, DANA, "The export");
    world.advance("2m").await;
    let second = world.say(GLOBEX, DANA, "fails with error 500").await;
    world.advance("1m").await;
    let other: Said = world.say(INITECH, ERIK, "No export").await;
    world.to("2026-03-03T10:05:00Z").await;
    join(&world, ADA, &other.item(HOME), &second.item(HOME)).await;
    assert_eq!(joined(&world, &second.item(HOME)).await, standing(&[ERIK]));
    world.event(first.written()).await;
    assert_eq!(joined(&world, &first.item(HOME)).await, standing(&[ERIK]));
    assert_eq!(world.find(&second.item(HOME)).await, Value::Null);
}
