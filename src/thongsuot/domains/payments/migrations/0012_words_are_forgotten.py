"""What payers and desks wrote of transfers can be erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0011_statement_runs"),
    ]

    operations = [
        migrations.AddField(
            model_name="bankline",
            name="forgotten_at",
            field=models.DateTimeField(help_text="when the words were erased", null=True),
        ),
        migrations.AddField(
            model_name="transferclaim",
            name="forgotten_at",
            field=models.DateTimeField(help_text="when the words were erased", null=True),
        ),
    ]
