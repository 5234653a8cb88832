"""Lines of objects with the offset of their first byte, without a function of Python on their way.

Spark's own text source does not say where a line stands. Hadoop's TextInputFormat does, exactly and for any split, but as
a pair of Writables, for which Spark has no encoder: they are taken for the Java beans that they nearly are.
"""

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

SPLIT_BYTES = 128 * 1024 * 1024


def read_lines(spark: SparkSession, sources: list[dict]) -> DataFrame:
    """Gives the lines of the sources as bytes, joined with what the view `source_objects` says of each source."""
    if not sources:
        return spark.sql(
            "SELECT o.*, 0L AS block, 0L AS line_id, 0L AS offset, cast('' AS BINARY) AS bytes FROM source_objects o LIMIT 0"
        )
    jvm = spark.sparkContext._jvm
    pairs = _text_pairs(spark, [source["url"] for source in sources])
    frame = DataFrame(spark._jsparkSession.createDataset(pairs, _pair_encoder(spark)).toDF(), spark)
    lines = frame.select(
        F.col("_1.offset").alias("offset"),
        F.expr("substring(_2.bytes, 1, _2.length)").alias("bytes"),
        F.input_file_name().alias("path"),
        F.expr("input_file_block_start()").alias("block"),
        F.monotonically_increasing_id().alias("line_id"),
    )
    hadoop_path = jvm.org.apache.hadoop.fs.Path
    places = spark.createDataFrame(
        [(_qualified(spark, hadoop_path(source["url"])), source["source_key"]) for source in sources],
        "path STRING, source_key STRING",
    ).coalesce(1)
    objects = F.broadcast(places.join(spark.table("source_objects"), "source_key"))
    # An outer join, so that a line whose object is not known shows itself instead of being dropped.
    return lines.join(objects, "path", "left")


def _qualified(spark: SparkSession, path) -> str:
    file_system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    return file_system.makeQualified(path).toString()


def _text_pairs(spark: SparkSession, urls: list[str]):
    context = spark.sparkContext
    jvm = context._jvm
    conf = jvm.org.apache.hadoop.conf.Configuration(context._jsc.hadoopConfiguration())
    # Only a line feed ends a line: a carriage return alone is white space.
    conf.set("textinputformat.record.delimiter", "\n")
    conf.set("mapreduce.input.fileinputformat.split.minsize", str(SPLIT_BYTES))
    conf.set("mapreduce.input.fileinputformat.split.maxsize", str(SPLIT_BYTES))
    conf.set("mapreduce.input.fileinputformat.inputdir", ",".join(map(_escaped, urls)))
    pairs = context._jsc.newAPIHadoopRDD(
        conf,
        _java_class(jvm, "org.apache.hadoop.mapreduce.lib.input.TextInputFormat"),
        _java_class(jvm, "org.apache.hadoop.io.LongWritable"),
        _java_class(jvm, "org.apache.hadoop.io.Text"),
    ).rdd()
    total = sum(_size(spark, url) for url in urls)
    # Small objects are read many by one task.
    tasks = max(context.defaultParallelism, -(-total // SPLIT_BYTES))
    return pairs.coalesce(tasks, False, jvm.scala.Option.empty(), None) if pairs.getNumPartitions() > tasks else pairs


def _size(spark: SparkSession, url: str) -> int:
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(url)
    return path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).getFileStatus(path).getLen()


def _escaped(url: str) -> str:
    """Hadoop takes a path for a pattern, and a list of paths for one text."""
    pattern = "".join(f"\\{letter}" if letter in "\\{}[]*?^" else letter for letter in url)
    return pattern.replace("\\", "\\\\").replace(",", "\\,")


def _pair_encoder(spark: SparkSession):
    jvm = spark.sparkContext._jvm
    encoders = jvm.org.apache.spark.sql.catalyst.encoders
    long_class = _java_class(jvm, "org.apache.hadoop.io.LongWritable")
    offset = getattr(encoders, "AgnosticEncoders$EncoderField")(
        "offset",
        _singleton(encoders, "AgnosticEncoders$PrimitiveLongEncoder$"),
        False,
        jvm.org.apache.spark.sql.types.Metadata.empty(),
        jvm.scala.Option.apply("get"),
        jvm.scala.Option.apply(None),
    )
    bean = getattr(encoders, "AgnosticEncoders$JavaBeanEncoder")(
        _singleton(jvm.scala.reflect, "ClassTag$").apply(long_class), jvm.PythonUtils.toSeq([offset])
    )
    if spark.version.startswith("3."):
        bean = _singleton(encoders, "ExpressionEncoder$").apply(bean)
    text = jvm.org.apache.spark.sql.Encoders.bean(_java_class(jvm, "org.apache.hadoop.io.Text"))
    return jvm.org.apache.spark.sql.Encoders.tuple(bean, text)


def _singleton(package, name: str):
    return getattr(getattr(package, name), "MODULE$")


def _java_class(jvm, name: str):
    return jvm.java.lang.Class.forName(name, True, jvm.java.lang.Thread.currentThread().getContextClassLoader())
