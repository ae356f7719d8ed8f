"""What a desk was asked and has answered is never deleted, as nothing beside it is."""

from django.db import migrations

from thongsuot.domains.ledger.protection import MAY, NO_DELETE, may, no_delete

TABLE, VERBS = "dossiers_deskanswer", "INSERT, UPDATE (answered_at, answer)"


class Migration(migrations.Migration):
    """Two triggers; what the application may do stays as it was."""

    dependencies = [
        ("dossiers", "0045_answers_are_inherited"),
    ]

    operations = [
        may(TABLE, VERBS, was=f"{MAY}{VERBS}"),
        no_delete(TABLE),
        may(TABLE, VERBS, was=NO_DELETE),
    ]
