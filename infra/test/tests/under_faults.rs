//! Faults around the deployed functions: their release binaries, the SDK's own retries and timeouts, real connections that are cut
//! and real processes that are killed. `infra/test/run` runs it; the figures are in docs/reliability.md.
//!
//! In each experiment twenty customers ask, one a second, and every other one is answered five seconds later; the fault is there
//! from the tenth second to the 45th, over reminders. What runs every five minutes and every hour on AWS runs every few seconds
//! here, as everything else that takes a day there takes a minute.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use roundup_deployment_test::acme;
use roundup_deployment_test::failing::Failing;
use roundup_deployment_test::senders::{said, said_to_nobody, until_taken};
use roundup_deployment_test::stack::{self, Stack};
use roundup_deployment_test::wait::until;
use roundup_deployment_test::world::{World, play};
use roundup_domain::{ConversationId, SlackTs};
use roundup_standins::Fault;
use roundup_tests::binary::system_now;
use roundup_tests::configuration::{ADA, BEN, GLOBEX, HOME, INTERNAL};
use roundup_tests::sign::SLACK_SECRET;
use roundup_tests::slack::Said;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::time::sleep;

const CUSTOMERS: usize = 20;
const ANSWERED_AFTER: Duration = Duration::from_secs(5);
/// When the fault begins, and how long it lasts.
const BEGINS: Duration = Duration::from_secs(10);
const LASTS: Duration = Duration::from_secs(35);
/// How often Slack sends what is not taken; it does so thrice in six minutes (Slack, "Events API", "Retries").
const AGAIN_AFTER: Duration = Duration::from_secs(2);
/// And here until the fault is over, and longer.
const RETRIES: usize = 40;
const SWEEP_EVERY: Duration = Duration::from_secs(10);
/// The promise of `acme::configuration`, and when it is reminded of.
const PROMISE: SignedDuration = SignedDuration::from_secs(60);
const REMINDER: Duration = Duration::from_secs(30);

/// What is deployed, what fails its calls, and what was seen.
struct Scene {
    world: Rc<World>,
    failing: Failing,
    /// With which secret Slack signs.
    secret: Cell<&'static str>,
    /// How often a webhook was not taken.
    turned_away: Cell<usize>,
    /// Names customers.
    customers: Cell<usize>,
}

#[tokio::test]
async fn the_deployment_loses_nothing_and_sends_nothing_twice_whatever_fails_around_it() {
    let scene = Rc::new(Scene::set().await);
    play(&scene.world, experiments(Rc::clone(&scene))).await;
}

async fn experiments(scene: Rc<Scene>) {
    let scene = &scene;
    experiment(scene, "fault 1: every function's process killed every three seconds", async || {
        let (began, mut killed) = (Instant::now(), 0);
        while began.elapsed() < LASTS {
            killed += scene.world.aws.kill_functions().await;
            sleep(Duration::from_secs(3)).await;
        }
        assert!(killed > 10, "{killed} processes were there to be killed");
        format!("{killed} processes killed")
    })
    .await;
    experiment(scene, "fault 3: the table answers nothing", async || {
        let down = json!([{"service": "dynamodb", "error": {"code": "InternalServerError", "status": 500}}]);
        failing(scene, &down).await
    })
    .await;
    experiment(scene, "fault 8: the scheduler throttles every other call, and every fourth answer is lost", async || {
        let flaky = json!([
            {"service": "scheduler", "probability": 0.5, "error": {"code": "ThrottlingException", "status": 429}},
            {"service": "scheduler", "probability": 0.5, "response": {"abort_bytes": 0}},
        ]);
        failing(scene, &flaky).await
    })
    .await;
    experiment(scene, "fault 9: Slack throttles, fails, and takes messages without saying so", async || {
        let slack = &scene.world.outside.slack;
        let before = slack.calls().len();
        for _ in 0..10 {
            for fault in [Fault::RateLimit(2), Fault::ServerError, Fault::CarriedOutThenCut] {
                slack.fail("chat.postMessage", fault, 1);
            }
        }
        // Over the escalations too: reminders alone are too few for all of it.
        sleep(LASTS * 2).await;
        slack.recover();
        let failed: Vec<&str> = slack.calls()[before..].iter().filter_map(|call| call.fault).collect();
        let kinds: BTreeSet<&str> = failed.iter().copied().collect();
        assert_eq!(kinds.len(), 3, "{failed:?}");
        format!("{} calls to Slack failed", failed.len())
    })
    .await;
    experiment(scene, "fault 13: secrets rotated twice under traffic", async || {
        let mut before = SLACK_SECRET;
        for secret in ["the-second-signing-secret", "the-third-signing-secret"] {
            let mut document = acme::secrets();
            document["slack"][0]["signing_secret"] = json!(secret);
            document["slack"][0]["previous_signing_secret"] = json!(before);
            scene.world.put_secret(&document).await;
            scene.secret.set(secret);
            before = secret;
            // Functions ask for the document every ten seconds at most.
            sleep(Duration::from_secs(10)).await;
        }
        assert_eq!(scene.world.senders.event_signed_with("nobody's", &said_to_nobody().written()).await.0, 401);
        "2 rotations".to_owned()
    })
    .await;
}

/// Lets calls to AWS fail for as long as the fault lasts.
async fn failing(scene: &Scene, rules: &Value) -> String {
    scene.failing.begin(rules).await;
    sleep(LASTS).await;
    let failed = scene.failing.end().await;
    assert!(failed > 10, "{failed} calls failed");
    format!("{failed} calls failed")
}

/// A question, and after how long we had taken its answer, if there was one.
struct Asked {
    question: Said,
    answered_after: Option<Duration>,
}

/// Plays the traffic with this fault in it, and checks that whoever waits is told of, once.
async fn experiment(scene: &Rc<Scene>, title: &str, fault: impl AsyncFnOnce() -> String) {
    scene.turned_away.set(0);
    let acting = async {
        let faulty = async {
            sleep(BEGINS).await;
            fault().await
        };
        let (told, asked) = tokio::join!(faulty, traffic(scene));
        let waits: Vec<&str> =
            asked.iter().filter(|asked| asked.answered_after.is_none()).map(|asked| &*asked.question.ts).collect();
        until("an escalation for everybody who waits", 300, async || {
            let posted = scene.world.outside.posted(INTERNAL);
            waits.iter().all(|ts| posted.iter().any(|message| message.contains(ts))).then_some(())
        })
        .await;
        until("every schedule of theirs has fired or is cancelled", 300, async || {
            Stack::deadlines_in(&scene.world.aws, GLOBEX).await.is_empty().then_some(())
        })
        .await;
        (told, asked)
    };
    let (told, asked) = tokio::select! {
        played = acting => played,
        () = sweeping(scene) => unreachable!("it sweeps for as long as the rest takes"),
    };
    let late = check(scene, &asked).await;
    println!(
        "{title}: {told}; {} webhooks sent again; {} escalations, each once, at most {late} s after its time",
        scene.turned_away.get(),
        asked.iter().filter(|asked| asked.answered_after.is_none()).count()
    );
}

/// Everybody asks in turn; says who asked, once all have been taken.
async fn traffic(scene: &Rc<Scene>) -> Vec<Asked> {
    let mut customers = Vec::new();
    for number in 0..CUSTOMERS {
        customers.push(tokio::task::spawn_local(customer(Rc::clone(scene), number.is_multiple_of(2))));
        sleep(Duration::from_secs(1)).await;
    }
    let mut asked = Vec::new();
    for customer in customers {
        asked.push(customer.await.unwrap());
    }
    asked
}

async fn customer(scene: Rc<Scene>, is_answered: bool) -> Asked {
    let began = Instant::now();
    let question = said(GLOBEX, &scene.new_customer(), "The export ends with error 502", None);
    let answering = async {
        if !is_answered {
            return None;
        }
        sleep(ANSWERED_AFTER).await;
        scene.deliver(&said(GLOBEX, ADA, "Looking into it", Some(question.root()))).await;
        Some(began.elapsed())
    };
    let ((), answered_after) = tokio::join!(scene.deliver(&question), answering);
    Asked { question, answered_after }
}

/// What AWS runs every five minutes and every hour.
async fn sweeping(scene: &Scene) {
    loop {
        sleep(SWEEP_EVERY).await;
        for work in ["sweep", "reconcile"] {
            let _ = stack::try_to_invoke(&scene.world.aws, "roundup-sweep", &json!({"work": work})).await;
        }
    }
}

/// Everything is in the table; whoever was not answered was told of once, and nobody else. Says how long after its time an
/// escalation was sent at the latest, seconds.
async fn check(scene: &Scene, asked: &[Asked]) -> i64 {
    let items = scene.world.items(&ConversationId::slack(GLOBEX)).await;
    let messages = |to: &str| scene.world.outside.messages(to);
    let (escalations, reminders) = (messages(INTERNAL), [messages(ADA), messages(BEN)].concat());
    let mut latest = i64::MIN;
    for Asked { question, answered_after } in asked {
        let its: Vec<&Value> = items.iter().filter(|item| item["id"] == question.item(HOME)).collect();
        assert_eq!(its.len(), 1, "{} is an item", question.ts);
        let (state, times) = if answered_after.is_some() { ("answered", 0) } else { ("waiting", 1) };
        assert_eq!(its[0]["state"], state, "{}", question.ts);
        let escalated = told_of(question, &escalations);
        assert_eq!(escalated.len(), times, "escalations of {}, answered after {answered_after:?}", question.ts);
        let due = time(&question.ts) + PROMISE;
        latest = escalated.iter().fold(latest, |latest, at| latest.max(at.duration_since(due).as_secs()));
        // None once the answer is known; and what could not be sent before the escalation is not sent after it.
        let may_be_reminded = answered_after.is_none_or(|after| after > REMINDER - Duration::from_secs(2));
        let reminded = told_of(question, &reminders).len();
        assert!(
            reminded <= usize::from(may_be_reminded),
            "{reminded} reminders of {}, answered after {answered_after:?}",
            question.ts
        );
    }
    latest
}

/// When these messages told of a question.
fn told_of(question: &Said, messages: &[Value]) -> Vec<Timestamp> {
    let about = messages.iter().filter(|message| message.to_string().contains(&question.ts));
    about.map(|message| time(message["ts"].as_str().unwrap())).collect()
}

fn time(ts: &str) -> Timestamp {
    ts.parse::<SlackTs>().unwrap().time()
}

impl Scene {
    async fn set() -> Self {
        let (world, failing) = World::deployed_failing().await;
        world.put_secrets().await;
        world.configure(&acme::configuration(system_now() + SignedDuration::from_hours(48))).await;
        world.believes().await;
        let (secret, none) = (Cell::new(SLACK_SECRET), Cell::new(0));
        Self { world: Rc::new(world), failing, secret, turned_away: none.clone(), customers: none }
    }

    /// Two messages by one person would be one item.
    fn new_customer(&self) -> String {
        self.customers.set(self.customers.get() + 1);
        format!("U0CUST{:04}", self.customers.get())
    }

    /// Delivers as Slack does, and shows it in history.
    async fn deliver(&self, message: &Said) {
        let event = message.written();
        self.world.outside.slack.hear(&event);
        let send = async || self.world.senders.event_signed_with(self.secret.get(), &event).await;
        let turned_away = until_taken(RETRIES, AGAIN_AFTER, send).await;
        self.turned_away.set(self.turned_away.get() + turned_away);
    }
}
