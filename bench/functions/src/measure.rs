//! The rounds: everybody in turn, so that what else the machine does hits all alike.

use crate::aws::Aws;
use crate::contestants::Contestant;
use crate::function::Function;
use crate::runtime_api::Answer;
use crate::share::Share;
use std::time::Duration;

/// Invocations before the warm ones are counted, and how many are.
const WARM_UP: u64 = 50;
const WARM: u64 = 500;

/// What was measured of one contestant; times in milliseconds, one for each round.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// Start to first answer, over HTTP.
    pub cold: Vec<f64>,
    /// The same with TLS.
    pub cold_tls: Vec<f64>,
    /// The first invocation at the share of a function of 128 MB, TLS; the init phase has a whole processor, as on Lambda.
    pub smallest: Vec<f64>,
    /// Time on a processor for an invocation, once warm.
    pub cpu: Vec<f64>,
    /// Most memory, MB.
    pub memory: Vec<f64>,
}

/// Measures one contestant once, and adds it. `share`: that of a function of 128 MB, where it can be had.
pub async fn round(contestant: &Contestant, aws: &Aws, share: Option<&Share>, number: u64, measured: &mut Measured) {
    let serial = number * 10_000;
    let mut function = Function::start(contestant, aws, false).await;
    measured.cold.push(honest(contestant, aws, &mut function, serial).await);
    refuses(contestant, aws, &mut function, serial + 1).await;
    measured.cpu.push(warm(contestant, aws, &mut function, serial + 2).await);
    function.end().await;

    let mut function = Function::start(contestant, aws, true).await;
    measured.cold_tls.push(honest(contestant, aws, &mut function, serial + 5_000).await);
    refuses(contestant, aws, &mut function, serial + 5_001).await;
    calls(contestant, &mut function, serial + 5_002, WARM_UP).await;
    measured.memory.push(function.memory());
    function.end().await;

    let Some(share) = share else { return };
    let mut function = Function::start(contestant, aws, true).await;
    function.ready().await;
    function.limit(share);
    let before = function.age();
    measured.smallest.push(honest(contestant, aws, &mut function, serial + 6_000).await - milliseconds(before));
    function.end().await;
}

/// A rightly signed invocation, of which it is checked that it did what it is for: 200, and exactly one put. How old the
/// function was at the answer.
async fn honest(contestant: &Contestant, aws: &Aws, function: &mut Function, serial: u64) -> f64 {
    let before = aws.puts();
    let event = contestant.sender.request(serial, false);
    let answer = function.invoke(&event).await;
    let age = milliseconds(function.age());
    expect_200(contestant, &answer);
    expect_puts(contestant, aws.puts() - before, 1);
    age
}

/// A wrongly signed one: refused, and no put.
async fn refuses(contestant: &Contestant, aws: &Aws, function: &mut Function, serial: u64) {
    let before = aws.puts();
    let answer = function.invoke(&contestant.sender.request(serial, true)).await;
    assert!(!contestant.stores || status(&answer) != Some(200), "{} takes a forged signature: {answer:?}", contestant.name);
    expect_puts(contestant, aws.puts() - before, 0);
}

/// Time on a processor for each of many invocations.
async fn warm(contestant: &Contestant, aws: &Aws, function: &mut Function, serial: u64) -> f64 {
    calls(contestant, function, serial, WARM_UP).await;
    let (cpu, puts) = (function.cpu(), aws.puts());
    calls(contestant, function, serial + WARM_UP, WARM).await;
    let spent = function.cpu().saturating_sub(cpu);
    expect_puts(contestant, aws.puts() - puts, WARM);
    milliseconds(spent) / WARM as f64
}

async fn calls(contestant: &Contestant, function: &mut Function, serial: u64, count: u64) {
    for number in serial..serial + count {
        expect_200(contestant, &function.invoke(&contestant.sender.request(number, false)).await);
    }
}

fn expect_puts(contestant: &Contestant, puts: u64, wanted: u64) {
    let wanted = if contestant.stores { wanted } else { 0 };
    assert_eq!(puts, wanted, "{}: so many puts", contestant.name);
}

fn expect_200(contestant: &Contestant, answer: &Answer) {
    assert_eq!(status(answer), Some(200), "{}: {answer:?}", contestant.name);
}

fn status(answer: &Answer) -> Option<u64> {
    answer.as_ref().ok()?["statusCode"].as_u64()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
