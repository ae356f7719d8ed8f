"""Forget the summaries: who asked for papers in vain bears it, whoever is competent next."""

from django.db import migrations


class Migration(migrations.Migration):
    """They are made anew from the record; going back forgets nothing that counts."""

    dependencies = [
        ("accountability", "0014_who_asked_in_vain"),
    ]

    operations = [
        migrations.RunSQL(
            """
            DELETE FROM accountability_longchain;
            DELETE FROM accountability_holdingday;
            DELETE FROM accountability_lateshare;
            DELETE FROM accountability_loopday;
            DELETE FROM accountability_flowday;
            DELETE FROM accountability_summary;
            """,
            migrations.RunSQL.noop,
        ),
    ]
