"""What another agency owes as its part of the work is not ended by silence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the word."""

    dependencies = [
        ("custody", "0011_another_reason_in_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="opinionrequest",
            name="silence",
            field=models.CharField(
                choices=[("none", "none"), ("deemed-consent", "deemed-consent"), ("owed", "owed")],
                max_length=20,
            ),
        ),
    ]
