//! What an action costs does not depend on how much has happened before: neither in the table, nor in the channel.

mod filler;

use crate::facts::says;
use crate::people::{ADA, CUSTOMER};
use crate::world::{World, t};
use filler::Filler;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{Author, ConversationId, Fact, Filed, Place, What};
use roundup_embedded::{EmbeddedTable, Units};
use std::time::Instant;

/// A channel that is full of the past, as many others are.
const HOT: &str = "C0OLD0000";

/// What something cost.
#[derive(Clone, Debug, PartialEq)]
struct Cost {
    action: &'static str,
    units: Units,
}

struct Scale {
    world: World,
    costs: Vec<Cost>,
}

impl Scale {
    /// A table with so many items of the past, and two dozen that wait.
    async fn with(past: u32, table: EmbeddedTable) -> Self {
        let began = Instant::now();
        let filler = Filler::play().await;
        let mut world = World::over(table, t("Mon 14:00")).await;
        filler.fill(&world.table, past);
        let live = world.channel("C0LIVE001", true).await;
        for minute in 0..24 {
            world.put(&says(&live, t("Mon 12:00") + SignedDuration::from_mins(4 * minute), CUSTOMER, None, &[])).await;
            world.put(&says(&live, t("Mon 12:01") + SignedDuration::from_mins(4 * minute), ADA, None, &[])).await;
        }
        for minute in 0..24 {
            world.put(&says(&live, t("Mon 13:40") + SignedDuration::from_mins(6 * minute), CUSTOMER, None, &[])).await;
        }
        world.pump(100).await;
        world.channel(HOT, true).await;
        world.app.sweep(world.now()).await.unwrap();
        println!("{past:>9} items of the past were there after {:.1} s", began.elapsed().as_secs_f64());
        world.table.meter();
        Self { world, costs: Vec::new() }
    }

    fn cost(&mut self, action: &'static str, before: Units) {
        let units = self.world.table.units() - before;
        println!("{:>9} {action:<40} {:>7.1} read units {:>6.1} write units", "", units.read, units.write);
        self.costs.push(Cost { action, units });
    }

    /// What is done in a table whatever its size, and what it costs.
    async fn act(mut self) -> Vec<Cost> {
        let before = self.world.table.units();
        let agenda = self.world.app.agenda(self.world.now()).await.unwrap();
        assert_eq!(agenda.untriaged.len(), 48, "the agenda is of this week");
        self.cost("agenda of the coming Roundup", before);

        self.take("Home tab", &home_opened(t("Mon 14:00"))).await;

        let before = self.world.table.units();
        self.world.app.sweep(self.world.now()).await.unwrap();
        self.cost("sweep with nothing to do", before);

        let hot = ConversationId::slack(HOT);
        self.take("question in a channel full of the past", &says(&hot, t("Mon 14:00"), CUSTOMER, None, &[])).await;
        let answer = says(&hot, t("Mon 14:30"), ADA, Some(t("Mon 14:00")), &[]);
        self.take("its answer, in its thread", &answer).await;
        self.take("question in that channel again", &says(&hot, t("Mon 15:00"), CUSTOMER, None, &[])).await;
        self.take("its answer, at top level", &says(&hot, t("Mon 15:30"), ADA, None, &[])).await;
        self.costs
    }

    async fn take(&mut self, action: &'static str, filed: &Filed) {
        let before = self.world.table.units();
        self.world.put(filed).await;
        self.world.pump(100).await;
        self.cost(action, before);
    }
}

fn home_opened(at: Timestamp) -> Filed {
    let fact = Fact { name: format!("home:{at}"), at, by: Some(Author::slack(ADA.slack)), what: What::HomeOpened, subject: None };
    Filed { conversation: ConversationId::home(ADA.slack), place: Place::Conversation, fact }
}

async fn costs_at(past: u32) -> Vec<Cost> {
    let folder = tempfile::tempdir().unwrap();
    Scale::with(past, EmbeddedTable::open(&folder.path().join("table.sqlite")).unwrap()).await.act().await
}

#[tokio::test]
async fn every_list_reads_its_own_however_many_items_there_are() {
    let few = costs_at(1_000).await;
    assert_eq!(costs_at(20_000).await, few);
}

/// `cargo test --workspace --test properties a_million -- --ignored --nocapture`
#[tokio::test]
#[ignore = "fills a file of several gigabytes"]
async fn every_list_reads_its_own_with_a_million_items() {
    let few = costs_at(1_000).await;
    for past in [10_000, 100_000, 1_000_000] {
        assert_eq!(costs_at(past).await, few, "{past}");
    }
}

#[tokio::test]
async fn the_hundredth_item_of_a_channel_costs_what_the_tenth_does() {
    let mut world = World::new(t("Mon 00:00")).await;
    world.table.meter();
    let channel = world.channel("C0COUNT001", true).await;
    let mut costs = Vec::new();
    for number in 0..100 {
        let asked = t("Mon 00:00") + SignedDuration::from_mins(30 * number);
        world.set_now(asked + SignedDuration::from_mins(10));
        let bytes = filler::size(&world.table).await;
        let units = world.table.units();
        world.put(&says(&channel, asked, CUSTOMER, None, &[])).await;
        world.pump(100).await;
        world.put(&says(&channel, asked + SignedDuration::from_mins(10), ADA, Some(asked), &[])).await;
        world.pump(100).await;
        let units = world.table.units() - units;
        costs.push((units, filler::size(&world.table).await - bytes));
    }
    // The first few are nearer to the beginning of the channel than is read. What a process keeps for some hours is read anew
    // in between.
    let least =
        |from: usize| costs[from..from + 5].iter().copied().reduce(|a, b| if b.0.read < a.0.read { b } else { a }).unwrap();
    for from in [10, 40, 60, 95] {
        let (Units { read, write }, bytes) = least(from);
        println!("item {from:>2} and those after: {read:>5.1} read units {write:>5.1} write units {bytes:>6} bytes");
        assert_eq!(least(from), least(10));
    }
}
