"""Why a draft was turned stays as it was written; the words may be sealed anew with a newer key."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, append_only, may, no_delete, stays

TABLE = "dossiers_turneddraft"


class Migration(migrations.Migration):
    """Nobody rewrites it; an old key can be given up."""

    dependencies = [
        ("dossiers", "0034_found_without_reading_all"),
        ("ledger", "0010_what_stays"),
    ]

    operations = [
        migrations.RunSQL(append_only(TABLE).reverse_sql, append_only(TABLE).sql),
        no_delete(TABLE),
        stays(TABLE, free=["why"]),
        may(TABLE, "INSERT, UPDATE (why)", was=NO_DELETE),
    ]
