"""What a plain row looks like: one that is clean as it stands. All other rows are read by the rules one by one."""

MEMBER_ID = r"^[A-Z][0-9]{1,127}$"
TRANSACTION_ID = r"^[0-9a-z]{1,128}$"
ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NAME = r"^\p{L}.{0,200}[^\s]$"
QUANTITY = r"^[1-9][0-9]{0,5}$"
PRICE = r"^[1-9][0-9]{0,6}(\.[0-9]{1,2})?$"

NAMES = ("store_name", "city", "product_name", "customer_name")
MEMBER_IDS = ("store_id", "product_id", "customer_id")

# A line that may not be what it seems once its values are text: types, lists, escapes of half a character, numbers that
# a float cannot hold, bytes that are no UTF-8 and were replaced.
ODD_LINE = (
    r"^[^{]|[^}]$|.\{|\}.|[\[\]]|true|false|\\u[dD][89a-fA-F]|[0-9]\.[0-9]{3}"
    r"|:\s*-?(?:[0-9]{16}|[0-9.]+[eE])|\x{FFFD}"
)
