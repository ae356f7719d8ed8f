"""Carriers say what became of a letter."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One report for an attempt."""

    dependencies = [("exchange", "0004_given_up")]

    operations = [
        migrations.CreateModel(
            name="DeliveryReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(help_text="when it was told to us")),
                ("delivered", models.BooleanField()),
                (
                    "fault",
                    models.CharField(blank=True, help_text="a code, never a text", max_length=40),
                ),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report",
                        to="exchange.attempt",
                    ),
                ),
            ],
        ),
    ]
