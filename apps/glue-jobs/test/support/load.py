"""Runs gold_to_redshift with clients that answer as they are told, and prints what they were asked."""

import io
import json
import os
import sys
import types

plan, outcomes, argv = (json.loads(text) for text in sys.argv[1:4])
calls = []


class S3:
    def get_object(self, Bucket, Key):
        calls.append({"read": f"{Bucket}/{Key}"})
        return {"Body": io.BytesIO(json.dumps(plan).encode())}


class RedshiftData:
    def __init__(self):
        self.ids = {}

    def batch_execute_statement(self, **request):
        calls.append({"start": request})
        # The same token starts nothing twice.
        return {"Id": self.ids.setdefault(request["ClientToken"], f"s{len(self.ids)}")}

    def describe_statement(self, Id):
        return outcomes[int(Id[1:])]


sys.modules["boto3"] = types.SimpleNamespace(client=lambda name: S3() if name == "s3" else RedshiftData())
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../jobs"))

import gold_to_redshift  # noqa: E402

gold_to_redshift.time.sleep = lambda seconds: None
problem = None
try:
    gold_to_redshift.main(argv)
except SystemExit as end:
    problem = end.code
print(json.dumps({"calls": calls, "problem": problem}))
