"""The same work in PySpark, local mode: silver is written, and gold is made from silver, as a pair of jobs would."""

import os
import sys

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from contract import CATEGORIES, DIMENSIONS, FACT_FIELDS, FIELDS, PAYMENT_METHODS
from job import Job, read_job, report_account
from plain import ISO_DATE, MEMBER_ID, MEMBER_IDS, NAME, NAMES, ODD_LINE, PRICE, QUANTITY, TRANSACTION_ID
from rules import FIRST_DAY, LAST_DAY, clean_line

TEXTS = ", ".join(f"{name} STRING" for name in FIELDS)
TYPES = {
    "date": "DATE",
    "quantity_sold": "INT",
    "unit_price": "DECIMAL(12, 2)",
    "total_amount": "DECIMAL(18, 2)",
}
CLEAN = ", ".join(f"{name} {TYPES.get(name, 'STRING')}" for name in FIELDS)
NOTHING = (None,) * len(FIELDS)
# Where a row stands: Spark splits and orders files as it sees fit.
PLACE_OF_ROW = """struct(_metadata.file_name AS file, _metadata.file_block_start AS block,
    monotonically_increasing_id() AS row)"""
TOTAL = "CAST(quantity_sold * unit_price AS DECIMAL(18, 2))"


def start_session(job: Job) -> SparkSession:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    session = (
        SparkSession.builder.master(f"local[{job.cores}]")
        .config("spark.driver.memory", f"{max(1, memory * 6 // 10)}g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", str(job.cores * 2))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.local.dir", job.path("spill"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    for module in ("contract.py", "rules.py"):
        session.sparkContext.addPyFile(os.path.join(os.path.dirname(__file__), module))
    return session


def classic_rows(spark: SparkSession, job: Job) -> tuple[DataFrame, DataFrame]:
    """Clean rows and refused ones of lines that are all alike: Spark's own reader and casts do."""
    raw = spark.read.schema(TEXTS).json(job.files()).withColumn("place", F.expr(PLACE_OF_ROW))

    def text(name: str):
        trimmed = F.trim(F.col(name))
        return F.when(trimmed != "", trimmed)

    columns = {name: text(name) for name in FIELDS}
    for name in MEMBER_IDS:
        columns[name] = F.upper(columns[name])
    for name in ("date", "quantity_sold", "unit_price"):
        columns[name] = columns[name].cast(TYPES[name])
    rows = raw.select(
        "place",
        *(columns[name].alias(name) for name in FIELDS if name != "total_amount"),
        F.col("unit_price").alias("price_text"),
    ).withColumn(
        "reasons",
        F.when(F.expr(" OR ".join(f"{name} IS NULL" for name in ("transaction_id", *MEMBER_IDS))), "missing_id")
        .when(~F.coalesce(F.col("date").between(FIRST_DAY, LAST_DAY), F.lit(False)), "date_invalid")
        .when(
            ~F.coalesce(F.col("quantity_sold").between(1, 1_000_000), F.lit(False)), "quantity_sold_not_positive"
        )
        .when(~F.coalesce(F.col("unit_price") > 0, F.lit(False)), "unit_price_invalid"),
    ).persist()
    clean = rows.where("reasons IS NULL").withColumn("total_amount", F.expr(TOTAL)).select("place", *FIELDS)
    return clean, rows.where("reasons IS NOT NULL")


def all_rows(spark: SparkSession, job: Job) -> tuple[DataFrame, DataFrame]:
    """Clean rows and refused ones of any lines: what is plain is taken, the rest is read by the rules one by one."""
    line = F.regexp_replace("value", "^\ufeff|^[ \t\r]+|[ \t\r]+$", "")
    options = {"mode": "PERMISSIVE", "allowSingleQuotes": "false"}
    rows = (
        spark.read.option("lineSep", "\n")
        .text(job.files())
        .select(F.expr(PLACE_OF_ROW).alias("place"), line.alias("line"))
        .where("line <> ''")
        .withColumn("sale", F.from_json("line", TEXTS, options))
        .withColumn(
            "is_plain",
            ~F.col("line").rlike(ODD_LINE)
            & (F.size(F.split("line", ":")) == len(FIELDS) + 1)
            & F.coalesce(is_plain(), F.lit(False)),
        )
        .persist()
    )
    plain = (
        rows.where("is_plain")
        .select("place", "sale.*")
        .select("place", *(F.col(name).cast(TYPES.get(name, "string")).alias(name) for name in FIELDS))
        .withColumn("total_amount", F.expr(TOTAL))
    )
    # Through bytes and back, so that what is no UTF-8 becomes U+FFFD and can go to Python.
    text = F.expr("decode(encode(line, 'UTF-8'), 'UTF-8')")
    ruled = rows.where("NOT is_plain").select("place", text.alias("line"))
    ruled = ruled.withColumn("ruled", F.udf(apply_rules, f"struct<{CLEAN}, reasons STRING>")("line")).persist()
    repaired = ruled.where("ruled.reasons IS NULL").select("place", "ruled.*").drop("reasons")
    return plain.unionByName(repaired), ruled.where("ruled.reasons IS NOT NULL").select("ruled.reasons", "line")


def apply_rules(line: str) -> tuple:
    ruled = clean_line(line)
    return (*ruled, None) if type(ruled) is tuple else (*NOTHING, ruled)


def is_plain():
    day = F.col("sale.date").cast("date")
    conditions = [
        F.col("sale.transaction_id").rlike(TRANSACTION_ID),
        *(F.col(f"sale.{name}").rlike(MEMBER_ID) for name in MEMBER_IDS),
        F.col("sale.date").rlike(ISO_DATE) & day.between(FIRST_DAY, LAST_DAY),
        *(F.col(f"sale.{name}").isNull() | F.col(f"sale.{name}").rlike(NAME) for name in NAMES),
        F.col("sale.category").isin(*CATEGORIES),
        F.col("sale.payment_method").isin(*PAYMENT_METHODS),
        F.col("sale.quantity_sold").rlike(QUANTITY),
        F.col("sale.unit_price").rlike(PRICE),
    ]
    combined = conditions[0]
    for condition in conditions[1:]:
        combined = combined & condition
    return combined


def write_gold(spark: SparkSession, job: Job) -> None:
    """The fact has the last row of each sale; a dimension the value last given, by day, then by the order of rows."""
    silver = spark.read.parquet(job.path("silver"))
    last_first = Window.partitionBy("transaction_id", "store_id", "date").orderBy(F.col("place").desc())
    fact = silver.withColumn("rank", F.row_number().over(last_first)).where("rank = 1").select(*FACT_FIELDS)
    fact.write.mode("overwrite").parquet(job.path("gold/fact_sales"))
    for table, (key, attributes) in DIMENSIONS.items():
        known = (
            F.coalesce(
                F.max_by(name, F.when(F.col(name).isNotNull(), F.struct("date", "place"))), F.lit("Unknown")
            ).alias(name)
            for name in attributes
        )
        silver.groupBy(key).agg(*known).write.mode("overwrite").parquet(job.path(f"gold/{table}"))


def main() -> None:
    job = read_job()
    spark = start_session(job)
    clean, refused = classic_rows(spark, job) if job.shape == "classic" else all_rows(spark, job)
    clean.write.mode("overwrite").parquet(job.path("silver"))
    refused.drop("place").write.mode("overwrite").parquet(job.path("quarantine"))
    write_gold(spark, job)
    spark.stop()
    report_account()


if __name__ == "__main__":
    main()
