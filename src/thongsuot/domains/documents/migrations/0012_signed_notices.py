"""A request for papers, a refusal and a stop bear the signature of who answers for them.

Going back is refused by the database once one of them was signed: a signature stays.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0011_rights")]

    operations = [
        migrations.RemoveConstraint(
            model_name="attachment",
            name="attachment_signed_is_a_result_or_an_apology",
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                    models.Q(
                        (
                            "kind__in",
                            (
                                "result",
                                "apology",
                                "supplement",
                                "refusal_to_receive",
                                "stop_notice",
                            ),
                        ),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="attachment_signed_is_of_a_kind_that_officers_sign",
            ),
        ),
    ]
