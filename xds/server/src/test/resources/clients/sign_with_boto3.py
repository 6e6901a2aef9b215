"""Creates, describes, lists and deletes virtual services of mesh shop whose names are given:
one line for each call that fails, and 'done' in the end."""

import sys

import boto3
from botocore.exceptions import ClientError

client = boto3.client("appmesh")


def call(method, **members):
    try:
        return getattr(client, method)(**members)
    except ClientError as e:
        print(method, members, e.response["Error"]["Code"], e.response["Error"]["Message"])
        return {}


for name in sys.argv[1:]:
    one = dict(meshName="shop", virtualServiceName=name)
    call("create_virtual_service", spec={}, **one)
    call("create_virtual_service", meshName="shop", virtualServiceName=name + "2", spec={})
    call("describe_virtual_service", meshOwner="000000000000", **one)
    page = call("list_virtual_services", meshName="shop", limit=1)
    call("list_virtual_services", meshName="shop", limit=1, nextToken=page.get("nextToken", ""))
    call("delete_virtual_service", **one)
    call("delete_virtual_service", meshName="shop", virtualServiceName=name + "2")
print("done")
