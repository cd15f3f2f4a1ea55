//! `erase` and `import` on the deployed table (CONTRACT 1).

use crate::readers::asked;
use crate::{assert_refused, run, well};
use jiff::Timestamp;
use roundup_embedded::EmbeddedTable;
use roundup_standins::{GithubStandIn, Journal};
use roundup_store::{Configuration, Store};
use roundup_tests::Thread;
use roundup_tests::aws::AwsStandIn;
use roundup_tests::binary::{Ended, command, ended, folder, system_now};
use roundup_tests::configuration::*;
use roundup_tests::github::Form;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

#[tokio::test]
async fn a_person_is_erased_from_the_deployed_table_with_the_schedules_of_their_deadlines() {
    let (folder, aws, id) = asked().await;
    let person = format!("slack:{DANA}");
    let erase = ["erase", "--person", person.as_str(), "--yes", "--table", "roundup"];
    let unseen = run(folder.path(), &aws, &erase).await;
    assert_refused(&unseen, &["roundup-reactor", "cannot be seen", "lambda:GetFunctionConfiguration"]);
    let variables = json!({"ROUNDUP_SCHEDULE_GROUP": "roundup-deadlines", "ROUNDUP_SCHEDULER_ROLE_ARN": "arn:aws:iam::1:role/s",
        "ROUNDUP_DEADLINE_ARN": "arn:aws:lambda:eu-central-1:1:function:roundup-deadline"});
    aws.services().functions.insert("roundup-reactor".to_owned(), variables);
    let dry = well(run(folder.path(), &aws, &[&erase[..3], &["--dry-run", "--table", "roundup"]].concat()).await);
    assert!(dry.contains("Nothing was erased"), "{dry}");
    assert!(well(run(folder.path(), &aws, &["items", "--json", "--table", "roundup"]).await).contains(&id));
    let told = well(run(folder.path(), &aws, &erase).await);
    assert!(told.contains("1 item") && told.contains("deadlines with their schedules"), "{told}");
    assert_eq!(well(run(folder.path(), &aws, &["items", "--json", "--table", "roundup"]).await).trim(), "[]");
    let unscheduled = aws.services().unscheduled.clone();
    assert!(!unscheduled.is_empty(), "their schedules go with them");
    assert!(unscheduled.iter().all(|one| one.contains("groupName=roundup-deadlines")), "{unscheduled:?}");
}

/// An empty deployed table, and a GitHub with an issue in it.
struct Around {
    aws: AwsStandIn,
    github: String,
}

impl Around {
    async fn new() -> Self {
        let table = EmbeddedTable::in_memory(Timestamp::UNIX_EPOCH).unwrap();
        roundup_store::schema::create_table(&table.client(), "roundup").await.unwrap();
        let github = GithubStandIn::new(&Journal::new(Arc::new(system_now)));
        introduce_to_github(&github);
        let issue = Thread::new(Form::Issue, WIDGETS, 12, OCTOCAT, "Keys do not rotate", system_now()).opened();
        github.hear(issue.event, &issue.payload);
        let (address, _) = roundup_standins::serve(github.router()).await.unwrap();
        Self { aws: AwsStandIn::with(table).await, github: format!("http://{address}/") }
    }

    fn store(&self) -> Store {
        Store::new(self.aws.table.client(), "roundup")
    }

    async fn import(&self, folder: &Path) -> Ended {
        let mut command = command(folder, &["import", "github", WIDGETS, "--since", "30d", "--table", "roundup"]);
        self.aws.told(&mut command);
        command.env("GITHUB_API_URL", &self.github).env("GITHUB_TOKEN", GITHUB_TOKEN);
        ended(command).await
    }
}

#[tokio::test]
async fn history_is_imported_into_the_deployed_table_once_and_its_reactor_does_the_rest() {
    let (folder, around) = (folder(), Around::new().await);
    let early = around.import(folder.path()).await;
    assert_refused(&early, &["holds no configuration yet", "roundup config apply"]);
    let applied = Configuration { version: 1, toml: ACME.to_owned(), by: "ada".to_owned(), at: Timestamp::UNIX_EPOCH };
    around.store().apply_configuration(&applied).await.unwrap();
    let first = around.import(folder.path()).await;
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.out.contains("1 thread read") && first.out.contains("roundup items --table roundup"), "{}", first.out);
    let (facts, _) = around.store().facts_page(None).await.unwrap();
    assert!(facts.iter().any(|filed| filed.conversation.as_str() == "github:acme/widgets#12"), "{facts:?}");
    let again = around.import(folder.path()).await;
    assert!(again.out.contains("0 facts"), "{}", again.out);
}
