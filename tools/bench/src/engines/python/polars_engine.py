"""The same work in Polars. The classic shape gets the leanest expressions that are right for it."""

import polars as pl

from contract import CATEGORIES, DIMENSIONS, FACT_FIELDS, FIELDS, PAYMENT_METHODS
from job import Job, read_job, report_account
from plain import ISO_DATE, MEMBER_ID, MEMBER_IDS, NAME, NAMES, ODD_LINE, PRICE, QUANTITY, TRANSACTION_ID
from rules import FIRST_DAY, LAST_DAY, clean_lines

TEXTS = {name: pl.String for name in FIELDS}
CLEAN = {
    **TEXTS,
    "date": pl.Date,
    "quantity_sold": pl.Int32,
    "unit_price": pl.Decimal(12, 2),
    "total_amount": pl.Decimal(18, 2),
}
TOTAL = (pl.col("unit_price") * pl.col("quantity_sold")).cast(pl.Decimal(18, 2))


def classic_rows(job: Job) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Clean rows and refused ones of lines that are all alike: Polars' own reader and casts do."""
    text = {name: pl.col(name).str.strip_chars().replace("", None) for name in FIELDS}
    rows = (
        pl.scan_ndjson(job.files(), schema=TEXTS, ignore_errors=True)
        .with_row_index("row_number")
        .with_columns(
            text["transaction_id"],
            text["date"].str.to_date("%Y-%m-%d", strict=False),
            *(text[name].str.to_uppercase() for name in ("store_id", "product_id", "customer_id")),
            *(text[name] for name in ("store_name", "city", "product_name", "category", "customer_name")),
            text["payment_method"],
            text["quantity_sold"].cast(pl.Int32, strict=False),
            text["unit_price"].cast(pl.Decimal(12, 2), strict=False),
            price_text=pl.col("unit_price"),
        )
        .with_columns(
            reasons=pl.when(pl.any_horizontal(pl.col("transaction_id", "store_id", "product_id", "customer_id").is_null()))
            .then(pl.lit("missing_id"))
            .when(pl.col("date").is_between(FIRST_DAY, LAST_DAY).fill_null(False).not_())
            .then(pl.lit("date_invalid"))
            .when(pl.col("quantity_sold").is_between(1, 1_000_000).fill_null(False).not_())
            .then(pl.lit("quantity_sold_not_positive"))
            .when((pl.col("unit_price") > 0).fill_null(False).not_())
            .then(pl.lit("unit_price_invalid"))
        )
        .collect(engine="streaming")
    )
    clean = rows.filter(pl.col("reasons").is_null()).with_columns(total_amount=TOTAL)
    return clean.drop("reasons", "price_text"), rows.filter(pl.col("reasons").is_not_null())


def all_rows(job: Job) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Clean rows and refused ones of any lines: what is plain is taken, the rest is read by the rules one by one."""
    lines = (
        # The separator is a character that no text has.
        pl.scan_csv(
            job.files(), has_header=False, separator="\x02", quote_char=None, encoding="utf8-lossy", schema={"line": pl.String}
        )
        .select(pl.col("line").str.strip_prefix("\ufeff").str.strip_chars(" \t\r"))
        .filter(pl.col("line") != "")
        .with_row_index("row_number")
        .with_columns(
            is_odd=pl.col("line").str.contains(ODD_LINE)
            | (pl.col("line").str.count_matches(":", literal=True) != len(FIELDS))
            # NULL where it is no JSON.
            | pl.col("line").str.json_path_match("$.transaction_id").is_null()
        )
        .collect()
    )
    decoded = (
        lines.lazy()
        .filter(~pl.col("is_odd"))
        .with_columns(pl.col("line").str.json_decode(pl.Struct(TEXTS)).alias("sale"))
        .unnest("sale")
        .with_columns(is_plain=is_plain())
        .collect()
    )
    plain = decoded.filter(pl.col("is_plain")).select(
        "row_number",
        *(name for name in FIELDS if CLEAN[name] == pl.String),
        pl.col("date").str.to_date("%Y-%m-%d"),
        pl.col("quantity_sold").cast(pl.Int32),
        pl.col("unit_price").cast(pl.Decimal(12, 2)),
    )
    rest = pl.concat(
        [lines.filter(pl.col("is_odd")), decoded.filter(~pl.col("is_plain"))], how="diagonal"
    ).select("row_number", "line")
    ruled = clean_lines(rest["line"].to_list(), job.cores)
    accepted = pl.Series([type(one) is tuple for one in ruled], dtype=pl.Boolean)
    repaired = pl.DataFrame([one for one in ruled if type(one) is tuple], schema=CLEAN, orient="row").with_columns(
        rest.filter(accepted)["row_number"]
    )
    refused = rest.filter(~accepted).with_columns(reasons=pl.Series([one for one in ruled if type(one) is str]))
    order = ["row_number", *FIELDS]
    clean = pl.concat([plain.with_columns(total_amount=TOTAL).select(order), repaired.select(order)])
    return clean.sort("row_number"), refused


def is_plain() -> pl.Expr:
    """Tells which rows are clean as they stand."""
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=False)
    return pl.all_horizontal(
        pl.col("transaction_id").str.contains(TRANSACTION_ID),
        pl.col(MEMBER_IDS).str.contains(MEMBER_ID),
        pl.col("date").str.contains(ISO_DATE) & day.is_between(FIRST_DAY, LAST_DAY),
        *(pl.col(name).is_null() | pl.col(name).str.contains(NAME) for name in NAMES),
        pl.col("category").is_in(list(CATEGORIES)),
        pl.col("payment_method").is_in(list(PAYMENT_METHODS)),
        pl.col("quantity_sold").str.contains(QUANTITY),
        pl.col("unit_price").str.contains(PRICE),
    ).fill_null(False)


def write_gold(job: Job, clean: pl.DataFrame) -> None:
    """The fact has the last row of each sale; a dimension the value last given, by day, then by the order of rows."""
    fact = clean.select(FACT_FIELDS).unique(["transaction_id", "store_id", "date"], keep="last", maintain_order=False)
    fact.write_parquet(job.path("gold/fact_sales/part-0.parquet"), compression="snappy")
    stamped = clean.lazy().with_columns(
        stamp=pl.col("date").to_physical().cast(pl.Int64) * 2**34 + pl.col("row_number").cast(pl.Int64)
    )
    for table, (key, attributes) in DIMENSIONS.items():
        stamped.group_by(key).agg(last_known(name) for name in attributes).sink_parquet(
            job.path(f"gold/{table}/part-0.parquet"), compression="snappy"
        )


def last_known(name: str) -> pl.Expr:
    known = pl.col(name).is_not_null()
    latest = pl.col("stamp").filter(known).arg_max()
    return pl.col(name).filter(known).get(latest, null_on_oob=True).fill_null("Unknown").alias(name)


def main() -> None:
    job = read_job()
    clean, refused = classic_rows(job) if job.shape == "classic" else all_rows(job)
    clean.write_parquet(job.path("silver/part-0.parquet"), compression="snappy")
    refused.write_parquet(job.path("quarantine/part-0.parquet"), compression="snappy")
    write_gold(job, clean)
    report_account()


if __name__ == "__main__":
    main()
