// The one conditional put, with AWS's SDK.
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({ endpoint: process.env.AWS_ENDPOINT_URL });

export const put = async (pk, sk, fact) => {
  const item = { pk: { S: pk }, sk: { S: sk }, fact: { S: JSON.stringify(fact) } };
  const write = new PutItemCommand({ TableName: process.env.ROUNDUP_TABLE, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });
  try {
    await client.send(write);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
