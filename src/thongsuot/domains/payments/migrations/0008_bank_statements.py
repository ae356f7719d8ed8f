"""Bank statements with their lines, what applicants say they sent, differences explained."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.payments.terms.statements
import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import append_only, no_delete

PROTECTED = [append_only("payments_statement")] + [
    no_delete(f"payments_{name}") for name in ("bankline", "transferclaim", "differencesettled")
]


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(help_text="code of the desk", max_length=40)),
                ("digest", models.CharField(help_text="SHA-256 of the file", max_length=64)),
                ("lines", models.PositiveIntegerField()),
                ("imported_at", models.DateTimeField()),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(help_text="code of the desk", max_length=40)),
                (
                    "number",
                    models.CharField(help_text="the bank's, of the transaction", max_length=60),
                ),
                ("booked_on", models.DateField()),
                ("amount_vnd", models.PositiveBigIntegerField(help_text="whole đồng")),
                (
                    "words",
                    thongsuot.domains.people.fields.SealedTextField(
                        help_text="what the payer wrote; may name a person"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("taken", "taken"),
                            ("mismatched", "mismatched"),
                            ("explained", "explained"),
                        ],
                        default=thongsuot.domains.payments.terms.statements.LineState["OPEN"],
                        max_length=10,
                    ),
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
                        default="", help_text="what it was, where it was for no dossier"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_line",
                        to="payments.payment",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept",
                        to="payments.statement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TransferClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", thongsuot.domains.ledger.fields.SubjectField(max_length=80)),
                ("agency", models.CharField(help_text="code of the desk", max_length=40)),
                ("paper", models.UUIDField(help_text="the proof, among the papers of the dossier")),
                (
                    "amount_vnd",
                    models.PositiveBigIntegerField(help_text="what was due then, whole đồng"),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                ("found", models.BooleanField(null=True)),
                (
                    "why",
                    thongsuot.domains.people.fields.SealedTextField(
                        default="", help_text="what the desk answered"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DifferenceSettled",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("agency", models.CharField(help_text="code of the desk", max_length=40)),
                ("reference", models.CharField(max_length=24)),
                ("problem", models.CharField(max_length=20)),
                ("ours_vnd", models.PositiveBigIntegerField()),
                ("theirs_vnd", models.PositiveBigIntegerField()),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                ("why", thongsuot.domains.people.fields.SealedTextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("on", "reference", "problem", "ours_vnd", "theirs_vnd"),
                        name="difference_settled_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("agency", "digest"), name="statement_file_once"
            ),
        ),
        migrations.AddIndex(
            model_name="bankline",
            index=models.Index(
                condition=models.Q(
                    ("state", thongsuot.domains.payments.terms.statements.LineState["OPEN"])
                ),
                fields=["agency", "booked_on"],
                name="bank_line_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="bank_line_once"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_vnd__gte", 1)), name="bank_line_brings_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("payment__isnull", True),
                        ("state", thongsuot.domains.payments.terms.statements.LineState["OPEN"]),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("payment__isnull", False),
                        (
                            "state__in",
                            [
                                thongsuot.domains.payments.terms.statements.LineState["TAKEN"],
                                thongsuot.domains.payments.terms.statements.LineState["MISMATCHED"],
                            ],
                        ),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("payment__isnull", True),
                        (
                            "state",
                            thongsuot.domains.payments.terms.statements.LineState["EXPLAINED"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="bank_line_ends_with_money_or_a_word",
            ),
        ),
        migrations.AddIndex(
            model_name="transferclaim",
            index=models.Index(fields=["agency", "told_at"], name="transfer_claim_of_desk"),
        ),
        migrations.AddConstraint(
            model_name="transferclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("subject",),
                name="transfer_claimed_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("found__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("found__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_claim_ends_found_or_not",
            ),
        ),
        *PROTECTED,
    ]
