"""The time for answering an objection may be counted anew, too; no row is read or changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0006_an_end_that_was_not_there"),
    ]

    operations = [
        migrations.AlterField(
            model_name="limitset",
            name="kind",
            field=models.CharField(
                choices=[
                    ("offer", "offer"),
                    ("opinion", "opinion"),
                    ("ruling", "ruling"),
                    ("window", "window"),
                    ("objection", "objection"),
                    ("desk-answer", "desk-answer"),
                ],
                max_length=20,
            ),
        ),
    ]
