"""Loads a batch's gold into Redshift: executes, in one transaction, the statements that TypeScript rendered.

A Python shell job of Glue (Python 3.9): it needs boto3 and nothing of Spark. Started again for the same batch it finds the
transaction that runs or has ended, by its token; only after one that failed it starts another.
"""

import argparse
import hashlib
import json
import re
import sys
import time
from urllib.parse import urlparse

import boto3

# What Redshift says when a transaction lost to another one, and may simply be tried again.
LOST_TO_ANOTHER = re.compile(r"\b1023\b|serializable isolation|concurrent transaction|could not open relation with OID", re.I)
MOST_TRIES = 6
POLL_SECONDS = 2.0


class JobError(Exception):
    """The load cannot be done; the message says why."""


def read_arguments(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--lake", required=True)
    parser.add_argument("--batch_id", required=True)
    parser.add_argument("--plan", required=True, help="s3 url of the rendered statements")
    parser.add_argument("--contract_version", required=True, type=int)
    parser.add_argument("--redshift_workgroup", default="")
    parser.add_argument("--redshift_cluster", default="")
    parser.add_argument("--redshift_database", required=True)
    parser.add_argument("--redshift_secret_arn", default="")
    # Glue adds arguments of its own, and others are part of the statements already.
    arguments, _ = parser.parse_known_args(argv)
    if bool(arguments.redshift_workgroup) == bool(arguments.redshift_cluster):
        raise JobError("Give either --redshift_workgroup or --redshift_cluster: one of them, not both.")
    return arguments


def read_plan(arguments, s3):
    place = urlparse(arguments.plan)
    plan = json.loads(s3.get_object(Bucket=place.netloc, Key=place.path.lstrip("/"))["Body"].read())
    if plan["batchId"] != arguments.batch_id:
        raise JobError(f"The plan at {arguments.plan} loads batch {plan['batchId']}, not {arguments.batch_id}.")
    if plan["contractVersion"] != arguments.contract_version:
        raise JobError(
            f"The plan at {arguments.plan} is for version {plan['contractVersion']} of the contract, but the job was "
            f"started for version {arguments.contract_version}. Start the batch again with the release that is deployed."
        )
    return plan


def target_of(arguments):
    target = {"Database": arguments.redshift_database}
    if arguments.redshift_workgroup:
        target["WorkgroupName"] = arguments.redshift_workgroup
    else:
        target["ClusterIdentifier"] = arguments.redshift_cluster
    if arguments.redshift_secret_arn:
        target["SecretArn"] = arguments.redshift_secret_arn
    return target


def start(redshift, target, plan, tries):
    """The same try of the same statements has the same token, and is started once."""
    text = json.dumps([plan["batchId"], tries, plan["statements"]])
    return redshift.batch_execute_statement(
        Sqls=plan["statements"],
        StatementName=f"load {plan['batchId']}",
        ClientToken=hashlib.sha256(text.encode()).hexdigest(),
        **target,
    )["Id"]


def wait(redshift, statement_id):
    while True:
        description = redshift.describe_statement(Id=statement_id)
        if description["Status"] in ("FINISHED", "FAILED", "ABORTED"):
            return description
        time.sleep(POLL_SECONDS)


def load(redshift, target, plan):
    for tries in range(1, MOST_TRIES + 1):
        description = wait(redshift, start(redshift, target, plan, tries))
        if description["Status"] == "FINISHED":
            return
        cause = description.get("Error") or f"it ended as {description['Status']}"
        if not LOST_TO_ANOTHER.search(cause):
            raise JobError(f"The load of batch {plan['batchId']} failed: {cause}{failed_part(description)}")
        time.sleep(min(60.0, POLL_SECONDS * 2**tries))
    raise JobError(f"The load of batch {plan['batchId']} lost to other transactions {MOST_TRIES} times. Start it again later.")


def failed_part(description):
    for part in description.get("SubStatements", []):
        if part["Status"] == "FAILED":
            return f" (in: {part.get('QueryString', '')[:500]})"
    return ""


def main(argv):
    try:
        arguments = read_arguments(argv)
        plan = read_plan(arguments, boto3.client("s3"))
        load(boto3.client("redshift-data"), target_of(arguments), plan)
    except JobError as error:
        sys.exit(f"gold-to-redshift: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
