//! The least that a Rust function can be: it answers, and does nothing.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let handle = async |_event: LambdaEvent<Value>| -> Result<Value, Error> { Ok(json!({"statusCode": 200, "body": "hello"})) };
    lambda_runtime::run(service_fn(handle)).await
}
