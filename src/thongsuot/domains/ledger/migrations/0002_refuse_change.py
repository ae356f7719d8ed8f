"""The database refuses to update, delete or empty the record."""

from django.db import migrations

from thongsuot.domains.ledger.protection import REFUSE_CHANGE, append_only


class Migration(migrations.Migration):
    """Create the refusing function, used by other rooms too, and protect the entries."""

    dependencies = [("ledger", "0001_initial")]
    operations = [REFUSE_CHANGE, append_only("ledger_entry")]
