//! The Lambda function on the schedules of the weekly meeting and its preparations.

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

/// Whatever woke us: what is not due is left alone. One failing does not keep the other. While nothing is set up there is
/// nothing to do, which the log says.
async fn handle(app: &Warm, _event: Value) -> Result<Value, Error> {
    let Ok(app) = app.app(now()).await else { return Ok(Value::Null) };
    let prepared = roundup_fn_roundup::prepare(&app, now()).await;
    roundup_fn_roundup::handle(&app, now()).await?;
    prepared?;
    Ok(Value::Null)
}
