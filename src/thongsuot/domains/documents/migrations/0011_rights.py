"""Words of papers are sealed anew, registers count, and no more."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, may


class Migration(migrations.Migration):
    """Rights alone."""

    dependencies = [("documents", "0010_transfer_proofs"), ("ledger", "0010_what_stays")]

    operations = [
        may("documents_paperwords", "INSERT, UPDATE (words)", was=NO_DELETE),
        may("documents_registercounter", "INSERT, UPDATE (last)"),
    ]
