"""A run of a statement says what was settled meanwhile, what was refused and why it stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns with a value of their own."""

    dependencies = [("payments", "0012_words_are_forgotten")]

    operations = [
        migrations.AddField(
            model_name="statementrun",
            name="elsewhere",
            field=models.PositiveIntegerField(default=0, help_text="settled meanwhile, not by it"),
        ),
        migrations.AddField(
            model_name="statementrun",
            name="refused",
            field=models.PositiveIntegerField(
                default=0, help_text="their dossier could not take them"
            ),
        ),
        migrations.AddField(
            model_name="statementrun",
            name="refusals",
            field=models.JSONField(
                default=list, help_text="number and code of why, the first of them"
            ),
        ),
        migrations.AddField(
            model_name="statementrun",
            name="stopped",
            field=models.CharField(
                default="", help_text="code of why, before its end", max_length=40
            ),
        ),
    ]
