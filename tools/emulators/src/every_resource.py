"""Lets moto's CloudFormation take every type of resource.

Secrets, Glue databases, tables and crawlers are made with moto's own services, and buckets with their versioning and
their events to EventBridge. Any other type that moto's CloudFormation cannot make (a Redshift workgroup, an alarm, a
custom resource) becomes a record: it has a name and an ARN for others to refer to, it is updated and deleted with its
stack, and nothing stands behind it.
"""

import json

from moto.cloudformation import parsing
from moto.cloudformation.models import Stack
from moto.core.common_models import CloudFormationModel
from moto.ec2.models import ec2_backends
from moto.ec2.models.route_tables import RouteTable
from moto.glue.models import glue_backends
from moto.s3.models import FakeBucket
from moto.secretsmanager.models import secretsmanager_backends

known = parsing.resource_class_from_type


def make_secret(account_id, region_name, name, properties):
    generate = properties.get("GenerateSecretString")
    backend = secretsmanager_backends[account_id][region_name]
    text = properties.get("SecretString")
    if generate is not None:
        password = backend.get_random_password(
            int(generate.get("PasswordLength", 32)),
            generate.get("ExcludeCharacters", ""),
            False,
            False,
            False,
            False,
            False,
            True,
        )
        key = generate.get("GenerateStringKey")
        whole = json.loads(generate["SecretStringTemplate"]) if key else {}
        text = json.dumps({**whole, key: json.loads(password)["RandomPassword"]})
    answer = backend.create_secret(name, text, None, properties.get("Description"), None, None, None, [], False)
    return json.loads(answer)["ARN"]


def remove_secret(account_id, region_name, name):
    secretsmanager_backends[account_id][region_name].delete_secret(name, None, True)


def make_database(account_id, region_name, name, properties):
    wanted = pascal(properties["DatabaseInput"])
    glue_backends[account_id][region_name].create_database(wanted["Name"], wanted)
    return wanted["Name"]


def make_table(account_id, region_name, name, properties):
    wanted = pascal(properties["TableInput"])
    glue_backends[account_id][region_name].create_table(properties["DatabaseName"], wanted["Name"], wanted)
    return wanted["Name"]


def make_crawler(account_id, region_name, name, properties):
    glue_backends[account_id][region_name].create_crawler(
        name,
        properties["Role"],
        properties["DatabaseName"],
        properties.get("Description"),
        properties["Targets"],
        None,
        [],
        properties.get("TablePrefix"),
        properties.get("SchemaChangePolicy"),
        properties.get("RecrawlPolicy"),
        None,
        properties.get("Configuration"),
        properties.get("CrawlerSecurityConfiguration"),
        {},
    )
    return name


def remove_database(account_id, region_name, name):
    glue_backends[account_id][region_name].delete_database(name)


def remove_crawler(account_id, region_name, name):
    glue_backends[account_id][region_name].delete_crawler(name)


# A table goes with its database.
MAKE = {
    "AWS::SecretsManager::Secret": make_secret,
    "AWS::Glue::Database": make_database,
    "AWS::Glue::Table": make_table,
    "AWS::Glue::Crawler": make_crawler,
}
REMOVE = {
    "AWS::SecretsManager::Secret": remove_secret,
    "AWS::Glue::Database": remove_database,
    "AWS::Glue::Crawler": remove_crawler,
}


make_bucket = FakeBucket.create_from_cloudformation_json


def make_whole_bucket(resource_name, cloudformation_json, account_id, region_name, **kwargs):
    bucket = make_bucket(resource_name, cloudformation_json, account_id, region_name, **kwargs)
    properties = cloudformation_json.get("Properties", {})
    bucket.versioning_status = properties.get("VersioningConfiguration", {}).get("Status")
    if "EventBridgeConfiguration" in properties.get("NotificationConfiguration", {}):
        bucket.set_notification_configuration({"EventBridgeConfiguration": {}})
    return bucket


FakeBucket.create_from_cloudformation_json = make_whole_bucket


def pascal(value):
    return {key[0].upper() + key[1:]: inner for key, inner in value.items()}


class Record(CloudFormationModel):
    # Moto keeps its models by the part of moto they belong to.
    __module__ = "moto.every_resource"

    def __init__(self, physical_resource_id, cloudformation_type, account_id, region_name):
        self.physical_resource_id = physical_resource_id
        self.type = cloudformation_type
        self.account_id = account_id
        self.region_name = region_name

    @staticmethod
    def cloudformation_name_type():
        return None

    @staticmethod
    def cloudformation_type():
        return "?"

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    def get_cfn_attribute(self, attribute_name):
        _, service, kind = (self.type.split("::") + ["", ""])[:3]
        # The one service whose ARNs are not called as its resources are.
        service = {"redshiftserverless": "redshift-serverless"}.get(service.lower(), service.lower())
        return f"arn:aws:{service}:{self.region_name}:{self.account_id}:{kind.lower()}/{self.physical_resource_id}"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        cloudformation_type = cloudformation_json["Type"]
        properties = cloudformation_json.get("Properties", {})
        kind = cloudformation_type.split("::")[-1]
        name = properties.get(f"{kind}Name") or properties.get("Name") or resource_name
        make = MAKE.get(cloudformation_type)
        physical = name if make is None else make(account_id, region_name, name, properties)
        return cls(physical, cloudformation_type, account_id, region_name)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        remove = REMOVE.get(cloudformation_json["Type"])
        if remove is not None:
            remove(account_id, region_name, resource_name)

    def is_created(self):
        return True


def delete_route_table(cls, resource_name, cloudformation_json, account_id, region_name):
    backend = ec2_backends[account_id][region_name]
    for association in list(backend.get_route_table(resource_name).associations):
        backend.disassociate_route_table(association)
    backend.delete_route_table(resource_name)


# Moto makes route tables with a stack, and leaves them behind.
RouteTable.delete_from_cloudformation_json = classmethod(delete_route_table)


delete_stack = Stack.delete


def delete_for_good(self):
    delete_stack(self)
    # Moto makes a resource when it is first asked for: who describes a deleted stack would have it made again.
    self.resource_map._resource_json_map = {}
    self.output_map = parsing.OutputMap(self.resource_map, {}, self.stack_id)


Stack.delete = delete_for_good


def class_of(resource_type):
    if resource_type.startswith("Custom::"):
        return Record
    return known(resource_type) or Record


parsing.resource_class_from_type = class_of
