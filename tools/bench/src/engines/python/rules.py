"""All rules of cleaning, one row at a time: for the rows that an engine's own expressions do not take as they are."""

import datetime
import json
import multiprocessing
import re
from decimal import ROUND_HALF_UP, Context, Decimal

from contract import CATEGORIES, PAYMENT_METHODS

BLANKS = "\t\n\v\f\r \u00a0"
FIRST_DAY = datetime.date(2000, 1, 1)
LAST_DAY = datetime.date.today() + datetime.timedelta(days=1)
ASCII_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
HALF_PAIR = re.compile("[\ud800-\udfff]")
DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
GROUPED = re.compile(r"([+-]?\$?)([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])")
DOLLAR = re.compile(r"([+-]?)\$")
DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?"
)
SLASHED = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})")
AMERICAN = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
EXACT = Context(prec=200)
CENT = Decimal("0.01")


class Number(str):
    """A JSON number as it is written."""


class Refused(Exception):
    """A value that a rule refuses; the argument says why."""


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=refuse_constant)


def trimmed(text: str, most_bytes: int) -> str | None:
    text = text.strip(BLANKS)
    if text == "":
        return None
    if not text.isascii():
        text = HALF_PAIR.sub("\ufffd", text)
    if len(text) * 4 > most_bytes and len(text.encode()) > most_bytes:
        raise Refused("out_of_range")
    return text


def optional_text(raw, most_bytes: int = 1024) -> str | None:
    if raw is None:
        return None
    if type(raw) is not str:
        raise Refused("invalid")
    return trimmed(raw, most_bytes)


def required(value):
    if value is None:
        raise Refused("missing")
    return value


def as_decimal(text: str) -> Decimal:
    if DECIMAL.fullmatch(text) is None:
        raise Refused("invalid")
    return Decimal(text)


def identifier(raw) -> str:
    if type(raw) is Number:
        value = as_decimal(raw)
        if value.adjusted() > 128:
            raise Refused("out_of_range")
        if value != value.to_integral_value(context=EXACT):
            raise Refused("invalid")
        return str(int(value))
    return required(optional_text(raw, 128))


def upper_identifier(raw) -> str:
    return identifier(raw).translate(ASCII_UPPER)


def calendar_date(raw) -> datetime.date:
    if raw is not None and type(raw) is not str:
        raise Refused("invalid")
    text = required(trimmed(raw, 1024) if raw is not None else None)
    found = DATE.fullmatch(text) or SLASHED.fullmatch(text)
    american = None if found else AMERICAN.fullmatch(text)
    if found is None and american is None:
        raise Refused("invalid")
    year, month, day = found.groups() if found else (american[3], american[1], american[2])
    try:
        value = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise Refused("invalid") from None
    if not FIRST_DAY <= value <= LAST_DAY:
        raise Refused("out_of_range")
    return value


def number_text(raw) -> str:
    if raw is not None and type(raw) not in (str, Number):
        raise Refused("invalid")
    return required(raw.strip(BLANKS) or None if raw is not None else None)


def bounded(value, least, most):
    if value <= 0:
        raise Refused("not_positive")
    if not least <= value <= most:
        raise Refused("out_of_range")
    return value


def quantity(raw) -> int:
    value = as_decimal(number_text(raw))
    if value.adjusted() > 30:
        raise Refused("not_positive" if value < 0 else "out_of_range")
    if value != value.to_integral_value(context=EXACT):
        raise Refused("invalid")
    return bounded(int(value), 1, 1_000_000)


def price(raw) -> Decimal:
    text = number_text(raw)
    if type(raw) is str:
        text = DOLLAR.sub(r"\1", GROUPED.sub(lambda found: found[1] + found[2].replace(",", ""), text, 1), 1)
    value = as_decimal(text)
    if value.adjusted() > 30:
        raise Refused("not_positive" if value < 0 else "out_of_range")
    return bounded(value.quantize(CENT, ROUND_HALF_UP, EXACT), CENT, Decimal("99999999.99"))


def enumeration(values: dict[str, list[str]]):
    known = {name.translate(ASCII_LOWER): value for value, names in values.items() for name in (value, *names)}

    def read(raw) -> str | None:
        text = optional_text(raw, 256)
        return None if text is None else known.get(text.translate(ASCII_LOWER), text)

    return read


READERS = (
    ("transaction_id", identifier),
    ("date", calendar_date),
    ("store_id", upper_identifier),
    ("store_name", optional_text),
    ("city", optional_text),
    ("product_id", upper_identifier),
    ("product_name", optional_text),
    ("category", enumeration(CATEGORIES)),
    ("customer_id", upper_identifier),
    ("customer_name", optional_text),
    ("quantity_sold", quantity),
    ("unit_price", price),
    ("payment_method", enumeration(PAYMENT_METHODS)),
)


def clean_line(line: str) -> tuple | str:
    """Gives a line's clean values in the contract's order, or its reasons. A line that was no UTF-8 has a U+FFFD."""
    if "\ufffd" in line:
        return "invalid_utf8"
    try:
        raw = DECODER.decode(line)
    except (ValueError, RecursionError):
        return "malformed_json"
    if type(raw) is not dict:
        return "not_an_object"
    values = []
    reasons = []
    for name, read in READERS:
        try:
            values.append(read(raw.get(name)))
        except Refused as refused:
            why = refused.args[0]
            reasons.append(f"missing_{name}" if why == "missing" else f"{name}_{why}")
    if reasons:
        return ",".join(reasons)
    # The total stands before the method of payment, and is always quantity times price.
    values.insert(12, values[10] * values[11])
    return tuple(values)


def clean_lines(lines: list[str], cores: int) -> list[tuple | str]:
    """Cleans many lines, on several cores when there are enough of them."""
    if cores == 1 or len(lines) < 20_000:
        return [clean_line(line) for line in lines]
    # Spawned, because a fork of a process with threads may hang.
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        return pool.map(clean_line, lines, chunksize=5_000)
