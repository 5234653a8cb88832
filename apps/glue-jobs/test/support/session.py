"""Runs jobs in one Spark session, one a line of standard input: tests share the session, which starts slowly."""

import json
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../jobs"))

import etl_job  # noqa: E402

spark = etl_job.start_session("tests")
spark.sparkContext.setLogLevel("OFF")
print(json.dumps({"version": spark.version, "ansi": spark.conf.get("spark.sql.ansi.enabled")}), flush=True)
for line in sys.stdin:
    call = json.loads(line)
    started = time.time()
    try:
        etl_job.Job(call["job"], spark, etl_job.read_arguments(call["args"])).run()
        answer = {}
    except Exception as error:
        answer = {"failure": str(error), "trace": traceback.format_exc()}
    answer["seconds"] = time.time() - started
    print(json.dumps(answer), flush=True)
