"""When something was told stays; a message waits, goes and is forgotten."""

from django.db import migrations

from thongsuot.domains.ledger.protection import may, stays

MOVING = [
    "values", "next_at", "state", "channel", "attempts", "spent", "resent_at", "taken_at",
    "ended_at", "last_error",
]  # fmt: skip
FORGOTTEN = ["address", "has_address", "error", "final"]
"""Of an attempt: where it went is forgotten, and a carrier says later that it did not arrive."""


class Migration(migrations.Migration):
    """Messages are deleted after some years with all that was tried."""

    dependencies = [("exchange", "0005_delivery_reports"), ("ledger", "0010_what_stays")]

    operations = [
        stays("exchange_message", free=MOVING),
        may("exchange_message", f"INSERT, UPDATE ({', '.join(MOVING)}), DELETE"),
        stays("exchange_attempt", free=FORGOTTEN),
        may("exchange_attempt", f"INSERT, UPDATE ({', '.join(FORGOTTEN)}), DELETE"),
        stays("exchange_deliveryreport"),
        may("exchange_deliveryreport", "INSERT, DELETE"),
        stays("exchange_givenup", free=["why"]),
        may("exchange_givenup", "INSERT, UPDATE (why), DELETE"),
        may(
            "exchange_contact",
            "INSERT, UPDATE (email, phone, channel, only_needed, changed_at), DELETE",
        ),
    ]
