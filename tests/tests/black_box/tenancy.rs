//! Two customers in one table: whatever one of them does, the other sees, counts and infers nothing of it. Each story is played
//! with both and with either alone, and what the one who stays may see, or has promised, has to be the same to the letter.

use super::decisions::choose;
use super::roundup_post::{MEETS, posting, ready_bug};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use roundup_standins::Call;
use roundup_tests::configuration::*;
use roundup_tests::{Said, World};
use serde_json::{Value, json};

/// A customer: their channel, somebody of theirs, and words that only they use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Customer {
    channel: &'static str,
    person: &'static str,
    words: &'static str,
}

const GLOBEX_INC: Customer = Customer { channel: GLOBEX, person: DANA, words: "zugzwang" };
const INITECH_INC: Customer = Customer { channel: INITECH, person: "U0INITEC1", words: "palimpsest" };
const BOTH: [Customer; 2] = [GLOBEX_INC, INITECH_INC];
/// What else tells of somebody: where a customer's people come from, and what they are called.
const NAMES: [(&str, Customer); 4] =
    [("Globex", GLOBEX_INC), ("Dana", GLOBEX_INC), ("Milton", INITECH_INC), ("at-initech", INITECH_INC)];

/// What happens in a customer's channel.
#[derive(Clone, Debug)]
enum Act {
    Asks,
    Adds(usize),
    Edits(usize),
    Deletes(usize),
    /// One of us replies in a thread.
    Answered(usize),
    /// One of us says something at top level.
    AnsweredAtTopLevel,
    Marked(usize),
    /// The customer opens the app's Home tab, and types a command: both are refused.
    Looks,
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => Just(Act::Asks),
        2 => (0_usize..9).prop_map(Act::Adds),
        1 => (0_usize..9).prop_map(Act::Edits),
        1 => (0_usize..9).prop_map(Act::Deletes),
        2 => (0_usize..9).prop_map(Act::Answered),
        1 => Just(Act::AnsweredAtTopLevel),
        1 => (0_usize..9).prop_map(Act::Marked),
        1 => Just(Act::Looks),
    ]
}

/// So many minutes pass, and then something happens at one of the two.
type Story = Vec<(u16, usize, Act)>;

fn any_story() -> impl Strategy<Value = Story> {
    prop::collection::vec((prop_oneof![0_u16..10, 60_u16..900], 0_usize..2, any_act()), 4..16)
}

/// What one customer could see or have, in the end.
#[derive(Debug, PartialEq)]
struct Theirs {
    /// Their items, in full.
    items: Vec<Value>,
    /// What we were told about them, when and where.
    told: Vec<String>,
    /// What was shown to their person, or done in their channel.
    shown: Vec<Value>,
}

/// What the public could see.
type Public = Vec<String>;

async fn act(world: &World, customer: Customer, said: &mut Vec<Said>, act: &Act, shown: &mut Vec<Value>) {
    let Customer { channel, person, words } = customer;
    let pick = |which: usize| (!said.is_empty()).then(|| said[which % said.len()].clone());
    match act {
        Act::Asks => said.push(world.say(channel, person, &format!("It fails with {words}")).await),
        Act::AnsweredAtTopLevel => drop(world.say(channel, ADA, "We are at it").await),
        Act::Looks => {
            world.open_home(person).await;
            shown.push(world.command(person, "status").await.json());
        }
        Act::Adds(which) | Act::Edits(which) | Act::Deletes(which) | Act::Answered(which) | Act::Marked(which) => {
            let Some(of) = pick(*which) else { return };
            match act {
                Act::Adds(_) => drop(world.reply(&of, person, &format!("Still {words}")).await),
                Act::Edits(_) => world.edit(&of, &format!("It is otherwise: {words}")).await,
                Act::Deletes(_) => world.delete(&of).await,
                Act::Answered(_) => drop(world.reply(&of, BEN, "Try again, please").await),
                _ => world.react(&of, ADA, "white_check_mark").await,
            }
        }
    }
}

/// What a call shows, without what Slack and we number.
fn essence(call: &Call) -> Value {
    json!([call.method, call.body["channel"], call.body["text"], call.body["blocks"], call.body["view"]])
}

/// Plays a story as far as it is these customers', in a week with a Roundup whose decision is written to the tracker.
async fn play(story: &Story, customers: &[Customer]) -> (Vec<Theirs>, Public) {
    let confidential =
        posting("comment_decisions = true").replace("company = \"Globex\"", "company = \"Globex\"\nconfidential = true");
    let world = World::configured(confidential).await;
    let stranger = roundup_standins::UserFlags { is_stranger: true, ..Default::default() };
    world.slack.user(INITECH_INC.person, "Milton Waddams", "T0INITEC1", stranger);
    let bug = ready_bug(&world, 1, "Sync hangs").await;
    let mut said = [Vec::new(), Vec::new()];
    let mut shown = [Vec::new(), Vec::new()];
    for (minutes, which, deed) in story {
        world.advance(&format!("{minutes}m")).await;
        if customers.contains(&BOTH[*which]) {
            act(&world, BOTH[*which], &mut said[*which], deed, &mut shown[*which]).await;
        }
    }
    let meeting = world.now().max(MEETS.parse().unwrap());
    world.to(&meeting.to_string()).await;
    choose(&world, ADA, &bug.item(), "decide", "do_it").await;
    world.advance("30h").await;

    let mut theirs = Vec::new();
    for (which, customer) in BOTH.into_iter().enumerate().filter(|(_, customer)| customers.contains(customer)) {
        let prefix = format!("slack:{HOME}:{}:", customer.channel);
        let items = world.items_in_full().await;
        let about = format!("slack:{}/", customer.channel);
        let key = |call: &Call| call.body["metadata"]["event_payload"]["key"].as_str().unwrap_or_default().to_owned();
        let told = world.messages().into_iter().filter(|call| key(call).starts_with(&about));
        let is_for_them = |call: &&Call| {
            let looks = call.method.starts_with("conversations.") || call.method == "users.info";
            let named = ["channel", "user", "user_id"].iter().filter_map(|name| call.body[name].as_str());
            !looks && named.into_iter().any(|name| name == customer.channel || name == customer.person)
        };
        let mut shown = std::mem::take(&mut shown[which]);
        shown.extend(world.slack.calls().iter().filter(is_for_them).map(essence));
        theirs.push(Theirs {
            items: items.into_iter().filter(|item| item["id"].as_str().unwrap().starts_with(&prefix)).collect(),
            told: told.map(|call| format!("{} {} {} {}", call.at, call.method, call.body["channel"], key(&call))).collect(),
            shown,
        });
    }
    let written = world.github.calls().into_iter().filter(|call| call.method != "GET");
    let draft = world.slack.calls().into_iter().filter(|call| call.body["text"] == "Thanks, ready to post");
    let public = written.map(|call| format!("{} {} {}", call.method, call.path, call.body));
    (theirs, public.chain(draft.map(|call| call.body["blocks"].to_string())).collect())
}

async fn holds(story: Story) -> Result<(), TestCaseError> {
    let (together, public) = play(&story, &BOTH).await;
    prop_assert!(public.iter().any(|written| written.contains("decided to **do it**")), "the public sees something: {public:?}");
    for (customer, theirs) in BOTH.into_iter().zip(&together) {
        let (alone, public_of_one) = play(&story, &[customer]).await;
        prop_assert_eq!(theirs, &alone[0], "what {} has", customer.channel);
        prop_assert_eq!(&public, &public_of_one, "what the public sees");
    }
    for (customer, theirs) in BOTH.into_iter().zip(&together) {
        let said = format!("{:?} {:?}", theirs.items, theirs.shown);
        let others = NAMES.iter().copied().chain(BOTH.map(|other| (other.words, other)));
        for (word, of) in others {
            prop_assert!(of == customer || !said.contains(word), "{} has {word}: {said}", customer.channel);
            prop_assert!(!public.iter().any(|written| written.contains(word)), "the public has {word}: {public:?}");
        }
    }
    Ok(())
}

#[test]
fn whatever_one_customer_does_another_sees_counts_and_infers_nothing_of_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = ProptestConfig { cases: 12, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() };
    if let Err(failure) = TestRunner::new(config).run(&any_story(), |story| runtime.block_on(holds(story))) {
        panic!("{failure}");
    }
}
