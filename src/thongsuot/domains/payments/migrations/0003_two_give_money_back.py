"""Money goes back by two people: a proposal, its decision, a numbered slip."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.people.fields


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_what_was_paid_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="agency",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="refund",
            name="check_code",
            field=models.CharField(blank=True, help_text="printed as QR", max_length=16),
        ),
        migrations.AddField(
            model_name="refund",
            name="number",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="refund",
            name="year",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="RefundProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("legal_basis", models.CharField(max_length=200)),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                ("reason", thongsuot.domains.people.fields.SealedTextField()),
                (
                    "account",
                    thongsuot.domains.people.fields.SealedTextField(
                        help_text="where it goes: bank and account, or cash"
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("approved", models.BooleanField(null=True)),
                (
                    "why",
                    thongsuot.domains.people.fields.SealedTextField(
                        default="", help_text="why it was approved, declined or taken back"
                    ),
                ),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="payments.payment",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="refund",
            name="proposal",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refund",
                to="payments.refundproposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                fields=("agency", "year", "number"), name="refund_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("check_code", ""), _negated=True),
                fields=("check_code",),
                name="refund_check_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("payment",),
                name="refund_proposed_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved__isnull", True),
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                    ),
                    models.Q(
                        ("approved__isnull", False),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="refund_proposal_ends_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved", True), _negated=True),
                    models.Q(("ended_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="refund_approved_by_another",
            ),
        ),
    ]
