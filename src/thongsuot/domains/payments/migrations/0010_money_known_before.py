"""Money of a notice that a person had confirmed is known by that notice."""

from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.payments.terms.statements


class Migration(migrations.Migration):
    """Going back needs no line that is known by its notice."""

    dependencies = [
        ("payments", "0009_proofs_may_be_sealed_anew"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="bankline",
            name="bank_line_ends_with_money_or_a_word",
        ),
        migrations.AddField(
            model_name="bankline",
            name="notice",
            field=models.PositiveBigIntegerField(
                help_text="the notice of a dossier that a person had confirmed",
                null=True,
                unique=True,
            ),
        ),
        migrations.AlterField(
            model_name="bankline",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("taken", "taken"),
                    ("mismatched", "mismatched"),
                    ("explained", "explained"),
                    ("known", "known"),
                ],
                default=thongsuot.domains.payments.terms.statements.LineState["OPEN"],
                max_length=10,
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
                    models.Q(
                        ("ended_at__isnull", False),
                        ("payment__isnull", True),
                        ("state", thongsuot.domains.payments.terms.statements.LineState["KNOWN"]),
                    ),
                    _connector="OR",
                ),
                name="bank_line_ends_with_money_or_a_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("notice__isnull", False),
                        ("state", thongsuot.domains.payments.terms.statements.LineState["KNOWN"]),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state",
                                thongsuot.domains.payments.terms.statements.LineState["KNOWN"],
                            ),
                            _negated=True,
                        ),
                        ("notice__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="bank_line_known_by_its_notice",
            ),
        ),
    ]
