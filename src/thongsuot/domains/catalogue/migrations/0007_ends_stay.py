"""A version that has ended has ended; drafts of processes are the application's."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, may, stays

ENDS = stays("catalogue_procedureversion", ends=["valid_to"])


class Migration(migrations.Migration):
    """The trigger of 0002 keeps all else."""

    dependencies = [("catalogue", "0006_noted_when_changed"), ("ledger", "0010_what_stays")]

    operations = [
        ENDS,
        may("catalogue_procedureversion", "INSERT, UPDATE (valid_to)", was=NO_DELETE),
        may("catalogue_processversion", "INSERT, UPDATE, DELETE"),
    ]
