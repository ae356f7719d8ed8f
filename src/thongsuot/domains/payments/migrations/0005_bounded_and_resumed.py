"""Refused calls are counted, a reconciliation is gone on with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0004_what_is_paid_holds"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("paid", "paid"),
                            ("unclear", "unclear"),
                            ("waiting", "waiting"),
                            ("failed", "failed"),
                            ("unknown", "unknown"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount_vnd", models.BigIntegerField(null=True)),
                ("settled", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RefusedCall",
            fields=[
                ("slot", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=10)),
                (
                    "news",
                    models.CharField(
                        choices=[
                            ("settled", "settled"),
                            ("mismatched", "mismatched"),
                            ("failed", "failed"),
                            ("repeated", "repeated"),
                            ("forged", "forged"),
                            ("unknown", "unknown"),
                        ],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(help_text="SHA-256 of the message", max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RefusedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "news",
                    models.CharField(
                        choices=[
                            ("settled", "settled"),
                            ("mismatched", "mismatched"),
                            ("failed", "failed"),
                            ("repeated", "repeated"),
                            ("forged", "forged"),
                            ("unknown", "unknown"),
                        ],
                        max_length=12,
                    ),
                ),
                ("count", models.PositiveBigIntegerField()),
                ("last_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="dayclosing",
            name="left",
            field=models.PositiveIntegerField(default=0, help_text="not asked about yet"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["digest"], name="payment_message_by_words"),
        ),
        migrations.AddField(
            model_name="dayanswer",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="payments.payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="refusedday",
            constraint=models.UniqueConstraint(fields=("on", "news"), name="refused_day_once"),
        ),
        migrations.AddConstraint(
            model_name="dayanswer",
            constraint=models.UniqueConstraint(fields=("on", "payment"), name="day_answer_once"),
        ),
    ]
