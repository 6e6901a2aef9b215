"""Calls App Mesh through boto3: one JSON call a line on standard input, one JSON answer a line.

An answer lists where the server's reply departs from botocore's model of the operation.
"""

import json
import re
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

TYPES = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "timestamp": (int, float),
    "structure": dict,
    "list": list,
}

client = boto3.client("appmesh")
departures = []


def compare(value, shape, path):
    """Notes how a value of the reply differs from its shape."""
    if not isinstance(value, TYPES[shape.type_name]):
        departures.append(f"{path}: {value!r} is no {shape.type_name}")
    elif shape.type_name == "structure":
        departures.extend(f"{path}.{name}: missing" for name in shape.required_members if name not in value)
        for name, member in value.items():
            if name in shape.members:
                compare(member, shape.members[name], f"{path}.{name}")
            else:
                departures.append(f"{path}.{name}: unknown")
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            compare(item, shape.member, f"{path}[{index}]")
    elif getattr(shape, "enum", None) and value not in shape.enum:
        departures.append(f"{path}: {value!r} is none of {shape.enum}")


def complete(parsed, shape, path):
    """Notes what the parser should have found and did not."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if name in parsed:
                complete(parsed[name], member, f"{path}.{name}")
            elif name in shape.required_members:
                departures.append(f"{path}.{name}: not parsed")
    elif shape.type_name == "list":
        for index, item in enumerate(parsed):
            complete(item, shape.member, f"{path}[{index}]")


def check(http_response, parsed, model, **_):
    status = http_response.status_code
    if not parsed["ResponseMetadata"].get("RequestId"):
        departures.append(f"{model.name}: no request id")
    if status < 300:
        shape = model.output_shape
        payload = shape.serialization.get("payload")
        body = json.loads(http_response.content)
        compare({payload: body} if payload else body, shape, model.name)
        complete(parsed, shape, model.name)
    else:
        code = parsed["Error"]["Code"]
        known = {shape.name: shape.metadata["error"]["httpStatusCode"] for shape in model.error_shapes}
        if known.get(code) != status:
            departures.append(f"{model.name}: {status} {code} is none of {known}")


def call(operation, arguments, page_size):
    method = re.sub(r"(?<!^)([A-Z])", r"_\1", operation).lower()
    if page_size is None:
        answer = getattr(client, method)(**arguments)
        answer.pop("ResponseMetadata")
        return answer
    pages = client.get_paginator(method).paginate(**arguments, PaginationConfig={"PageSize": page_size})
    return pages.build_full_result()


def answer(question):
    departures.clear()
    if not question["operation"]:
        return client.meta.service_model.operation_names
    try:
        ok = call(question["operation"], question["input"], question.get("pageSize"))
        return {"ok": ok, "departures": departures}
    except ClientError as e:
        error = e.response["Error"]
        return {"code": error["Code"], "message": error["Message"], "departures": departures}
    except BotoCoreError as e:
        return {"code": "client", "message": str(e), "departures": departures}
    except Exception as e:  # what the parser makes of a reply that it cannot read
        return {"departures": departures + [f"not parsed: {e!r}"]}


client.meta.events.register("after-call.app-mesh", check)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), default=str))
