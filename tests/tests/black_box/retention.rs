//! Retention: what nobody has touched for as long as `[retention]` says is deleted, and nothing else.

use roundup_tests::configuration::*;
use roundup_tests::{Setup, World};
use serde_json::json;

/// Every row of the table, as text.
async fn table(world: &World) -> String {
    let (mut words, mut from) = (String::new(), None);
    loop {
        let (rows, next) = world.process.app.store.rows_page(from).await.unwrap();
        words.extend(rows.iter().map(|row| format!("{}\n", row.words)));
        from = next;
        if from.is_none() {
            return words;
        }
    }
}

fn kept_for(days: u32) -> Setup {
    Setup { configuration: format!("{ACME}\n[retention]\nconversations = \"{days}d\"\n"), ..Setup::default() }
}

#[tokio::test]
async fn what_is_over_is_deleted_with_all_its_words_and_who_waits_stays() {
    let world = World::with(kept_for(30)).await;
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    world.say(GLOBEX, DANA, "Since the upgrade").await;
    let answer = world.reply(&asked, ADA, "Mended in the nightly").await;
    world.event(answer.edited("Mended in release 4", &format!("{}.000900", world.now().as_second() + 9))).await;
    world.advance("10m").await;
    world.say(GLOBEX, ADA, "We are closed on Friday").await;
    let waits = world.say(INITECH, ERIK, "Nobody answers me").await;
    world.issue(12, OCTOCAT, "Keys do not rotate").await;
    world.advance("20d").await;
    assert!(table(&world).await.contains("Mended in release 4"));
    world.advance("20d").await;
    let left = table(&world).await;
    for words in ["The login fails", "Since the upgrade", "Mended in", "We are closed on Friday"] {
        assert!(!left.contains(words), "{words} is still there");
    }
    assert_eq!(world.get(&format!("/dev/items/{}", roundup_tests::world::encoded(&asked.item(HOME)))).await.status, 404);
    assert_eq!(world.item_of(&waits).await["state"], json!("waiting"));
    assert_eq!(world.item("github:acme/widgets#12").await["state"], json!("waiting"));
}

#[tokio::test]
async fn whoever_writes_again_after_that_begins_anew() {
    let world = World::with(kept_for(30)).await;
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    world.reply(&asked, ADA, "Mended").await;
    world.advance("45d").await;
    world.reply(&asked, DANA, "It fails again").await;
    let item = world.item_of(&asked).await;
    assert_eq!((&item["state"], &item["title"]), (&json!("waiting"), &json!("It fails again")));
    assert_eq!(item["first_response_seconds"], json!(null));
}

#[tokio::test]
async fn an_answer_at_top_level_is_kept_for_as_long_as_the_item_that_it_answered() {
    let world = World::with(kept_for(30)).await;
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    world.advance("1h").await;
    world.say(GLOBEX, ADA, "It is mended in the nightly").await;
    world.advance("1h").await;
    world.say(GLOBEX, ADA, "We are closed on Friday").await;
    // Somebody writes there every week, so that it is never old.
    for _ in 0..7 {
        world.advance("7d").await;
        world.reply(&asked, DANA, "Fine here, too").await;
        world.advance("1h").await;
        world.reply(&asked, BEN, "Good to know").await;
    }
    let left = table(&world).await;
    assert!(left.contains("It is mended in the nightly") && !left.contains("We are closed on Friday"));
    let item = world.item_of(&asked).await;
    assert_eq!((&item["first_response_seconds"], &item["breaches"]), (&json!(3_600), &json!(0)));
    world.advance("45d").await;
    assert!(!table(&world).await.contains("It is mended in the nightly"), "it goes with the item");
}

#[tokio::test]
async fn without_the_section_everything_is_kept() {
    let world = World::new().await;
    let asked = world.say(GLOBEX, DANA, "The login fails").await;
    world.reply(&asked, ADA, "Mended").await;
    world.advance("45d").await;
    assert_eq!(world.item_of(&asked).await["state"], json!("answered"));
}
