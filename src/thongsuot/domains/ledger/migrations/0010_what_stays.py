"""What a row may still become, and what the application may do with the queue of the log."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, ROW_STAYS, may


class Migration(migrations.Migration):
    """Rights alone, and a function for the rooms above."""

    dependencies = [("ledger", "0009_editions")]

    operations = [
        ROW_STAYS,
        may("ledger_edition", "INSERT, UPDATE (mark, begun_by, looks)"),
        may("ledger_tile", "INSERT, UPDATE (hashes)", was=NO_DELETE),
        may("ledger_unsealed", "INSERT, DELETE"),
    ]
