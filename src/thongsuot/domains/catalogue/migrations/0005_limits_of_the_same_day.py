"""Limits of the same day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_processes_stay"),
    ]

    operations = [
        migrations.AlterField(
            model_name="methodlimit",
            name="unit",
            field=models.CharField(
                blank=True,
                choices=[
                    ("working-hour", "working-hour"),
                    ("working-day", "working-day"),
                    ("day", "day"),
                    ("month", "month"),
                    ("same-day", "same-day"),
                ],
                max_length=20,
            ),
        ),
    ]
