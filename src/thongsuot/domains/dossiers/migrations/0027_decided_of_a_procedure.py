"""The public card of a procedure finds what was decided of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Find what was decided of one procedure in a period without reading all others."""

    dependencies = [
        ("dossiers", "0026_guided_before_receipt"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("decided_at__isnull", False)),
                fields=["procedure_code", "decided_at"],
                name="dossier_by_procedure_decision",
            ),
        ),
    ]
