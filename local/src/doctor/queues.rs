//! What failed for good, and whether the table's stream is read.

use super::stack::Stack;
use super::{Deployment, Finding};
use serde_json::json;

const QUEUES: &str = "queues";
const STREAM: &str = "stream";

/// Looks at the queues of the stack, and at the mapping between stream and reactor.
pub(super) async fn look(deployment: &Deployment, stack: &Stack, findings: &mut Vec<Finding>) {
    if !stack.is_known() {
        return;
    }
    for (logical, url) in stack.of_type("AWS::SQS::Queue") {
        findings.push(queue(deployment, logical, url).await);
    }
    findings.push(match stack.name("ReactorStream") {
        Some(mapping) => stream(deployment, mapping).await,
        None => Finding::wrong(STREAM, "the stack has none from the table to the reactor", "deploy this version's template"),
    });
}

async fn queue(deployment: &Deployment, logical: &str, url: &str) -> Finding {
    let asked = json!({"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]});
    let answer = deployment.aws.json("sqs", "AmazonSQS.GetQueueAttributes", &asked, deployment.now).await;
    match answer {
        Ok(answer) => {
            let count = answer["Attributes"]["ApproximateNumberOfMessages"].as_str().and_then(|count| count.parse::<u64>().ok());
            match count {
                Some(0) => Finding::right(QUEUES, format!("{logical} is empty")),
                Some(count) => {
                    let next = "the logs say why they failed; then redrive them (docs/operations.md, \"Redrive a queue\")";
                    Finding::wrong(QUEUES, format!("{logical} holds {count}"), next)
                }
                None => {
                    Finding::wrong(QUEUES, format!("{logical} does not say how much it holds"), "look at it in SQS's console")
                }
            }
        }
        Err(error) => {
            let next = "use credentials that may call sqs:GetQueueAttributes, or deploy again";
            Finding::wrong(QUEUES, format!("{logical} cannot be seen: {error}"), next)
        }
    }
}

async fn stream(deployment: &Deployment, mapping: &str) -> Finding {
    let path = format!("/2015-03-31/event-source-mappings/{mapping}");
    match deployment.aws.get("lambda", &path, deployment.now).await {
        Ok(found) => match found["State"].as_str().unwrap_or("of no state") {
            "Enabled" => Finding::right(STREAM, "the reactor reads it"),
            state => {
                let next = format!("aws lambda update-event-source-mapping --uuid {mapping} --enabled");
                Finding::wrong(STREAM, format!("the reactor does not read it: {state}"), next)
            }
        },
        Err(error) => {
            let next = "use credentials that may call lambda:GetEventSourceMapping, or deploy again";
            Finding::wrong(STREAM, format!("whether the reactor reads it cannot be seen: {error}"), next)
        }
    }
}
