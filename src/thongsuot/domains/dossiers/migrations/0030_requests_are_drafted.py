"""A request for papers is drafted by the handler before the head signs it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import may, no_delete, stays

WRITTEN_ANEW = ["salt", "papers", "special_base", "drafted_by_id", "drafted_at", "sent_at"]
"""A draft is written over until it is signed; what went out is the request's, and stays."""


class Migration(migrations.Migration):
    """One more table; what went out already stays as it is."""

    dependencies = [
        ("dossiers", "0029_timers_and_runs_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupplementDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                (
                    "papers",
                    thongsuot.domains.people.fields.SealedJSONField(
                        help_text="list of {component, name, problem}"
                    ),
                ),
                ("special_base", models.CharField(blank=True, max_length=200)),
                ("drafted_at", models.DateTimeField()),
                (
                    "sent_at",
                    models.DateTimeField(help_text="when papers were asked for since", null=True),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplement_draft",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True),
                            ("sent_at__gt", models.F("drafted_at")),
                            _connector="OR",
                        ),
                        name="supplement_sent_after_it_was_drafted",
                    )
                ],
            },
        ),
        no_delete("dossiers_supplementdraft"),
        stays("dossiers_supplementdraft", free=WRITTEN_ANEW),
        may(
            "dossiers_supplementdraft",
            f"INSERT, UPDATE ({', '.join(WRITTEN_ANEW)})",
            was="no-delete",
        ),
    ]
