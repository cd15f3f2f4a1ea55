//! The Lambda function behind `POST /slack/interactions` and `POST /slack/commands`.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_fn_slack_interaction::SlackInteraction;
use roundup_runtime::behind::{Parts, Warm};
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::{gateway, logging};
use serde_json::Value;
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let parts = Parts::of(&Environment::read()?)?;
    let (secrets, metrics) = (parts.secrets.clone(), parts.metrics.clone());
    let interaction = SlackInteraction { app: Warm::new(parts), secrets, metrics };
    // What is missing is said in the log; it may be there by the time of a request.
    let _ = interaction.app.app(now()).await;
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        let span = logging::invocation(&event.context.request_id);
        handle(&interaction, event).instrument(span).await
    };
    lambda_runtime::run(service_fn(handle)).await
}

async fn handle(interaction: &SlackInteraction, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let is_command = gateway::path(&event.payload).ends_with("/commands");
    let request = gateway::request(event.payload).of_invocation(&event.context.request_id);
    let response =
        if is_command { interaction.command(&request, now()).await } else { interaction.interaction(&request, now()).await };
    Ok(gateway::response(&response))
}
