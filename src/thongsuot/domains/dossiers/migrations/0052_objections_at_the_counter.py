"""An objection may be brought to the counter, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """No row changes."""

    dependencies = [
        ("dossiers", "0051_who_asked_in_whose_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="countervisit",
            name="what",
            field=models.CharField(
                choices=[
                    ("supplement", "supplement"),
                    ("withdrawal", "withdrawal"),
                    ("objection", "objection"),
                ],
                max_length=20,
            ),
        ),
    ]
