//! The Lambda function behind `POST /slack/events`, and behind `GET /healthz`, being the one that starts fastest.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_fn_slack_webhook::SlackWebhook;
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::{gateway, logging, start};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let environment = Environment::read()?;
    let secrets = start::secrets(&environment).await?;
    let webhook = SlackWebhook { store: start::store(&environment)?, secrets: secrets.slack_signing() };
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        if gateway::path(&event.payload) == gateway::HEALTH {
            return Ok(gateway::response(&gateway::healthy()));
        }
        Ok(gateway::response(&webhook.handle(&gateway::request(event.payload), now()).await))
    };
    lambda_runtime::run(service_fn(handle)).await
}
