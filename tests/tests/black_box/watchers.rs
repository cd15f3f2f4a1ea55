//! Scheduler, expiring rows and sweep: each carries the promise alone, and together they send nothing twice (rule 9).

use roundup_local::process::Without;
use roundup_tests::configuration::*;
use roundup_tests::{Setup, World};

const ONCE: [&str; 5] =
    ["escalates to C0HELP001", "escalates to C0HELP001", "escalates to U0STAFF03", "reminds U0STAFF01", "reminds U0STAFF01"];

#[tokio::test]
async fn any_one_of_the_three_sends_every_step_exactly_once() {
    let without = |scheduler, ttl, sweep| Without { scheduler, ttl, sweep };
    for without in [
        without(false, false, false),
        without(true, true, false),
        without(true, false, true),
        without(false, true, true),
        without(true, false, false),
        without(false, true, false),
        without(false, false, true),
    ] {
        for step in ["100h", "1m"] {
            let world = World::with(Setup { without, ..Setup::default() }).await;
            let said = world.said_at("2026-03-02T13:59:59Z", GLOBEX, DANA, "The export stops.").await;
            if step == "100h" {
                world.advance(step).await;
            } else {
                // Around each step, minute by minute.
                for hours in ["2026-03-03T09:58:00Z", "2026-03-03T12:58:00Z", "2026-03-03T13:58:00Z", "2026-03-03T17:58:00Z"] {
                    world.to(hours).await;
                    for _ in 0..8 {
                        world.advance(step).await;
                    }
                }
            }
            assert_eq!(world.deeds(), ONCE, "{without:?} by {step}: {:?}", world.told());
            // At most one sweep late.
            for line in world.told() {
                let minute: u32 = line[7..9].parse().unwrap();
                assert!(minute <= 5 || minute >= 59, "{without:?}: {line}");
            }
            world.reply(&said, ADA, "Looking into it.").await;
            world.advance("100h").await;
            assert_eq!(world.messages().len(), 10, "{without:?}: each edited once: {:?}", world.told());
        }
    }
}

#[tokio::test]
async fn without_any_of_them_nothing_is_sent() {
    let without = Without { scheduler: true, ttl: true, sweep: true };
    let world = World::with(Setup { without, ..Setup::default() }).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("100h").await;
    assert_eq!(world.told(), Vec::<String>::new());
}

#[tokio::test]
async fn schedule_expiring_row_and_sweep_at_the_same_moment_send_one_message() {
    let world = World::with(Setup { reacting: false, ..Setup::default() }).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("19h59m").await;
    // The clock stands at the reminder, and all three notice before anything is reacted to.
    let process = &world.process;
    let due = process.scheduler.list().into_iter().min_by_key(|due| due.at).unwrap();
    assert_eq!(due.at, "2026-03-03T10:00:00Z".parse().unwrap());
    let past = due.at + jiff::SignedDuration::from_secs(1);
    process.table.set_now(past);
    let input = serde_json::from_str(&due.input).unwrap();
    let (fired, expired, swept) = tokio::join!(
        async {
            process.app.reached(&input).await.unwrap();
            process.app.reached(&input).await.unwrap();
        },
        async { process.table.sweep_ttl().unwrap() },
        async { process.app.sweep(past).await.unwrap() },
    );
    assert_eq!((fired, expired > 0, swept.overdue), ((), true, 1));
    world.to("2026-03-03T10:30:00Z").await;
    assert_eq!(world.deeds(), ["reminds U0STAFF01"], "{:?}", world.told());
}

#[tokio::test]
async fn an_answer_that_races_the_escalation_leaves_one_message_that_says_how_it_ended() {
    for micros in [-1_i64, 0, 1] {
        let world = World::new().await;
        let said = world.say(GLOBEX, DANA, "The export stops.").await;
        world.advance("23h59m").await;
        let at = "2026-03-03T14:00:00Z".parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_micros(micros);
        world.advance("1m").await;
        world.replied_at(&at.to_string(), &said, ADA, "Looking into it.").await;
        world.advance("100h").await;
        let item = world.item_of(&said).await;
        assert_eq!(
            (item["state"].as_str().unwrap(), item["breaches"].as_u64().unwrap()),
            ("answered", u64::from(micros > 0)),
            "{micros}"
        );
        let escalations: Vec<String> = world.told().into_iter().filter(|line| line.contains("C0HELP001")).collect();
        assert_eq!(escalations, ["Tue 14:00 escalates to C0HELP001", "Tue 14:00 edits C0HELP001"], "{micros}");
    }
}

#[tokio::test]
async fn schedules_that_are_gone_are_made_up_for() {
    let world = World::new().await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1h").await;
    for due in world.process.scheduler.list() {
        assert!(world.process.scheduler.take(&due.name).is_some());
    }
    world.advance("100h").await;
    assert_eq!(world.deeds(), ONCE);
}
