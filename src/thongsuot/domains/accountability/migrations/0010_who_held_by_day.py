"""Who held what was decided on a day; the summaries are made anew with it."""

from django.db import migrations, models

from thongsuot.domains.ledger.protection import may

MEASURED = (
    "held", "share", "over", "paused", "awaiting", "consulting", "answering", "answering_over",
    "silent",
)  # fmt: skip


class Migration(migrations.Migration):
    """They are made anew from the record; going back forgets nothing that counts."""

    dependencies = [
        ("accountability", "0009_hours_of_loops"),
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
        migrations.AddField(
            model_name="summary",
            name="held_until",
            field=models.DateTimeField(
                help_text="who held what was decided before began_at, kept up to here", null=True
            ),
        ),
        migrations.AddField(
            model_name="summary",
            name="held_entries",
            field=models.BigIntegerField(
                help_text="number of the last entry whose decision is in who held what"
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="HoldingDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("agency", models.BigIntegerField()),
                ("post", models.BigIntegerField()),
                (
                    "officer",
                    models.BigIntegerField(help_text="0 = the post was asked, and let wait"),
                ),
                (
                    "turns",
                    models.PositiveIntegerField(help_text="how many dossiers he held"),
                ),
                *((name, models.BigIntegerField()) for name in MEASURED),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "agency", "post", "officer"), name="holding_once_a_day"
                    )
                ],
            },
        ),
        may(
            "accountability_holdingday",
            f"INSERT, UPDATE (turns, {', '.join(MEASURED)}), DELETE",
        ),
    ]
