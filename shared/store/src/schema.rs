//! The table's definition, for whoever creates one: the local process and the tests. The deployed table is created from the
//! template, which says the same.

use crate::keys;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{BoxError, BuildError, ProvideErrorMetadata};
use aws_sdk_dynamodb::operation::create_table::CreateTableInput;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType, TimeToLiveSpecification,
};

/// Attributes of an item that the index `waiting` carries.
pub const IN_WAITING: [&str; 3] = ["view", "next_step", "version"];
/// Attributes of an item that the index `roundup` carries.
pub const IN_ROUNDUP: [&str; 2] = ["view", "detail"];

/// The definition of a table of this name: all keys are text, capacity is on demand, the stream has both images.
///
/// # Errors
/// Never: every required part is given.
pub fn definition(table: &str) -> Result<CreateTableInputBuilder, BuildError> {
    let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(StreamViewType::NewAndOldImages);
    let local = LocalSecondaryIndex::builder()
        .index_name(keys::LOCAL)
        .set_key_schema(Some(key_schema(keys::PK, keys::L1)?))
        .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build());
    let mut definition = CreateTableInput::builder()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(Some(key_schema(keys::PK, keys::SK)?))
        .local_secondary_indexes(local.build()?)
        .global_secondary_indexes(index(keys::WAITING, key_schema(keys::G1, keys::G1S)?, &IN_WAITING)?)
        .global_secondary_indexes(index(keys::ROUNDUP, key_schema(keys::G2, keys::G2S)?, &IN_ROUNDUP)?)
        .stream_specification(stream.build()?);
    for name in [keys::PK, keys::SK, keys::L1, keys::G1, keys::G1S, keys::G2, keys::G2S] {
        let attribute = AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S);
        definition = definition.attribute_definitions(attribute.build()?);
    }
    Ok(definition)
}

fn key_schema(partition: &str, sort: &str) -> Result<Vec<KeySchemaElement>, BuildError> {
    let element = |name, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    Ok(vec![element(partition, KeyType::Hash)?, element(sort, KeyType::Range)?])
}

fn index(name: &str, schema: Vec<KeySchemaElement>, attributes: &[&str]) -> Result<GlobalSecondaryIndex, BuildError> {
    let attributes = attributes.iter().map(|attribute| (*attribute).to_owned()).collect();
    let projection = Projection::builder().projection_type(ProjectionType::Include).set_non_key_attributes(Some(attributes));
    GlobalSecondaryIndex::builder().index_name(name).set_key_schema(Some(schema)).projection(projection.build()).build()
}

/// Creates the table and has it expire rows by `ttl`. If it is there already, it stays as it is.
///
/// # Errors
/// If DynamoDB refuses, or cannot be reached.
pub async fn create_table(client: &Client, table: &str) -> Result<(), BoxError> {
    match definition(table)?.send_with(client).await {
        Ok(_) => {}
        Err(error) if error.code() == Some("ResourceInUseException") => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    let ttl = TimeToLiveSpecification::builder().attribute_name(keys::TTL).enabled(true).build()?;
    client.update_time_to_live().table_name(table).time_to_live_specification(ttl).send().await?;
    Ok(())
}
