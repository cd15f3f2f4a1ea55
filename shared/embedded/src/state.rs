//! The local process' own durable state, beside the table: how far it has read the stream, what its scheduler is to fire.
//! In AWS these are Lambda's and EventBridge's to keep.

use crate::dispatch::dispatch;
use crate::{EmbeddedError, EmbeddedTable};
use serde_json::{Value, json};

/// A table of its own, without a stream: state is no news to anybody.
const TABLE: &str = "local";

impl EmbeddedTable {
    pub(crate) fn create_state(&self) -> Result<(), EmbeddedError> {
        if self.database.get_table_metadata(TABLE)?.is_some() {
            return Ok(());
        }
        self.state_call(
            "CreateTable",
            &json!({
                "TableName": TABLE,
                "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}, {"AttributeName": "key", "KeyType": "RANGE"}],
                "AttributeDefinitions": [
                    {"AttributeName": "kind", "AttributeType": "S"},
                    {"AttributeName": "key", "AttributeType": "S"},
                ],
            }),
        )?;
        Ok(())
    }

    /// Keeps `value` under `key` (1 to 1,024 bytes), in place of what was there. Blocks.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn state_put(&self, key: &str, value: &str) -> Result<(), EmbeddedError> {
        let mut item = row(key);
        item["value"] = json!({"S": value});
        self.state_call("PutItem", &json!({"TableName": TABLE, "Item": item}))?;
        Ok(())
    }

    /// What is kept under `key`. Blocks.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn state_get(&self, key: &str) -> Result<Option<String>, EmbeddedError> {
        let answer = self.state_call("GetItem", &json!({"TableName": TABLE, "Key": row(key)}))?;
        Ok(answer["Item"]["value"]["S"].as_str().map(str::to_owned))
    }

    /// Forgets `key`; nothing happens if there is none. Blocks.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn state_delete(&self, key: &str) -> Result<(), EmbeddedError> {
        self.state_call("DeleteItem", &json!({"TableName": TABLE, "Key": row(key)}))?;
        Ok(())
    }

    /// Everything kept under keys that begin with `prefix`, by key. Blocks.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn state_list(&self, prefix: &str) -> Result<Vec<(String, String)>, EmbeddedError> {
        let mut query = json!({
            "TableName": TABLE,
            "KeyConditionExpression": "#kind = :kind",
            "ExpressionAttributeNames": {"#kind": "kind"},
            "ExpressionAttributeValues": {":kind": {"S": KIND}},
        });
        if !prefix.is_empty() {
            query["KeyConditionExpression"] = json!("#kind = :kind AND begins_with(#key, :prefix)");
            query["ExpressionAttributeNames"]["#key"] = json!("key");
            query["ExpressionAttributeValues"][":prefix"] = json!({"S": prefix});
        }
        let mut found = Vec::new();
        loop {
            let answer = self.state_call("Query", &query)?;
            for item in answer["Items"].as_array().into_iter().flatten() {
                let text = |name: &str| item[name]["S"].as_str().unwrap_or_default().to_owned();
                found.push((text("key"), text("value")));
            }
            match answer.get("LastEvaluatedKey") {
                Some(key) if !key.is_null() => query["ExclusiveStartKey"] = key.clone(),
                _ => return Ok(found),
            }
        }
    }

    fn state_call(&self, operation: &'static str, request: &Value) -> Result<Value, EmbeddedError> {
        let answer = dispatch(&self.database, operation, request.to_string().as_bytes());
        if answer.status != 200 {
            return Err(dynoxide::DynoxideError::InternalServerError(answer.body).into());
        }
        serde_json::from_str(&answer.body).map_err(|_| EmbeddedError::Shape("JSON"))
    }
}

/// All state is in one partition, so that it can be listed by prefix.
const KIND: &str = "state";

fn row(key: &str) -> Value {
    json!({"kind": {"S": KIND}, "key": {"S": key}})
}
