//! The Lambda function on the schedules of the weekly meeting and its preparations.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::{behind, logging};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let app = behind::app(&Environment::read()?).await?;
    let handle = async |_event: LambdaEvent<Value>| -> Result<Value, Error> {
        // Whatever woke us: what is not due is left alone. One failing does not keep the other.
        let prepared = roundup_fn_roundup::prepare(&app, now()).await;
        roundup_fn_roundup::handle(&app, now()).await?;
        prepared?;
        Ok(Value::Null)
    };
    lambda_runtime::run(service_fn(handle)).await
}
