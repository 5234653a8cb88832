"""The fields of a sale and the values that its open enumerations know."""

FIELDS = (
    "transaction_id", "date", "store_id", "store_name", "city", "product_id", "product_name", "category",
    "customer_id", "customer_name", "quantity_sold", "unit_price", "total_amount", "payment_method",
)  # fmt: skip

FACT_FIELDS = (
    "transaction_id", "date", "store_id", "product_id", "customer_id", "quantity_sold", "unit_price", "total_amount",
    "payment_method",
)  # fmt: skip

DIMENSIONS = {
    "dim_store": ("store_id", ("store_name", "city")),
    "dim_product": ("product_id", ("product_name", "category")),
    "dim_customer": ("customer_id", ("customer_name",)),
}

CATEGORIES = {
    "Electronics": ["electronic", "consumer electronics"],
    "Clothing": ["clothes", "apparel"],
    "Groceries": ["grocery", "food"],
    "Home & Kitchen": ["home and kitchen", "home", "kitchen"],
    "Beauty": ["beauty & personal care", "cosmetics"],
    "Sports": ["sport", "sports & outdoors"],
    "Toys": ["toy", "toys & games"],
    "Books": ["book"],
    "Furniture": [],
    "Automotive": [],
}

PAYMENT_METHODS = {
    "Cash": [],
    "Credit Card": ["credit", "creditcard", "credit_card", "cc"],
    "Debit Card": ["debit", "debitcard", "debit_card"],
    "Gift Card": ["giftcard", "gift_card", "voucher"],
    "Mobile Wallet": ["mobile", "wallet", "mobile_wallet", "mobile payment"],
    "Bank Transfer": ["transfer", "bank_transfer", "wire"],
    "UPI": [],
    "PayPal": [],
}
