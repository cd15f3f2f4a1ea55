//! The template says a second time what the code says: the same.

use crate::World;
use roundup_deployment_test::stack;
use roundup_store::schema;
use roundup_store::stream::FILTERS;
use serde_json::{Value, json};

pub async fn the_table_and_the_stream_are_those_of_the_code(world: &World) {
    let table = stack::table(&world.aws).await;
    let wanted = schema::definition(stack::NAME).unwrap();
    let keys = |schema: &[aws_sdk_dynamodb::types::KeySchemaElement]| -> Value {
        schema.iter().map(|key| json!({"AttributeName": key.attribute_name(), "KeyType": key.key_type().as_str()})).collect()
    };
    assert_eq!(table["KeySchema"], keys(wanted.get_key_schema().as_deref().unwrap()));
    let local = &wanted.get_local_secondary_indexes().as_deref().unwrap()[0];
    assert_eq!(table["LocalSecondaryIndexes"].as_array().unwrap().len(), 1);
    assert_eq!(table["LocalSecondaryIndexes"][0]["IndexName"], local.index_name());
    assert_eq!(table["LocalSecondaryIndexes"][0]["KeySchema"], keys(local.key_schema()));
    assert_eq!(table["LocalSecondaryIndexes"][0]["Projection"]["ProjectionType"], "KEYS_ONLY");
    let globals = wanted.get_global_secondary_indexes().as_deref().unwrap();
    assert_eq!(table["GlobalSecondaryIndexes"].as_array().unwrap().len(), globals.len());
    for index in globals {
        let deployed = table["GlobalSecondaryIndexes"].as_array().unwrap();
        let deployed = deployed.iter().find(|deployed| deployed["IndexName"] == index.index_name()).unwrap();
        assert_eq!(deployed["KeySchema"], keys(index.key_schema()));
        assert_eq!(deployed["Projection"]["NonKeyAttributes"], json!(index.projection().unwrap().non_key_attributes()));
    }
    let stream = wanted.get_stream_specification().as_ref().unwrap().stream_view_type().unwrap();
    assert_eq!(table["StreamSpecification"]["StreamViewType"], stream.as_str());

    let mapping = stack::mapping(&world.aws).await;
    let filters = mapping["FilterCriteria"]["Filters"].as_array().unwrap();
    let patterns: Vec<Value> = filters.iter().map(|filter| parsed(filter["Pattern"].as_str().unwrap())).collect();
    assert_eq!(patterns, FILTERS.map(parsed), "the stream's filters are those of the code");
    assert_eq!(mapping["FunctionResponseTypes"], json!(["ReportBatchItemFailures"]));
}

fn parsed(pattern: &str) -> Value {
    serde_json::from_str(pattern).unwrap()
}
