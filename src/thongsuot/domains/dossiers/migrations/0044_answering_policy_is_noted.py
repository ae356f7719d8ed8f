"""A published answering policy is noted, so that acts may keep what it says: see ledger.settled."""

from django.db import migrations

from thongsuot.domains.ledger.protection import begins_edition


class Migration(migrations.Migration):
    """One trigger on a table of a few rows."""

    dependencies = [
        ("dossiers", "0043_limits_counted_anew"),
        ("ledger", "0009_editions"),
    ]

    operations = [
        begins_edition("dossiers_answeringpolicyversion"),
    ]
