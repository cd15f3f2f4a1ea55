//! What the local AWS allows and refuses otherwise than AWS does.

use crate::local_aws::LocalAws;
use crate::signed::Call;
use crate::stack::{FUNCTIONS, NAME, role, statements};
use serde_json::{Value, json};

/// The local AWS judges every schedule as one of the group `default`, whatever group it is in, and a mail as a call that names
/// no identity. So the statements about schedules are repeated for that group, and those about mail for anything; what the
/// deployed ones say was checked before.
pub async fn allow(aws: &LocalAws) {
    for function in FUNCTIONS {
        let role = role(aws, function).await;
        let statements = statements(aws, &role, "calls").await;
        let of_those = |statement: &Value| [":schedule/", "ses:SendEmail"].iter().any(|of| statement.to_string().contains(of));
        let mut repeated: Vec<Value> = statements.into_iter().filter(of_those).collect();
        if repeated.is_empty() {
            continue;
        }
        for statement in &mut repeated {
            if statement.to_string().contains("ses:SendEmail") {
                statement.as_object_mut().unwrap().remove("Condition");
                statement["Resource"] = json!("*");
            }
        }
        let document = json!({"Version": "2012-10-17", "Statement": repeated}).to_string();
        let document = document.replace(&format!("schedule/{NAME}-deadlines/"), "schedule/default/");
        let name = role.rsplit('/').next().unwrap();
        let fields = [
            ("Action", "PutRolePolicy"),
            ("Version", "2010-05-08"),
            ("RoleName", name),
            ("PolicyName", "local-aws"),
            ("PolicyDocument", document.as_str()),
        ];
        let _ = aws.call(&Call::form("iam", &fields)).await.succeeded();
    }
}
