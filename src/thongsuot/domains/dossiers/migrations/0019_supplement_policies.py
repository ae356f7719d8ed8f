"""Published supplement policies; what a request was asked under."""

from django.db import migrations, models

from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0018_process_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupplementPolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=40, unique=True)),
                ("valid_from", models.DateField(help_text="first day, local")),
                ("document", models.JSONField(help_text="as published (supplements.rules)")),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the canonical document", max_length=64),
                ),
                ("published_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="supplementrequest",
            name="policy",
            field=models.CharField(
                blank=True, help_text="version it was asked under", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="supplementrequest",
            name="restarts_clock",
            field=models.BooleanField(
                default=True, help_text="whether the limit is counted anew after the answer"
            ),
        ),
        append_only("dossiers_supplementpolicyversion"),
    ]
