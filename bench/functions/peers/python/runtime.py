"""What AWS's runtime for Python does: loads the handler, asks for the next invocation, posts what came of it
(AWS, "Using the Lambda runtime API for custom runtimes")."""

import http.client
import importlib
import json
import os
from types import SimpleNamespace

connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    connection.request(method, f"/2018-06-01/runtime/{path}", body)
    response = connection.getresponse()
    return response.headers, response.read()


# AWS, "Using the Lambda context object to retrieve Python function information".
context = SimpleNamespace(
    function_name=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
    function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:bench",
    memory_limit_in_mb=os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    aws_request_id="8476a536-e9f4-11e8-9739-2dfe598c3fcd",
)
handler = importlib.import_module(os.environ["_HANDLER"]).handler
while True:
    headers, body = call("GET", "invocation/next")
    invocation = headers["lambda-runtime-aws-request-id"]
    try:
        answer = json.dumps(handler(json.loads(body), context))
        call("POST", f"invocation/{invocation}/response", answer)
    except Exception as error:
        call("POST", f"invocation/{invocation}/error", json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}))
