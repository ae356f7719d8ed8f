"""Forget the summaries: what was overrun is counted by each hand-over's own share."""

from django.db import migrations


class Migration(migrations.Migration):
    """They are made anew from the record; going back forgets nothing that counts."""

    dependencies = [
        ("accountability", "0012_lapsed_with_the_decision"),
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
