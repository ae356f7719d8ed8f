"""Forget the summaries: waiting for a ruling is charged to the superior, not to the holder."""

from django.db import migrations


class Migration(migrations.Migration):
    """They are made anew from the record; going back forgets nothing that counts."""

    dependencies = [
        ("accountability", "0007_consent_stands_at_the_limit"),
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
