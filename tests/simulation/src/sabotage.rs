//! Deliberate bugs that need no change of the code: each is brought about where calls pass. The test that all are caught
//! shows that the checks have teeth; `mutants` shows more, with changes of the code.

use crate::gate::{Gate, Sabotage};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};

/// Changes a request to the table, or gives an answer in its place.
pub fn of_call(gate: &Gate, operation: &str, request: &mut HttpRequest) -> Option<Value> {
    match operation {
        "PutItem" if gate.suffers(Sabotage::FactsForgotten) => Some(json!({})),
        "PutItem" if gate.suffers(Sabotage::WordsLogged) => {
            tracing::info!(body = %String::from_utf8_lossy(request.body().bytes().unwrap_or_default()), "written");
            None
        }
        "UpdateItem" if gate.suffers(Sabotage::ClaimsUnchecked) => {
            rewrite(request, |body| {
                if body["ConditionExpression"] == "attempts = :seen" {
                    uncondition(body, &[":seen"]);
                }
            });
            None
        }
        "TransactWriteItems" if gate.suffers(Sabotage::VersionsUnchecked) => {
            rewrite(request, |body| {
                for operation in body["TransactItems"].as_array_mut().into_iter().flatten() {
                    for kind in ["Put", "Delete"] {
                        if operation[kind].is_object() {
                            let used: Vec<String> = operation[kind]["ExpressionAttributeValues"]
                                .as_object()
                                .into_iter()
                                .flatten()
                                .map(|(name, _)| name.clone())
                                .collect();
                            uncondition(&mut operation[kind], &used.iter().map(String::as_str).collect::<Vec<_>>());
                        }
                    }
                }
            });
            None
        }
        _ => None,
    }
}

/// Changes an answer of the table.
pub fn of_answer(
    gate: &Gate,
    operation: &str,
    answer: Result<HttpResponse, ConnectorError>,
) -> Result<HttpResponse, ConnectorError> {
    if operation != "Query" || !gate.suffers(Sabotage::ListsCut) {
        return answer;
    }
    let mut answer = answer?;
    let mut body: Value = answer.body().bytes().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    // Lists come from an index, whose rows name its keys; those of deadlines and of the outbox.
    if let Some(rows) = body["Items"]
        .as_array_mut()
        .filter(|rows| rows.first().is_some_and(|row| row["g1"].is_object() && row["item"].is_object()))
    {
        rows.truncate(0);
        body["Count"] = json!(0);
    }
    *answer.body_mut() = SdkBody::from(body.to_string());
    Ok(answer)
}

/// Whether looking for a message finds nothing.
pub fn is_blind(gate: &Gate, operation: &str) -> bool {
    matches!(operation, "conversations.history" | "conversations.replies") && gate.suffers(Sabotage::LookUpsBlind)
}

/// A message to be posted before the one that was asked for.
pub fn twin(gate: &Gate, operation: &str, request: &reqwest::Request) -> Option<reqwest::Request> {
    (operation == "chat.postMessage" && gate.suffers(Sabotage::PostsTwice)).then(|| request.try_clone()).flatten()
}

fn rewrite(request: &mut HttpRequest, change: impl FnOnce(&mut Value)) {
    let Some(mut body) = request.body().bytes().and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok()) else { return };
    change(&mut body);
    *request.body_mut() = SdkBody::from(body.to_string());
}

/// Takes the condition out, with the values that only it uses.
fn uncondition(of: &mut Value, values: &[&str]) {
    if let Some(members) = of.as_object_mut() {
        members.remove("ConditionExpression");
        if let Some(given) = members.get_mut("ExpressionAttributeValues").and_then(Value::as_object_mut) {
            values.iter().for_each(|value| drop(given.remove(*value)));
            if given.is_empty() {
                members.remove("ExpressionAttributeValues");
            }
        }
    }
}
