//! What cannot be carried out ends in a queue where somebody finds it, keeps nothing else waiting, and the sweep makes up for it.

use aws_sdk_scheduler::types::{FlexibleTimeWindow, FlexibleTimeWindowMode, Target};
use roundup_local::process::Without;
use roundup_standins::ScheduleFault;
use roundup_tests::configuration::*;
use roundup_tests::{Setup, World};
use serde_json::{Value, json};

async fn queued(world: &World) -> Value {
    world.get("/dev/state").await.json()["queued"].clone()
}

#[tokio::test]
async fn a_deadline_whose_function_fails_three_times_is_in_its_queue_and_the_sweep_tells_of_it() {
    // Without expiring rows, so that after the schedule there is only the sweep.
    let world = World::with(Setup { without: Without { ttl: true, ..Without::default() }, ..Setup::default() }).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("19h59m").await;
    assert_eq!(queued(&world).await, json!([]));
    world.process.table.fail_while(true);
    world.advance("4m").await;
    world.process.table.fail_while(false);
    assert_eq!(queued(&world).await, json!([{"queue": "roundup-failed-invocations", "count": 1}]));
    let letters = world.process.scheduler.dead_letters();
    let record: Value = serde_json::from_str(&letters[0].body).unwrap();
    assert_eq!(record["requestContext"]["approximateInvokeCount"], 3);
    assert_eq!(record["requestPayload"]["deadline"]["step"], "remind-4h");
    assert!(!letters[0].body.contains("The export stops."), "nobody's words");
    assert_eq!(world.told(), Vec::<String>::new());
    world.advance("3m").await;
    assert_eq!(world.told(), ["Tue 10:05 reminds U0STAFF01"]);
}

#[tokio::test]
async fn a_schedule_that_nobody_can_read_keeps_no_other_waiting() {
    let world =
        World::with(Setup { without: Without { ttl: true, sweep: true, ..Without::default() }, ..Setup::default() }).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.advance("1h").await;
    let target = Target::builder().arn("arn:aws:lambda:local:0:function:deadline").role_arn("arn:aws:iam::0:role/r").input("{}");
    let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().unwrap();
    let request = world.process.scheduler.client().create_schedule().name("poison").flexible_time_window(window);
    let request = request.schedule_expression("at(2026-03-03T09:59:59)").target(target.build().unwrap());
    request.send().await.unwrap();
    world.advance("19h").await;
    assert_eq!(world.told(), ["Tue 10:00 reminds U0STAFF01"]);
    world.advance("10m").await;
    assert_eq!(queued(&world).await, json!([{"queue": "roundup-failed-invocations", "count": 1}]));
}

#[tokio::test]
async fn a_schedule_that_cannot_invoke_its_function_is_in_its_own_queue_after_an_hour_and_can_be_made_up_for_from_there() {
    let world =
        World::with(Setup { without: Without { ttl: true, sweep: true, ..Without::default() }, ..Setup::default() }).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.process.scheduler.fail("Invoke", ScheduleFault::Throttled, 1_000);
    world.advance("20h30m").await;
    assert_eq!(queued(&world).await, json!([]), "it is tried for an hour");
    world.advance("40m").await;
    assert_eq!(queued(&world).await, json!([{"queue": "roundup-failed-schedules", "count": 1}]));
    let letter = world.process.scheduler.dead_letters().remove(0);
    assert_eq!(letter.why, "MaximumEventAgeInSeconds");
    assert_eq!(world.told(), Vec::<String>::new());
    // As the page of operations has somebody do it.
    world.process.app.reached(&serde_json::from_str(&letter.body).unwrap()).await.unwrap();
    world.advance("0s").await;
    assert_eq!(world.told(), ["Tue 11:10 reminds U0STAFF01"]);
}

#[tokio::test]
async fn where_a_schedule_cannot_invoke_its_function_the_sweep_tells_of_it_and_takes_the_schedule_away() {
    let world = World::with(Setup { without: Without { ttl: true, ..Without::default() }, ..Setup::default() }).await;
    world.say(GLOBEX, DANA, "The export stops.").await;
    world.process.scheduler.fail("Invoke", ScheduleFault::Throttled, 1_000);
    world.advance("22h").await;
    assert_eq!(world.told(), ["Tue 10:05 reminds U0STAFF01"]);
    assert_eq!(queued(&world).await, json!([]), "it has nothing left to do");
}
