//! The Lambda function behind `POST /github/webhook`.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_fn_github_webhook::GithubWebhook;
use roundup_metrics::Metrics;
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::{gateway, logging, start};
use serde_json::Value;
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let environment = Environment::read()?;
    let (store, secrets) = start::webhook(&environment).await?;
    let webhook = GithubWebhook { store, secrets, metrics: Metrics::to_stdout(&environment.table) };
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        let id = event.context.request_id;
        let request = gateway::request(event.payload).of_invocation(&id);
        Ok(gateway::response(&webhook.handle(&request, now()).instrument(logging::invocation(&id)).await))
    };
    lambda_runtime::run(service_fn(handle)).await
}
