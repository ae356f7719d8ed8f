"""A due date may also move on by the time that was waited, where the policy says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more reason for a due date; the column stays as it is."""

    dependencies = [("dossiers", "0003_decisions_stay")]
    operations = [
        migrations.AlterField(
            model_name="duedateset",
            name="reason",
            field=models.CharField(
                choices=[
                    ("receipt", "receipt"),
                    ("supplement", "supplement"),
                    ("pause", "pause"),
                ],
                max_length=20,
            ),
        )
    ]
