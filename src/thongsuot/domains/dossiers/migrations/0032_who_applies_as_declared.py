"""A dossier keeps who applies as declared with it: whoever is on file may be written otherwise."""

from django.db import migrations

import thongsuot.domains.people.fields


class Migration(migrations.Migration):
    """Dossiers of before have none: their form says it, or the person on file."""

    dependencies = [
        ("dossiers", "0031_who_wrote_the_request"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="declared",
            field=thongsuot.domains.people.fields.SealedJSONField(
                help_text="who applies, as declared with it; null: filed before it was kept",
                null=True,
            ),
        ),
    ]
