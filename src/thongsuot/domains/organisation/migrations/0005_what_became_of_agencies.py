"""Reorganisations that were applied, and what became of agencies and posts by them."""

import django.db.models.deletion
from django.db import migrations, models

import thongsuot.domains.organisation.terms
from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_delegation_and_absence"),
        ("ledger", "0002_refuse_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reorganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="the plan's own name for itself", max_length=60, unique=True
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the plan as canonical JSON", max_length=64
                    ),
                ),
                ("effective_on", models.DateField(help_text="first day on which it holds, local")),
                (
                    "source",
                    models.CharField(help_text="the document that decides it", max_length=150),
                ),
                ("applied_at", models.DateTimeField()),
                (
                    "report",
                    models.JSONField(
                        help_text="what was told when it was applied: codes and counts"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="post",
            name="successor",
            field=models.ForeignKey(
                help_text="the post that stands for it now, if a reorganisation ended it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="organisation.post",
            ),
        ),
        migrations.AlterField(
            model_name="agency",
            name="level",
            field=models.CharField(
                choices=[
                    ("commune", "commune"),
                    ("district", "district"),
                    ("province", "province"),
                    ("ministry", "ministry"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="competence",
            name="level",
            field=models.CharField(
                choices=[
                    ("commune", "commune"),
                    ("district", "district"),
                    ("province", "province"),
                    ("ministry", "ministry"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="FormerAgency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=80)),
                (
                    "valid_to",
                    models.DateField(help_text="first day on which it no longer was so, local"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former",
                        to="organisation.agency",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.area",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.agency",
                    ),
                ),
                (
                    "reorganisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.reorganisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "valid_to"), name="former_agency_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencySuccession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "share",
                    models.CharField(choices=[("whole", "whole"), ("part", "part")], max_length=10),
                ),
                (
                    "is_successor",
                    models.BooleanField(
                        help_text="the new agency answers for what is known by the old one alone"
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessions",
                        to="organisation.agency",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="organisation.agency",
                    ),
                ),
                (
                    "reorganisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="organisation.reorganisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("old", "new"), name="agency_succession_once_a_pair"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_successor", True)),
                        fields=("old",),
                        name="agency_succession_one_successor_an_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share", thongsuot.domains.organisation.terms.Share["PART"]),
                            ("is_successor", True),
                            _connector="OR",
                        ),
                        name="agency_succession_whole_has_its_successor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="agency_succession_not_into_itself",
                    ),
                ],
            },
        ),
        append_only("organisation_reorganisation"),
        append_only("organisation_agencysuccession"),
        append_only("organisation_formeragency"),
    ]
