"""Changes of what this room has settled are noted: see ledger.settled."""

from django.db import migrations

from thongsuot.domains.ledger.protection import begins_edition


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0009_editions"),
        ("payments", "0005_bounded_and_resumed"),
    ]

    operations = [
        begins_edition("payments_listedtariff"),
    ]
