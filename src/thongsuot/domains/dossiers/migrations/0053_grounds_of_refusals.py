"""A refusal to receive names its ground; where somebody lives, or how it came, is none."""

from django.db import migrations, models

GROUNDS = [
    "not-competent", "not-entitled", "papers-missing", "papers-invalid", "duplicate", "other",
    "residence", "channel",
]  # fmt: skip


class Migration(migrations.Migration):
    """An empty column; no row is read or rewritten."""

    dependencies = [("dossiers", "0052_objections_at_the_counter")]

    operations = [
        migrations.AddField(
            model_name="ending",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[(name, name) for name in GROUNDS],
                default="",
                help_text="why it was not received; empty = another end, or refused before it was "
                "asked",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=~models.Q(ground__in=["channel", "residence"]),
                name="ending_refused_for_what_may_be",
            ),
        ),
    ]
