"""What the Spark jobs share: their arguments, the lake's documents, and the steps of a plan.

The plan is rendered from the contract by TypeScript (`renderSparkPlan`); nothing here knows a data set.
"""

import argparse
import contextlib
import json
import math
import sys
import time

from pyspark.sql import DataFrame, SparkSession

from source_lines import read_lines

PLAN_FORMAT = 1
# Redshift and Spark both read files of this size well; it is what one file is meant to have.
FILE_BYTES = 256 * 1024 * 1024


class JobError(Exception):
    """A job cannot do what it was asked for; the message says why."""


def read_arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lake", required=True, help="the lake: s3://bucket, or a folder")
    parser.add_argument("--batch_id", required=True)
    parser.add_argument("--plan", required=True, help="where the rendered plan lies")
    parser.add_argument("--contract_version", required=True, type=int)
    # Glue adds arguments of its own.
    arguments, _ = parser.parse_known_args(argv)
    return arguments


class Lake:
    """The lake as Hadoop's file systems see it, so that a folder and S3 are the same."""

    def __init__(self, spark: SparkSession, root: str):
        self._jvm = spark.sparkContext._jvm
        self._conf = spark.sparkContext._jsc.hadoopConfiguration()
        self.root = root.rstrip("/")
        # In a folder Hadoop would put a file with checksums beside every file.
        fs, _ = self._at(self.root)
        fs.setWriteChecksum(False)

    def url(self, key: str) -> str:
        return f"{self.root}/{key}"

    def _at(self, url: str):
        path = self._jvm.org.apache.hadoop.fs.Path(url)
        return path.getFileSystem(self._conf), path

    def read_json(self, url: str):
        fs, path = self._at(url)
        if not fs.exists(path):
            raise JobError(f"There is nothing at {url}.")
        stream = fs.open(path)
        try:
            return json.loads(self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def write_json(self, url: str, value) -> None:
        fs, path = self._at(url)
        stream = fs.create(path, True)
        try:
            stream.write(bytearray(json.dumps(value).encode()))
        finally:
            stream.close()

    def remove(self, url: str) -> None:
        fs, path = self._at(url)
        fs.delete(path, True)

    def make_folder(self, url: str) -> None:
        fs, path = self._at(url)
        fs.mkdirs(path)

    def size_of(self, url: str) -> int:
        fs, path = self._at(url)
        return fs.getContentSummary(path).getLength() if fs.exists(path) else 0


def refuse_other_versions(arguments, plan, batch, manifest) -> None:
    """A plan of another version would give other rows without a word."""
    if plan["format"] != PLAN_FORMAT:
        raise JobError(
            f"The plan at {arguments.plan} has format {plan['format']}, and this job knows format {PLAN_FORMAT}. "
            "Deploy the jobs and the plan of one release."
        )
    contract = plan["contract"]
    for where, other in (
        ("the job was started for", {**contract, "version": arguments.contract_version}),
        (f"batch {arguments.batch_id} was planned for", batch["contract"]),
        (f"the manifest of batch {arguments.batch_id} is for", manifest["contract"]),
    ):
        if other != contract:
            raise JobError(
                f"The plan at {arguments.plan} is for version {contract['version']} of the contract "
                f"{contract['name']}, but {where} version {other['version']} of {other['name']}. "
                "Render the plan again from the contract that is deployed."
            )


class Job:
    """One run of a job: does the steps of its plan one after another."""

    def __init__(self, name: str, spark: SparkSession, arguments: argparse.Namespace):
        self.name = name
        self.spark = spark
        self.lake = Lake(spark, arguments.lake)
        run = self.lake.url(f"runs/{arguments.batch_id}")
        self.work = f"{run}/work/spark"
        self.plan = self.lake.read_json(arguments.plan)
        self.batch = self.lake.read_json(f"{self.work}/batch.json")
        refuse_other_versions(arguments, self.plan, self.batch, self.lake.read_json(f"{run}/manifest.json"))
        self.reports: dict[str, list] = {}
        self.kept: list[DataFrame] = []

    def run(self) -> None:
        started = time.time()
        try:
            with self.settings(self.plan["settings"]):
                self.spark.createDataFrame(
                    [tuple(source[name] for name in OBJECT_COLUMNS) for source in self.batch["objects"]],
                    ", ".join(f"{name} {kind}" for name, kind in OBJECT_COLUMNS.items()),
                ).coalesce(1).createOrReplaceTempView("source_objects")
                for step in self.plan["jobs"][self.name]:
                    with self.settings(step.get("settings", {})):
                        STEPS[next(kind for kind in STEPS if kind in step)](self, step)
        finally:
            for kept in self.kept:
                kept.unpersist()
        self.lake.write_json(
            f"{self.work}/{self.name}.json",
            {"batchId": self.batch["batchId"], "seconds": round(time.time() - started, 3), "reports": self.reports},
        )

    @contextlib.contextmanager
    def settings(self, settings: dict[str, str]):
        """Sets the session's settings, and puts them back: a session may be shared."""
        earlier = {name: self.spark.conf.get(name, None) for name in settings}
        for name, value in settings.items():
            self.spark.conf.set(name, value)
        try:
            yield
        finally:
            for name, value in earlier.items():
                self.spark.conf.unset(name) if value is None else self.spark.conf.set(name, value)

    def query(self, sql: str) -> DataFrame:
        return self.spark.sql(sql.replace("{{position}}", self.batch["positionType"]), args=self.batch["parameters"])

    def folder(self, name: str) -> str:
        return self.lake.url(self.batch["folders"][name])

    def view(self, step) -> None:
        rows = self.query(step["sql"])
        if step.get("keep"):
            rows = rows.persist()
            self.kept.append(rows)
        rows.createOrReplaceTempView(step["view"])

    def lines(self, step) -> None:
        sources = self.batch["objects"]
        if "of" in step:
            wanted = {row[0] for row in self.spark.sql(f"SELECT DISTINCT source_key FROM {step['of']}").collect()}
            sources = [source for source in sources if source["source_key"] in wanted]
        read_lines(self.spark, sources).createOrReplaceTempView(step["lines"])

    def read(self, step) -> None:
        url = self.folder(step["folder"])
        # Without rows there may be no file, and so no folder.
        self.lake.make_folder(url)
        self.spark.read.schema(step["columns"]).parquet(url).createOrReplaceTempView(step["read"])

    def write(self, step) -> None:
        rows = self.query(step["sql"])
        if "like" in step:
            files = max(1, math.ceil(self.lake.size_of(self.folder(step["like"])) * step["share"] / FILE_BYTES))
            rows = rows.coalesce(files)
        writer = rows.write.mode("overwrite")
        if "partitionBy" in step:
            writer = writer.partitionBy(step["partitionBy"])
        writer.format(step["format"]).save(self.folder(step["write"]))

    def report(self, step) -> None:
        self.reports[step["report"]] = [json.loads(row) for row in self.query(step["sql"]).toJSON().collect()]


OBJECT_COLUMNS = {
    "source_key": "STRING",
    "source_version": "STRING",
    "source_micros": "BIGINT",
    "source_rank": "BIGINT",
    "stamp_rank": "BIGINT",
    "has_mark": "BOOLEAN",
    "plain_pattern": "STRING",
    "plain_replacement": "STRING",
    "plain_extras": "ARRAY<STRING>",
}
STEPS = {"view": Job.view, "lines": Job.lines, "read": Job.read, "write": Job.write, "report": Job.report}


def start_session(name: str) -> SparkSession:
    return (
        SparkSession.builder.appName(name)
        # Nothing beside the files themselves.
        .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        # Values that are null must be left out of JSON: that is how a report says that there is none.
        .config("spark.sql.jsonGenerator.ignoreNullFields", "true")
        .getOrCreate()
    )


def main(name: str, argv: list[str]) -> None:
    arguments = read_arguments(argv)
    spark = start_session(name)
    try:
        Job(name, spark, arguments).run()
    except JobError as error:
        sys.exit(f"{name}: {error}")
    finally:
        spark.stop()
