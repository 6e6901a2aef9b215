"""Stacks of templates at the AWS that AWS_ENDPOINT_URL names: answers each line of JSON, which has
one of these members, by a line of JSON.

prepare  {"files": {KEY: PATH}, "secrets": {NAME: TEXT}, "roles": [NAME]}: a bucket, secrets, roles,
         and a network and a zone to name in parameters
create   {"template": PATH, "name": NAME, "parameters": {...}}: the stack, as it then is
finish   the same with "update": parameters that change: updates the stack, then deletes it
"""

import ast
import base64
import json
import pathlib
import sys

import boto3
from cfnlint.decode import decode_str

BUCKET = "packages"
cloudformation = boto3.client("cloudformation")


def prepare(asked):
    s3, secrets, iam, ec2 = (boto3.client(name) for name in ("s3", "secretsmanager", "iam", "ec2"))
    s3.create_bucket(Bucket=BUCKET)
    for key, path in asked["files"].items():
        s3.upload_file(path, BUCKET, key)
    for role in asked["roles"]:
        iam.create_role(RoleName=role, AssumeRolePolicyDocument='{"Version": "2012-10-17", "Statement": []}')
    made = {
        name: secrets.create_secret(Name=name, SecretString=text)["ARN"]
        for name, text in asked["secrets"].items()
    }
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]][:2]
    boto3.client("ecs").create_cluster(clusterName="default")
    zone = boto3.client("route53").create_hosted_zone(Name="example.com", CallerReference="any")
    return {
        "secrets": made,
        "vpc": vpc,
        "subnets": ",".join(subnets),
        "zone": zone["HostedZone"]["Id"].rpartition("/")[2],
    }


def for_moto(template):
    """The template as moto can take it; docs/cloudformation.md lists what this changes."""
    for resource in template["Resources"].values():
        # Every load balancer of a stack is an application load balancer to moto.
        if resource["Type"] == "AWS::ElasticLoadBalancingV2::Listener":
            resource["Properties"]["Protocol"] = "HTTP"
        # Cloud Map's resources are none of a stack's to moto.
        if resource["Type"] == "AWS::ECS::Service":
            resource["Properties"].pop("ServiceRegistries", None)
    return json.dumps(without_full_names(template))


def without_full_names(part):
    """A target group's full name is the end of its ARN, and moto knows the ARN only."""
    if isinstance(part, list):
        return [without_full_names(each) for each in part]
    if not isinstance(part, dict):
        return part
    asked = part.get("Fn::GetAtt")
    if asked and asked[1] == "TargetGroupFullName":
        return {"Fn::Select": [5, {"Fn::Split": [":", {"Ref": asked[0]}]}]}
    return {key: without_full_names(value) for key, value in part.items()}


def read(path):
    text = pathlib.Path(path).read_text()
    template, faults = decode_str(text)
    assert not faults, faults
    return text, template


def stack_arguments(asked, body, parameters):
    return {
        "StackName": asked["name"],
        "TemplateBody": body,
        "Capabilities": ["CAPABILITY_IAM"],
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    }


def resources(name):
    found = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    # Types that moto does not know, and what a condition left out, have no name there.
    return {each["LogicalResourceId"]: each for each in found if "LogicalResourceId" in each}


def scripts(found):
    """What the stack has hosts run: user data, and commands of SSM."""
    answer = {}
    for each in found.values():
        if each["ResourceType"] == "AWS::EC2::LaunchTemplate":
            versions = boto3.client("ec2").describe_launch_template_versions(
                LaunchTemplateId=each["PhysicalResourceId"], Versions=["$Latest"]
            )
            data = versions["LaunchTemplateVersions"][-1]["LaunchTemplateData"]
            answer["userData"] = base64.b64decode(data["UserData"]).decode()
        if each["ResourceType"] == "AWS::SSM::Document":
            document = boto3.client("ssm").get_document(Name=each["PhysicalResourceId"])
            # As Python shows it, not as JSON.
            step = ast.literal_eval(document["Content"])["mainSteps"][0]
            answer["command"] = "\n".join(step["inputs"]["runCommand"])
    return answer


def targets(found):
    """Instances that the stack's target groups send connections to."""
    elb = boto3.client("elbv2")
    return sorted(
        {
            health["Target"]["Id"]
            for each in found.values()
            if each["ResourceType"] == "AWS::ElasticLoadBalancingV2::TargetGroup"
            for health in elb.describe_target_health(TargetGroupArn=each["PhysicalResourceId"])[
                "TargetHealthDescriptions"
            ]
        }
    )


def create(asked):
    text, template = read(asked["template"])
    types = {each["Type"] for each in template["Resources"].values()}
    parameters = [
        {"name": key, "default": each.get("Default"), "description": each["Description"]}
        for key, each in template["Parameters"].items()
    ]
    cloudformation.create_stack(**stack_arguments(asked, for_moto(template), asked["parameters"]))
    stack = cloudformation.describe_stacks(StackName=asked["name"])["Stacks"][0]
    found = resources(asked["name"])
    return {
        "bytes": len(text.encode()),
        "parameters": parameters,
        "status": stack["StackStatus"],
        "outputs": {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])},
        "unknown": sorted(types - {each["ResourceType"] for each in found.values()}),
        "scripts": scripts(found),
        "targets": targets(found),
    }


def finish(asked):
    _, template = read(asked["template"])
    changed = asked["parameters"] | asked["update"]
    cloudformation.update_stack(**stack_arguments(asked, for_moto(template), changed))
    answer = {
        "status": cloudformation.describe_stacks(StackName=asked["name"])["Stacks"][0]["StackStatus"],
        "scripts": scripts(resources(asked["name"])),
    }
    cloudformation.delete_stack(StackName=asked["name"])
    left = cloudformation.describe_stacks()["Stacks"]
    answer["left"] = [each["StackName"] for each in left if each["StackStatus"] != "DELETE_COMPLETE"]
    return answer


VERBS = {"prepare": prepare, "create": create, "finish": finish}
for line in sys.stdin:
    for verb, asked in json.loads(line).items():
        print(json.dumps(VERBS[verb](asked)), flush=True)
