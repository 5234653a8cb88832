"""Runs jobs and queries in one Spark session, one a line of standard input: tests share the session, which starts slowly."""

import json
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../jobs"))

import etl_job  # noqa: E402

FILE_BYTES = etl_job.FILE_BYTES
# What the JVM says of itself goes where it does not mix with the answers.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
spark = etl_job.start_session("tests")
spark.sparkContext.setLogLevel("OFF")
print(json.dumps({"version": spark.version, "ansi": spark.conf.get("spark.sql.ansi.enabled")}), file=answers, flush=True)
for line in sys.stdin:
    call = json.loads(line)
    started = time.time()
    # The next jobs write files of this size: tests have no gigabytes to spread over files.
    etl_job.FILE_BYTES = call.get("fileBytes", FILE_BYTES)
    try:
        answer = {}
        if "query" in call:
            answer["rows"] = [row[0] for row in spark.sql(call["query"]).collect()]
        else:
            etl_job.Job(call["job"], spark, etl_job.read_arguments(call["args"])).run()
    except Exception as error:
        answer = {"failure": str(error), "trace": traceback.format_exc()}
    answer["seconds"] = time.time() - started
    print(json.dumps(answer), file=answers, flush=True)
