"""An apology bears the signature of who apologises, as a result does of who decides."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_apologies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="attachment",
            name="attachment_signed_by_someone_is_a_result",
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                    models.Q(
                        ("kind__in", ("result", "apology")),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="attachment_signed_is_a_result_or_an_apology",
            ),
        ),
    ]
