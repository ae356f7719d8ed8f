"""That papers came which were asked for, and where a process leads with them."""

import django.db.models.deletion
from django.db import migrations, models

from thongsuot.domains.ledger.protection import may, no_delete, stays

TABLE = "dossiers_processsupplement"


class Migration(migrations.Migration):
    """A new table; what was answered before led nowhere."""

    dependencies = [
        ("catalogue", "0004_processes_stay"),
        ("dossiers", "0035_turned_drafts_sealed_anew"),
        ("ledger", "0010_what_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessSupplement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        help_text="where the dossier was when they came", max_length=80
                    ),
                ),
                (
                    "outcome",
                    models.CharField(help_text="code of the outcome in its step", max_length=80),
                ),
                ("came_at", models.DateTimeField()),
                (
                    "left_at",
                    models.DateTimeField(help_text="when the dossier left the step", null=True),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="process_supplements",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.supplementrequest",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.processversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None),
                            ("left_at__gte", models.F("came_at")),
                            _connector="OR",
                        ),
                        name="process_papers_came_before_they_lead_on",
                    ),
                ],
            },
        ),
        no_delete(TABLE),
        stays(TABLE, once=["left_at"]),
        may(TABLE, "INSERT, UPDATE (left_at)", was="no-delete"),
    ]
