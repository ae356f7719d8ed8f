"""Whose office hours gave a due date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0016_supplement_window"),
    ]

    operations = [
        migrations.AddField(
            model_name="duedateset",
            name="hours_of",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="agency whose office hours counted; empty: everybody's",
                max_length=60,
            ),
        ),
    ]
