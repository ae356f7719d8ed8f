"""Office hours by agency and season, half days, opening hours of receipt."""

import django.db.models.deletion
from django.db import migrations, models

from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0002_published_is_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningHoursFrom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                (
                    "agency",
                    models.CharField(
                        blank=True, help_text="its code; empty: of all others", max_length=60
                    ),
                ),
                (
                    "weekdays",
                    models.JSONField(help_text='ISO weekdays: {"6": [["07:30", "11:30"]]}'),
                ),
                ("source", models.CharField(max_length=300)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="officehoursfrom",
            name="office_hours_once_a_day",
        ),
        migrations.AddField(
            model_name="officehoursfrom",
            name="agency",
            field=models.CharField(
                blank=True,
                help_text="its code; empty: of all without hours of their own",
                max_length=60,
            ),
        ),
        migrations.AddField(
            model_name="officehoursfrom",
            name="seasons",
            field=models.JSONField(
                default=list, help_text='[{"from": "04-16", "to": "10-15", "sessions": [...]}]'
            ),
        ),
        migrations.AlterField(
            model_name="calendarday",
            name="kind",
            field=models.CharField(
                choices=[
                    ("off", "Off"),
                    ("worked", "Worked"),
                    ("morning", "Morning"),
                    ("afternoon", "Afternoon"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="officehoursfrom",
            constraint=models.UniqueConstraint(
                fields=("calendar", "agency", "valid_from"), name="office_hours_once_a_day"
            ),
        ),
        migrations.AddField(
            model_name="openinghoursfrom",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opening_hours",
                to="deadlines.calendarversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghoursfrom",
            constraint=models.UniqueConstraint(
                fields=("calendar", "agency", "valid_from"), name="opening_hours_once_a_day"
            ),
        ),
        append_only("deadlines_openinghoursfrom"),
    ]
