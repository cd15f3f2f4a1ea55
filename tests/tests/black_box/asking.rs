//! A colleague is asked: they answer us, and the customer waits on.

use super::forms::{card, reminded_of, text};
use super::{clock_of, effects};
use roundup_domain::ConversationId;
use roundup_tests::configuration::*;
use roundup_tests::interactions::buttons;
use roundup_tests::{Answer, Said, World};
use serde_json::{Value, json};

/// Ben's direct messages with our app.
const BENS: &str = "D0STAFF02";

/// Asks a colleague from Ada's card.
async fn ask(world: &World, colleague: &str, question: &str) -> Answer {
    let card = card(world);
    world.press(ADA, "D0STAFF01", &card, "ask").await;
    let view = world.slack.opened().unwrap();
    world.submit(ADA, &view, &[("colleague", json!(colleague)), ("question", json!(question))]).await
}

/// A world in which Dana waits since Monday, and Ada asked Ben about it on Tuesday at 10:00.
async fn asked() -> (World, Said, Value) {
    let world = World::configured(acme_with("[roundup]", "[roundup]\ncall = \"https://cal.acme.test/10min\"")).await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    reminded_of(&world).await;
    let answer = ask(&world, BEN, "Is there a limit of rows?").await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    world.advance("1m").await;
    let question = world.slack.messages(BENS).pop().expect("Ben was asked");
    (world, said, question)
}

/// Somebody writes to our app: at top level, or in the thread of a message of ours.
async fn write(world: &World, channel: &str, user: &str, text: &str, to: Option<&Value>) {
    let root = to.map(|to| Said {
        channel: channel.to_owned(),
        user: "U0ROUNDUP".to_owned(),
        text: String::new(),
        ts: to["ts"].as_str().unwrap().to_owned(),
        root: None,
    });
    let said = world.message(world.now(), channel, root.as_ref(), user, text);
    let mut event = said.written();
    event["channel_type"] = json!("im");
    world.event(event).await;
    world.advance("0s").await;
}

/// Everything that stands in the table of what somebody wrote to our app, once it is certain that it answers nothing.
async fn kept(world: &World, channel: &str) -> usize {
    world.advance("20m").await;
    let conversation = ConversationId::slack(channel);
    let store = &world.process.app.store;
    let mut kept = store.tops(&conversation, &"0000000000.000000".parse().unwrap(), None).await.unwrap().len();
    for message in world.slack.messages(channel) {
        let root = roundup_store::ThreadKey::Root(message["ts"].as_str().unwrap().parse().unwrap());
        kept += store.thread(&conversation, &root).await.unwrap().facts.len();
    }
    kept
}

/// What the item shows of the answer, and whether the customer still waits.
async fn answered(world: &World, said: &Said) -> bool {
    let item = world.item_of(said).await;
    assert_eq!(clock_of(&item), "waiting since Mon 14:00, due Tue 14:00", "the customer waits on");
    effects(&item).contains(&"answered the question of a colleague".to_owned())
}

#[tokio::test]
async fn a_colleague_gets_the_question_with_the_card_and_a_call_link() {
    let (world, said, question) = asked().await;
    let shown = text(&question);
    for part in
        ["Ada Okafor", "Is there a limit of rows?", "The export fails with error 500", "Dana Whitfield", "Tue 3 Mar 09:00"]
    {
        assert!(shown.contains(part), "{part}: {question:#}");
    }
    assert!(shown.contains("https://cal.acme.test/10min"), "{question:#}");
    assert!(buttons(&question).contains(&"Answer".to_owned()));
    assert!(!answered(&world, &said).await);
    assert!(effects(&world.item_of(&said).await).contains(&"asked Ben Larsen".to_owned()));
    assert!(text(&card(&world)).contains("no answer from Ben Larsen yet"), "{:#}", card(&world));
    assert_eq!(world.slack.messages(GLOBEX), Vec::<Value>::new(), "nothing is said to the customer");
}

#[tokio::test]
async fn an_answer_in_the_thread_of_the_question_goes_to_who_asked() {
    let (world, said, question) = asked().await;
    write(&world, BENS, BEN, "1,000 rows, see &lt;Exports&gt;", Some(&question)).await;
    assert!(answered(&world, &said).await);
    let reply = card(&world);
    assert!(text(&reply).contains("*Ben Larsen* answered your question:\\n>1,000 rows, see &lt;Exports&gt;"), "{reply:#}");
    assert!(text(&reply).contains("still waits"), "{reply:#}");
    let question = &world.slack.messages(BENS)[0];
    assert!(text(question).contains("*You answered*") && !buttons(question).contains(&"Answer".to_owned()), "{question:#}");
    assert_eq!(kept(&world, BENS).await, 0);
    // Reminders go on as before.
    world.advance("4h").await;
    assert!(world.told().contains(&"Tue 13:00 reminds U0STAFF01".to_owned()), "{:?}", world.told());
}

#[tokio::test]
async fn what_a_colleague_says_in_several_messages_is_one_answer() {
    let (world, said, _) = asked().await;
    write(&world, BENS, BEN, "Hm, let me look", None).await;
    world.advance("2m").await;
    write(&world, BENS, BEN, "Yes: 1,000 rows.", None).await;
    assert!(answered(&world, &said).await);
    let messages = world.slack.messages("D0STAFF01");
    let replies: Vec<&Value> = messages.iter().filter(|message| text(message).contains("answered your question")).collect();
    assert_eq!(replies.len(), 1);
    assert!(text(replies[0]).contains(">Hm, let me look\\n>Yes: 1,000 rows."), "{:#}", replies[0]);
}

#[tokio::test]
async fn a_message_at_top_level_answers_for_three_days() {
    for (after, is_answer) in [("71h", true), ("73h", false)] {
        let (world, said, _) = asked().await;
        world.advance(after).await;
        write(&world, BENS, BEN, "1,000 rows", None).await;
        let item = world.item_of(&said).await;
        assert_eq!(effects(&item).contains(&"answered the question of a colleague".to_owned()), is_answer, "{after}");
        assert_eq!(kept(&world, BENS).await, 0);
    }
}

#[tokio::test]
async fn the_answer_button_opens_a_form_and_only_the_colleagues_own_answer_counts() {
    let (world, said, question) = asked().await;
    for (who, counts) in [(CLEO, false), (ADA, false), (BEN, true)] {
        world.press(who, BENS, &question, "reply").await;
        let view = world.slack.opened().unwrap();
        assert!(text(&view).contains("Is there a limit of rows?"), "{view:#}");
        let empty = world.submit(who, &view, &[("answer", json!(" "))]).await;
        let answer = world.submit(who, &view, &[("answer", json!("1,000 rows"))]).await;
        match counts {
            true => {
                assert_eq!(empty.json()["errors"], json!({"answer": "Write your answer"}));
                assert_eq!((answer.status, answer.text.as_str()), (200, ""));
                world.submit(who, &view, &[("answer", json!("1,000 rows"))]).await;
            }
            false => assert!(answer.text.contains("not for you"), "{}", answer.text),
        }
        assert_eq!(answered(&world, &said).await, counts, "{who}");
    }
    let reply = card(&world);
    assert!(text(&reply).contains("answered your question:\\n>1,000 rows\""), "said twice, it is one answer: {reply:#}");
}

#[tokio::test]
async fn nobody_else_answers_by_writing_to_us() {
    let (world, said, question) = asked().await;
    for (channel, who) in [("D0STAFF03", CLEO), ("D0STAFF01", ADA), ("D0GLOBEX1", DANA)] {
        write(&world, channel, who, "1,000 rows", None).await;
        write(&world, channel, who, "1,000 rows", Some(&question)).await;
        assert!(!answered(&world, &said).await, "{who}");
        assert_eq!(kept(&world, channel).await, 0);
    }
    // In another thread than the question's.
    let ts = (world.now() - jiff::SignedDuration::from_hours(1)).as_second();
    write(&world, BENS, BEN, "Thanks", Some(&json!({"ts": format!("{ts}.000100")}))).await;
    assert!(!answered(&world, &said).await);
    assert_eq!(kept(&world, BENS).await, 0);
}

#[tokio::test]
async fn what_a_colleague_writes_long_after_their_answer_is_theirs() {
    let (world, said, question) = asked().await;
    write(&world, BENS, BEN, "1,000 rows", Some(&question)).await;
    world.advance("1h").await;
    write(&world, BENS, BEN, "help", None).await;
    let item = world.item_of(&said).await;
    assert!(!effects(&item).iter().any(|effect| effect.starts_with("said more")), "{:?}", effects(&item));
    assert_eq!(kept(&world, BENS).await, 0);
}

#[tokio::test]
async fn of_two_open_questions_the_last_is_answered_first() {
    let world = World::new().await;
    let export = world.say(GLOBEX, DANA, "The export fails").await;
    world.advance("1m").await;
    let import = world.say(INITECH, ERIK, "The import hangs").await;
    world.to("2026-03-03T10:02:00Z").await;
    let cards = world.slack.messages("D0STAFF01");
    for (card, question) in cards.iter().zip(["About the export?", "About the import?"]) {
        world.press(ADA, "D0STAFF01", card, "ask").await;
        let view = world.slack.opened().unwrap();
        world.submit(ADA, &view, &[("colleague", json!(BEN)), ("question", json!(question))]).await;
        world.advance("1m").await;
    }
    let is_answered =
        async |said: &Said| effects(&world.item_of(said).await).contains(&"answered the question of a colleague".to_owned());
    write(&world, BENS, BEN, "Yes", None).await;
    assert_eq!((is_answered(&export).await, is_answered(&import).await), (false, true));
    world.advance("10m").await;
    write(&world, BENS, BEN, "No", None).await;
    assert_eq!((is_answered(&export).await, is_answered(&import).await), (true, true));
}

#[tokio::test]
async fn only_colleagues_are_asked_and_nobody_asks_themself() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    reminded_of(&world).await;
    for who in [DANA, GUEST, LODGER, LEFT, BOT, ROBOT, NOBODY, ADA] {
        let told = ask(&world, who, "Is there a limit?").await.json();
        let errors: Vec<&String> = told["errors"].as_object().unwrap_or_else(|| panic!("{who}: {told}")).keys().collect();
        assert_eq!(errors, ["colleague"], "{who}");
    }
    let told = ask(&world, BEN, " ").await.json();
    assert_eq!(told["errors"], json!({"question": "Write what you want to ask"}));
    assert!(!effects(&world.item_of(&said).await).iter().any(|effect| effect.starts_with("asked")));
    assert_eq!(world.slack.messages(BENS), Vec::<Value>::new());
}

#[tokio::test]
async fn a_question_that_was_taken_back_is_not_answered_any_more() {
    let (world, said, question) = asked().await;
    let adas = card(&world);
    world.press(ADA, "D0STAFF01", &adas, "undo").await;
    world.advance("0s").await;
    let taken_back = &world.slack.messages(BENS)[0];
    assert!(text(taken_back).contains("taken back"), "{taken_back:#}");
    write(&world, BENS, BEN, "1,000 rows", Some(&question)).await;
    write(&world, BENS, BEN, "1,000 rows", None).await;
    assert!(!answered(&world, &said).await);
    assert_eq!(kept(&world, BENS).await, 0);
}

#[tokio::test]
async fn an_answer_that_comes_before_slack_has_said_which_message_the_question_is_counts() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    reminded_of(&world).await;
    world.slack.fail("chat.postMessage", roundup_standins::Fault::CarriedOutThenCut, 1);
    ask(&world, BEN, "Is there a limit?").await;
    world.advance("20s").await;
    let question = world.slack.messages(BENS).pop().unwrap();
    write(&world, BENS, BEN, "1,000 rows", Some(&question)).await;
    assert!(!answered(&world, &said).await, "it is not known yet what that answers");
    world.advance("10m").await;
    assert!(answered(&world, &said).await);
    assert_eq!(kept(&world, BENS).await, 0);
}

#[tokio::test]
async fn a_question_whose_answer_from_slack_was_lost_is_asked_once_and_can_be_answered() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export fails with error 500").await;
    reminded_of(&world).await;
    world.slack.fail("chat.postMessage", roundup_standins::Fault::CarriedOutThenCut, 1);
    ask(&world, BEN, "Is there a limit?").await;
    world.advance("10m").await;
    let questions = world.slack.messages(BENS);
    assert_eq!(questions.len(), 1);
    write(&world, BENS, BEN, "1,000 rows", Some(&questions[0])).await;
    assert!(answered(&world, &said).await);
}
