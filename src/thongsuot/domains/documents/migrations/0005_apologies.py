"""An apology with a new date is one more kind of paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column stays as it is."""

    dependencies = [
        ("documents", "0004_payment_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("upload", "upload"),
                    ("declaration", "declaration"),
                    ("intake_slip", "intake_slip"),
                    ("supplement", "supplement"),
                    ("refusal_to_receive", "refusal_to_receive"),
                    ("apology", "apology"),
                    ("stop_notice", "stop_notice"),
                    ("payment_notice", "payment_notice"),
                    ("result", "result"),
                ],
                max_length=20,
            ),
        ),
    ]
