//! The Lambda function behind `POST /slack/interactions` and `POST /slack/commands`.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_fn_slack_interaction::SlackInteraction;
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::{behind, gateway, logging, start};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let environment = Environment::read()?;
    let secrets = start::secrets(&environment).await?;
    let interaction = SlackInteraction { app: behind::app(&environment).await?, secrets: secrets.slack_signing() };
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        let is_command = gateway::path(&event.payload).ends_with("/commands");
        let request = gateway::request(event.payload);
        let response =
            if is_command { interaction.command(&request, now()).await } else { interaction.interaction(&request, now()).await };
        Ok(gateway::response(&response))
    };
    lambda_runtime::run(service_fn(handle)).await
}
