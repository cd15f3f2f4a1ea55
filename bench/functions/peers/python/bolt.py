"""Slack's events with Bolt for Python and its adapter for Lambda."""

import json
import os

import boto3
from slack_bolt import App
from slack_bolt.adapter.aws_lambda import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

client = boto3.client("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL"])


def authorize(**_):
    """Whom we act for is known: nothing is asked of Slack."""
    return AuthorizeResult(enterprise_id=None, team_id="T0BENCH01", bot_token="xoxb-bench", bot_id="B0BENCH01", bot_user_id="U0BENCH01")


app = App(signing_secret=os.environ["SLACK_SIGNING_SECRET"], authorize=authorize, process_before_response=True)


@app.event("message")
def message(event):
    fact = json.dumps({"by": event["user"], "text": event["text"]})
    item = {"pk": {"S": f"CONV#slack:{event['channel']}"}, "sk": {"S": f"TOP#{event['ts']}"}, "fact": {"S": fact}}
    try:
        client.put_item(TableName=os.environ["ROUNDUP_TABLE"], Item=item, ConditionExpression="attribute_not_exists(pk)")
    except client.exceptions.ConditionalCheckFailedException:
        pass


handle = SlackRequestHandler(app).handle


def handler(event, context):
    return handle(event, context)
