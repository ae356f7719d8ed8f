"""Forget the summaries: what was late before its clock began anew counts as late now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0003_summaries"),
    ]

    operations = [
        migrations.RunSQL(
            """
            DELETE FROM accountability_lateshare;
            DELETE FROM accountability_loopday;
            DELETE FROM accountability_flowday;
            DELETE FROM accountability_summary;
            """,
            migrations.RunSQL.noop,
        ),
    ]
