"""A draft that waits for a signature may be taken back, or sent back to who wrote it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    """One more table; its rows stay."""

    dependencies = [
        ("dossiers", "0032_who_applies_as_declared"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TurnedDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.CharField(
                        choices=[
                            ("request", "request"),
                            ("apology", "apology"),
                            ("decision", "decision"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "drafted_at",
                    models.DateTimeField(help_text="when the text it is about was written"),
                ),
                (
                    "sent_back",
                    models.BooleanField(help_text="by who would sign it; else taken back"),
                ),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                (
                    "why",
                    thongsuot.domains.people.fields.SealedTextField(
                        help_text="in words; the record commits to it"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turned_drafts",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "draft", "drafted_at"), name="draft_turned_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at__gt", models.F("drafted_at"))),
                        name="draft_turned_after_it_was_written",
                    ),
                ],
            },
        ),
        append_only("dossiers_turneddraft"),
    ]
