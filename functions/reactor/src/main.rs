//! The Lambda function on the table's stream.

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

/// While nothing is set up, no record is taken: the stream keeps them.
async fn handle(app: &Warm, event: Value) -> Result<Value, Error> {
    Ok(roundup_fn_reactor::handle(&app.app(now()).await?, &event, now()).await)
}
