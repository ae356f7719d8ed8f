"""Figures of a period find the opinions that were asked in it."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0015_sides_of_a_loop"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="opinionrequest",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["asked_at"], name="opinion_by_time"
            ),
        ),
    ]
