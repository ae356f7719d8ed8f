"""Limits beside the due date that a calendar published late counts anew."""

from django.db import migrations, models

import thongsuot.domains.ledger.fields
from thongsuot.domains.ledger.protection import append_only

LIMIT_IS_SET = migrations.RunSQL(
    """
    CREATE FUNCTION limit_is_set(
      what text, of bigint, ends timestamptz, by_calendar text, by_hours text
    ) RETURNS boolean LANGUAGE sql STABLE AS $$
      SELECT coalesce((
        SELECT (s.until, s.calendar_version, s.hours_of) = (ends, by_calendar, by_hours)
        FROM deadlines_limitset s WHERE s.kind = what AND s.row = of ORDER BY s.id DESC LIMIT 1
      ), false)
    $$;
    """,
    "DROP FUNCTION limit_is_set(text, bigint, timestamptz, text, text);",
)


class Migration(migrations.Migration):
    """One empty table, and the question that triggers of other rooms ask it."""

    dependencies = [
        ("deadlines", "0004_noted_when_changed"),
    ]

    operations = [
        migrations.CreateModel(
            name="LimitSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "offer"),
                            ("opinion", "opinion"),
                            ("ruling", "ruling"),
                            ("window", "window"),
                            ("desk-answer", "desk-answer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "row",
                    models.BigIntegerField(
                        help_text="id of the offer, question, dispute or request"
                    ),
                ),
                ("subject", thongsuot.domains.ledger.fields.SubjectField(max_length=80)),
                ("counted_from", models.DateTimeField()),
                ("was_at", models.DateTimeField()),
                (
                    "was_by",
                    models.CharField(blank=True, help_text="the calendar before", max_length=80),
                ),
                ("until", models.DateTimeField()),
                ("calendar_version", models.CharField(max_length=80)),
                ("hours_of", models.CharField(blank=True, max_length=60)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "row", "-id"], name="limit_set_of_row"),
                    models.Index(fields=["calendar_version", "id"], name="limit_set_by_calendar"),
                ],
            },
        ),
        append_only("deadlines_limitset"),
        LIMIT_IS_SET,
    ]
