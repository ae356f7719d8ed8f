"""How far a bank's statement is: its lines are taken in one after another, by the worker too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table alone."""

    dependencies = [
        ("payments", "0010_money_known_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StatementRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(help_text="code of the desk", max_length=40)),
                ("post", models.PositiveBigIntegerField(null=True)),
                (
                    "behalf",
                    models.JSONField(help_text="in whose stead, as the record keeps it", null=True),
                ),
                ("lines", models.PositiveIntegerField(help_text="lines of money in")),
                ("total", models.PositiveIntegerField(help_text="lines that waited when it began")),
                (
                    "after",
                    models.PositiveBigIntegerField(
                        default=0, help_text="id of the last line tried"
                    ),
                ),
                ("last", models.PositiveBigIntegerField(help_text="id of the last line to try")),
                ("done", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("mismatched", models.PositiveIntegerField(default=0)),
                (
                    "left",
                    models.PositiveIntegerField(
                        default=0, help_text="named no dossier with such a sum"
                    ),
                ),
                ("repeated", models.PositiveIntegerField()),
                ("repeated_numbers", models.JSONField(help_text="the bank's, the first of them")),
                ("outgoing", models.PositiveIntegerField()),
                ("unreadable", models.PositiveIntegerField()),
                ("faults", models.JSONField(help_text="row and field, the first of them")),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="payments.statement",
                    ),
                ),
            ],
        ),
    ]
