//! The Lambda function behind `POST /github/webhook`.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_fn_github_webhook::GithubWebhook;
use roundup_runtime::environment::Environment;
use roundup_runtime::{gateway, logging, start};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let environment = Environment::read()?;
    let secrets = start::secrets(&environment).await?;
    let webhook = GithubWebhook { store: start::store(&environment)?, secrets: secrets.github_signing() };
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        Ok(gateway::response(&webhook.handle(&gateway::request(event.payload)).await))
    };
    lambda_runtime::run(service_fn(handle)).await
}
