"""Changes of what this room has settled are noted: see ledger.settled."""

from django.db import migrations

from thongsuot.domains.ledger.protection import begins_edition


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0009_editions"),
        ("catalogue", "0005_limits_of_the_same_day"),
    ]

    operations = [
        begins_edition("catalogue_procedure"),
        begins_edition("catalogue_procedureversion"),
        begins_edition("catalogue_methodlimit"),
        begins_edition("catalogue_processversion"),
    ]
