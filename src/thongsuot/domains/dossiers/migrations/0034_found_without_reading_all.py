"""Two small indexes: which clocks began anew with papers, and who left after receipt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes alone."""

    dependencies = [
        ("dossiers", "0033_drafts_are_turned"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("national_state__in", [7, 8])),
                fields=["received_at"],
                name="dossier_left_by_receipt",
            ),
        ),
        migrations.AddIndex(
            model_name="duedateset",
            index=models.Index(
                condition=models.Q(("reason", "supplement")),
                fields=["dossier"],
                name="due_date_after_papers",
            ),
        ),
    ]
