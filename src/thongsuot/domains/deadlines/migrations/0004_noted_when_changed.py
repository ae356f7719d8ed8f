"""Changes of what this room has settled are noted: see ledger.settled."""

from django.db import migrations

from thongsuot.domains.ledger.protection import begins_edition


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0009_editions"),
        ("deadlines", "0003_office_hours_of_agencies"),
    ]

    operations = [
        begins_edition("deadlines_calendarversion"),
    ]
