//! The function behind `POST /slack/events` with a secret that it need not fetch: what fetching it costs is the difference.
//! Measured by `bench/run`, and never deployed.

#![recursion_limit = "256"]

use lambda_runtime::{Error, LambdaEvent, service_fn};
use roundup_fn_slack_webhook::SlackWebhook;
use roundup_metrics::Metrics;
use roundup_runtime::clients::Clients;
use roundup_runtime::environment::{Environment, now};
use roundup_runtime::{SecretCache, Secrets, gateway, logging};
use roundup_store::Store;
use serde_json::{Value, json};
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logging::start();
    let environment = Environment::read()?;
    let clients = Clients::of(&environment)?;
    // The secret's id stands for the secret.
    let secret = json!({"slack": [{"signing_secret": environment.secret, "bot_tokens": {}}], "github": []});
    let secrets = SecretCache::fixed(Secrets::parse(&secret.to_string())?);
    let store = Store::new(clients.dynamodb(), &environment.table);
    clients.open_dynamodb().await;
    let webhook = SlackWebhook { store, secrets, metrics: Metrics::to_stdout(&environment.table) };
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        let id = event.context.request_id;
        let request = gateway::request(event.payload).of_invocation(&id);
        Ok(gateway::response(&webhook.handle(&request, now()).instrument(logging::invocation(&id)).await))
    };
    lambda_runtime::run(service_fn(handle)).await
}
