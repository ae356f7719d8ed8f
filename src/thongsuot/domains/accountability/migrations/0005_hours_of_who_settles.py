"""Forget the summaries: lateness is shared by the hours of the agency that settles it now."""

from django.db import migrations


class Migration(migrations.Migration):
    """They are made anew from the record; going back forgets nothing that counts."""

    dependencies = [
        ("accountability", "0004_lateness_before_a_new_count"),
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
