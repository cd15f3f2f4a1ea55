//! The stack: what its resources are called.

use super::{Deployment, Finding};
use crate::aws::{CallError, members, texts};
use std::collections::BTreeMap;

const CHECK: &str = "stack";
const CLOUDFORMATION: (&str, &str, &str) = ("cloudformation", "cloudformation", "2010-05-15");
/// More pages than a stack has: it has 500 resources at most, 100 to a page.
const PAGES: usize = 8;

/// A stack as far as it could be seen.
#[derive(Debug, Default)]
pub(super) struct Stack {
    /// By logical id: type and physical id.
    resources: BTreeMap<String, (String, String)>,
    /// The deployment's address.
    pub(super) url: Option<String>,
}

impl Stack {
    /// What a resource of the template is really called.
    pub(super) fn name(&self, logical: &str) -> Option<&str> {
        self.resources.get(logical).map(|(_, physical)| physical.as_str())
    }

    /// What all resources of a type are called, by their names in the template.
    pub(super) fn of_type(&self, wanted: &str) -> Vec<(&str, &str)> {
        let of_type = self.resources.iter().filter(|(_, (kind, _))| kind == wanted);
        of_type.map(|(logical, (_, physical))| (logical.as_str(), physical.as_str())).collect()
    }

    /// Whether anything is known of it.
    pub(super) fn is_known(&self) -> bool {
        !self.resources.is_empty()
    }
}

/// Looks the stack up.
pub(super) async fn look(deployment: &Deployment, findings: &mut Vec<Finding>) -> Stack {
    let name = &deployment.stack;
    match read(deployment).await {
        Ok((status, stack)) if status.ends_with("_COMPLETE") && !status.contains("ROLLBACK") => {
            findings.push(Finding::right(CHECK, format!("{name} is deployed: {status}")));
            stack
        }
        Ok((status, stack)) => {
            let next = "`aws cloudformation describe-stack-events` says why; deploy again";
            findings.push(Finding::wrong(CHECK, format!("{name} is {status}"), next));
            stack
        }
        Err(error) if error.is_missing() => {
            let next = "deploy it (README.md, \"Deploy to AWS\"), or name it with --stack and its region with AWS_REGION";
            findings.push(Finding::wrong(CHECK, format!("there is no stack {name}"), next));
            Stack::default()
        }
        Err(error) => {
            let next = "use credentials that may call cloudformation:DescribeStacks and ListStackResources";
            findings.push(Finding::wrong(CHECK, format!("{name} cannot be seen: {error}"), next));
            Stack::default()
        }
    }
}

/// Its status and what is in it.
async fn read(Deployment { aws, stack: name, now, .. }: &Deployment) -> Result<(String, Stack), CallError> {
    let described = aws.query(CLOUDFORMATION, "DescribeStacks", &[("StackName", name)], *now).await?;
    let status = texts(&described, "StackStatus").into_iter().next().unwrap_or_else(|| "of no status".to_owned());
    let outputs = members(&described, "member");
    let output = |key: &str| outputs.iter().find(|output| output.get("OutputKey").is_some_and(|name| name == key));
    let url = output("Url").and_then(|output| output.get("OutputValue").cloned());
    let mut resources = BTreeMap::new();
    let mut next: Option<String> = None;
    for _ in 0..PAGES {
        let token = next.as_deref().map(|token| ("NextToken", token));
        let parameters: Vec<_> = std::iter::once(("StackName", name.as_str())).chain(token).collect();
        let page = aws.query(CLOUDFORMATION, "ListStackResources", &parameters, *now).await?;
        resources.extend(members(&page, "member").iter().filter_map(|member| {
            let text = |name: &str| member.get(name).cloned();
            Some((text("LogicalResourceId")?, (text("ResourceType")?, text("PhysicalResourceId")?)))
        }));
        next = texts(&page, "NextToken").into_iter().next();
        if next.is_none() {
            break;
        }
    }
    Ok((status, Stack { resources, url }))
}
