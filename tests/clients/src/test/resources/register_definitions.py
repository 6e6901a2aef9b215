"""Registers each task definition of a folder with moto's ECS, in this process.

boto3 checks each against ECS's own model first. What DescribeTaskDefinition then answers is printed
as one JSON object by the files' names.
"""

import json
import os
import pathlib
import sys

os.environ.update(
    AWS_ACCESS_KEY_ID="any", AWS_SECRET_ACCESS_KEY="any", AWS_DEFAULT_REGION="eu-west-1"
)

import boto3
from moto import mock_aws

with mock_aws():
    ecs = boto3.client("ecs")
    described = {}
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
        try:
            made = ecs.register_task_definition(**json.loads(file.read_text()))
            arn = made["taskDefinition"]["taskDefinitionArn"]
            answer = ecs.describe_task_definition(taskDefinition=arn, include=["TAGS"])
            answer.pop("ResponseMetadata")
            described[file.stem] = answer
        except Exception as failure:
            sys.exit(f"{file}: {failure}")
    json.dump(described, sys.stdout, default=str)
