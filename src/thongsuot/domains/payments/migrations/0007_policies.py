"""The payment policy is dated data; what is published is kept as it is."""

from django.db import migrations, models

from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_noted_when_changed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=40, unique=True)),
                ("valid_from", models.DateField(help_text="first day, local")),
                ("document", models.JSONField(help_text="as published (rules.policies)")),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the canonical document", max_length=64),
                ),
                ("published_at", models.DateTimeField()),
            ],
        ),
        append_only("payments_policy"),
    ]
