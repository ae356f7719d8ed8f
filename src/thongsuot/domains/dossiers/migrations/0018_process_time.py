"""Which opinions of a process were asked for, and what time brings about at its steps."""

import django.db.models.deletion
from django.db import migrations, models

from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    """Add both."""

    dependencies = [
        ("catalogue", "0004_processes_stay"),
        ("custody", "0011_another_reason_in_words"),
        ("dossiers", "0017_whose_office_hours"),
        ("ledger", "0002_refuse_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessOpinion",
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
                        help_text="where the dossier was when it was asked", max_length=80
                    ),
                ),
                (
                    "opinion",
                    models.CharField(help_text="code of the opinion in the version", max_length=80),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="process_opinions",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="custody.opinionrequest",
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
        ),
        migrations.CreateModel(
            name="ProcessTimer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=80)),
                (
                    "outcome",
                    models.CharField(help_text="code of the outcome in its step", max_length=80),
                ),
                ("since", models.DateTimeField(help_text="when the dossier came to the step")),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="as far as is known; pauses push it when it comes"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("fired", models.BooleanField(default=False)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="process_timers",
                        to="dossiers.dossier",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["due_at"],
                        name="process_timer_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "version", "step", "outcome", "since"),
                        name="process_timer_once_a_stay",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fired", False), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="process_timer_fires_when_it_ends",
                    ),
                ],
            },
        ),
        append_only("dossiers_processopinion"),
    ]
