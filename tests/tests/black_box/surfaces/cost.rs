//! What an answer costs: Slack waits three seconds for it, so it takes few calls, whatever there is.

use super::stage::{Stage, writes};
use roundup_tests::World;
use roundup_tests::world::Setup;

/// Reads of the table so far: queries and single rows. There is no other way to read.
fn reads(world: &World) -> u64 {
    let calls = world.process.table.calls();
    let of = |name: &str| calls.get(name).copied().unwrap_or_default();
    let sum: u64 = calls.values().sum();
    let reads = of("Query") + of("GetItem") + of("BatchGetItem");
    let made = of("CreateTable") + of("UpdateTimeToLive");
    assert_eq!(reads + writes(world) + made, sum, "no scan, nor anything else: {calls:?}");
    reads
}

#[tokio::test]
async fn an_answer_takes_few_calls() {
    // Facts are reacted to when the clock is moved, and so after the answer.
    let world = World::with(Setup { reacting: false, ..Setup::default() }).await;
    let stage = Stage::set_in(world).await;
    let world = &stage.world;
    for surface in &stage.surfaces {
        world.advance("0s").await;
        let (slack, github) = (world.slack.calls().len(), world.github.calls().len());
        let (reads_before, writes_before) = (reads(world), writes(world));
        let answer = surface.send(world, surface.by).await;
        assert_eq!(answer.status, 200, "{}", surface.name);
        let (slack, github) = (world.slack.calls().len() - slack, world.github.calls().len() - github);
        let (reads, writes) = (reads(world) - reads_before, writes(world) - writes_before);
        println!("{:<40} {slack} Slack {github} GitHub {reads:>3} reads {writes} writes", surface.name);
        assert!(slack <= 3, "{}: {slack} calls to Slack", surface.name);
        // A search asks for issues and for pull requests.
        assert!(github <= if surface.is_search() { 2 } else { 0 }, "{}: {github} calls to GitHub", surface.name);
        // Lists take two queries for each source.
        assert!(reads <= 24, "{}: {reads} reads", surface.name);
        assert!(writes <= 2, "{}: {writes} writes", surface.name);
    }
}
