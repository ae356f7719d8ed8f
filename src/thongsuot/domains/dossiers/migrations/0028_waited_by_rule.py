"""A pause moves a due date in what its limit is counted in, and the date keeps how much."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns that are empty in all that is there; those dates stay explained as they were."""

    dependencies = [
        ("dossiers", "0027_decided_of_a_procedure"),
    ]

    operations = [
        migrations.AddField(
            model_name="duedateset",
            name="waited",
            field=models.PositiveIntegerField(
                help_text="in waited_in, while the clock stood; none: moved by office minutes",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="duedateset",
            name="waited_in",
            field=models.CharField(
                blank=True,
                choices=[
                    ("working-minute", "working-minute"),
                    ("working-day", "working-day"),
                    ("day", "day"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="duedateset",
            name="waiting_rule",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="what turned it into a date",
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="duedateset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("waited", None),
                    ("waited_in", ""),
                    ("waiting_rule", ""),
                )
                | models.Q(
                    ("reason", "pause"),
                    ("waited__isnull", False),
                    models.Q(("waited_in", ""), _negated=True),
                    models.Q(("waiting_rule", ""), _negated=True),
                ),
                name="due_date_waited_in_a_pause_by_a_rule",
            ),
        ),
    ]
