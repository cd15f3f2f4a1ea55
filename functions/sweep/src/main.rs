//! The Lambda function on two schedules: every five minutes `{"work":"sweep"}`, hourly `{"work":"reconcile"}`.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_runtime::behind::{Parts, Warm};
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::logging;
use serde_json::Value;
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let app = Warm::new(Parts::of(&Environment::read()?)?);
    // What is missing is said in the log; it may be there by the time of an event.
    let _ = app.app(now()).await;
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        let span = logging::invocation(&event.context.request_id);
        handle(&app, event.payload).instrument(span).await
    };
    lambda_runtime::run(service_fn(handle)).await
}

/// While nothing is set up there is nothing to sweep, which the log says; nor is there a heartbeat.
async fn handle(app: &Warm, event: Value) -> Result<Value, Error> {
    let Ok(app) = app.app(now()).await else { return Ok(Value::Null) };
    match event["work"].as_str() {
        Some("reconcile") => {
            roundup_fn_sweep::reconcile(&app, now()).await?;
        }
        _ => {
            roundup_fn_sweep::handle(&app, now()).await?;
        }
    }
    Ok(Value::Null)
}
