"""Forget the summaries: the time of loops is counted by the hours of where it passed now."""

from django.db import migrations


class Migration(migrations.Migration):
    """They are made anew from the record; going back forgets nothing that counts."""

    dependencies = [
        ("accountability", "0008_waiting_for_a_ruling"),
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
