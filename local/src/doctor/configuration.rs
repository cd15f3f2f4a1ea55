//! The configuration in force: there, and valid for this version of the program.

use super::{Deployment, Finding};
use roundup_domain::Rules;

const CHECK: &str = "configuration";

/// Looks at it; the rules that it says.
pub(super) async fn look(Deployment { store, table, .. }: &Deployment, findings: &mut Vec<Finding>) -> Option<Rules> {
    let found = match store.configuration().await {
        Ok(Some(found)) => found,
        Ok(None) => {
            let next = format!("roundup config apply roundup.toml --table {table}");
            findings.push(Finding::wrong(CHECK, format!("the table {table} holds none yet"), next));
            return None;
        }
        Err(error) => {
            let next = "name the stack's table with --table, its region with AWS_REGION, and credentials that may read it";
            findings.push(Finding::wrong(CHECK, format!("the table {table} cannot be read: {error}"), next));
            return None;
        }
    };
    match roundup_config::parse(&found.toml) {
        Ok(rules) => {
            let sources = rules.sources.len();
            findings.push(Finding::right(CHECK, format!("version {} is valid, with {sources} sources", found.version)));
            Some(rules)
        }
        Err(problems) => {
            let next = "correct it and apply it again; `roundup check` shows every line";
            findings.push(Finding::wrong(CHECK, format!("version {} does not hold: {problems}", found.version), next));
            None
        }
    }
}
