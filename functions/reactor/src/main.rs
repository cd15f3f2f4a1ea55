//! The Lambda function on the table's stream.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::{behind, logging};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let app = behind::app(&Environment::read()?).await?;
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        Ok(roundup_fn_reactor::handle(&app, &event.payload, now()).await)
    };
    lambda_runtime::run(service_fn(handle)).await
}
