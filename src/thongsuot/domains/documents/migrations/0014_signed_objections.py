"""What an applicant signs who disagrees at the counter is one more kind of paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """No row changes."""

    dependencies = [
        ("documents", "0013_withdrawal_requests"),
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
                    ("withdrawal_request", "withdrawal_request"),
                    ("objection", "objection"),
                    ("result", "result"),
                ],
                max_length=20,
            ),
        ),
    ]
