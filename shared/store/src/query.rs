//! Reading all pages of a query.

use crate::attributes::{Attributes, s};
use crate::error::StoreError;
use crate::{Store, keys};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;

/// A condition on the sort key of whatever is queried.
pub(crate) enum Sort {
    /// Begins with.
    Prefix(String),
    /// From the first to the second, both included.
    Between((String, String)),
    /// Up to and including.
    UpTo(String),
    /// Exactly.
    Is(String),
    /// Whatever.
    Any,
}

impl Store {
    /// A query on the table: one conversation's rows, in order of their sort keys, as they are now.
    pub(crate) fn rows(&self, partition: String, sort: Sort) -> QueryFluentBuilder {
        self.keyed((keys::PK, partition), (keys::SK, sort)).consistent_read(true)
    }

    /// A query on `local`, as it is now.
    pub(crate) fn local(&self, partition: String, sort: Sort) -> QueryFluentBuilder {
        self.keyed((keys::PK, partition), (keys::L1, sort)).index_name(keys::LOCAL).consistent_read(true)
    }

    /// A query on the table or an index, by the names of its keys.
    pub(crate) fn keyed(&self, (pk, partition): (&str, String), (sk, sort): (&str, Sort)) -> QueryFluentBuilder {
        let query = self.client.query().table_name(&*self.table);
        let query = query.expression_attribute_names("#pk", pk).expression_attribute_values(":pk", s(partition));
        let (condition, values) = match sort {
            Sort::Any => return query.key_condition_expression("#pk = :pk"),
            Sort::Prefix(prefix) => ("#pk = :pk AND begins_with(#sk, :a)", vec![prefix]),
            Sort::Between((from, to)) => ("#pk = :pk AND #sk BETWEEN :a AND :b", vec![from, to]),
            Sort::UpTo(to) => ("#pk = :pk AND #sk <= :a", vec![to]),
            Sort::Is(value) => ("#pk = :pk AND #sk = :a", vec![value]),
        };
        let query = query.key_condition_expression(condition).expression_attribute_names("#sk", sk);
        values.into_iter().zip([":a", ":b"]).fold(query, |query, (value, name)| query.expression_attribute_values(name, s(value)))
    }

    /// Every row that the query finds. DynamoDB answers with at most 1 MB at a time.
    pub(crate) async fn all(&self, query: QueryFluentBuilder) -> Result<Vec<Attributes>, StoreError> {
        let mut rows = Vec::new();
        let mut start = None;
        loop {
            let page = query.clone().set_exclusive_start_key(start).send().await;
            let page = page.map_err(|error| StoreError::of("Query", &error))?;
            rows.extend(page.items.unwrap_or_default());
            match page.last_evaluated_key {
                Some(key) if !key.is_empty() => start = Some(key),
                _ => return Ok(rows),
            }
        }
    }

    /// The first rows that the query finds, `limit` of them at most and fewer only if there are no more.
    pub(crate) async fn first(&self, query: QueryFluentBuilder, limit: usize) -> Result<Vec<Attributes>, StoreError> {
        let mut rows: Vec<Attributes> = Vec::new();
        let mut start = None;
        while rows.len() < limit {
            let missing = i32::try_from(limit - rows.len()).unwrap_or(i32::MAX);
            let page = query.clone().limit(missing).set_exclusive_start_key(start).send().await;
            let page = page.map_err(|error| StoreError::of("Query", &error))?;
            rows.extend(page.items.unwrap_or_default());
            match page.last_evaluated_key {
                Some(key) if !key.is_empty() => start = Some(key),
                _ => break,
            }
        }
        Ok(rows)
    }
}
