"""What an applicant shows of a transfer is one more kind of paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0009_papers_print_again"),
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
                    ("transfer_proof", "transfer_proof"),
                    ("result", "result"),
                ],
                max_length=20,
            ),
        ),
    ]
