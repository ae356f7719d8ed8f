"""To which step a dossier was offered is never changed."""

from django.db import migrations

from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    """Protect the hops."""

    dependencies = [("dossiers", "0012_processes"), ("ledger", "0002_refuse_change")]
    operations = [append_only("dossiers_processhop")]
