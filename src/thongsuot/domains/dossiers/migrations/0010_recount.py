"""Due dates that a calendar published late counts anew, and how far a run of that has come."""

from django.db import migrations, models

from thongsuot.domains.ledger.protection import no_delete


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0009_found_by_decision"),
    ]

    operations = [
        migrations.AlterField(
            model_name="duedateset",
            name="reason",
            field=models.CharField(
                choices=[
                    ("receipt", "receipt"),
                    ("supplement", "supplement"),
                    ("pause", "pause"),
                    ("calendar", "calendar"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Recount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("calendar_version", models.CharField(max_length=80)),
                (
                    "after",
                    models.BigIntegerField(default=0, help_text="id of the last dossier looked at"),
                ),
                ("total", models.PositiveIntegerField(help_text="open dossiers when it began")),
                ("examined", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                (
                    "kept",
                    models.PositiveIntegerField(
                        default=0, help_text="due dates that stay, with a cause"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("calendar_version",),
                        name="recount_one_open_run",
                    )
                ],
            },
        ),
        no_delete("dossiers_recount"),
    ]
