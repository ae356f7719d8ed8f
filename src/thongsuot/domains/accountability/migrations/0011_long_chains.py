"""Which hand-overs made a chain long; the summaries are made anew with them."""

from django.db import migrations, models

import thongsuot.domains.ledger.fields
from thongsuot.domains.ledger.protection import may


class Migration(migrations.Migration):
    """They are made anew from the record; going back forgets nothing that counts."""

    dependencies = [
        ("accountability", "0010_who_held_by_day"),
    ]

    operations = [
        migrations.RunSQL(
            """
            DELETE FROM accountability_holdingday;
            DELETE FROM accountability_lateshare;
            DELETE FROM accountability_loopday;
            DELETE FROM accountability_flowday;
            DELETE FROM accountability_summary;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="LongChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("subject", thongsuot.domains.ledger.fields.SubjectField(max_length=80)),
                (
                    "links",
                    models.PositiveIntegerField(
                        help_text="agencies that held it, as often as they did"
                    ),
                ),
                ("giver_agency", models.BigIntegerField()),
                ("taker_agency", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["day"], name="longchain_by_day")]},
        ),
        may("accountability_longchain", "INSERT, DELETE"),
    ]
