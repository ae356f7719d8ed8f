"""Failed look-ups are counted by address too; dossiers are found by the end of their code."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes and a keyed hash that is forgotten within minutes."""

    dependencies = [
        ("catalogue", "0002_versions_stay"),
        ("dossiers", "0005_obligations"),
        ("organisation", "0003_tokens_end"),
        ("people", "0002_key_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="lookupfailure",
            name="source_index",
            field=models.BinaryField(default=b"", max_length=32),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Reverse("code"), "C"
                ),
                name="dossier_by_end_of_code",
            ),
        ),
        migrations.AddIndex(
            model_name="lookupfailure",
            index=models.Index(fields=["source_index", "at"], name="lookup_failure_of_source"),
        ),
    ]
