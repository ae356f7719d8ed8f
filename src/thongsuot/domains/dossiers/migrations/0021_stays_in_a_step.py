"""When a dossier left the step whose time was counted: what came in a stay comes once."""

from django.db import migrations, models

LEFT = """
UPDATE dossiers_processtimer AS timer SET left_at = timer.ended_at
FROM dossiers_dossier AS dossier
WHERE dossier.id = timer.dossier_id AND timer.ended_at IS NOT NULL
  AND dossier.process_step <> timer.step
"""
"""Of a dossier that came back to a step since, the earlier stay counts as this one: its time that
has passed does not pass twice."""


class Migration(migrations.Migration):
    """Add it; a timer that ended at a step where its dossier is no more was left then."""

    dependencies = [
        ("dossiers", "0020_legal_base_of_a_pause"),
    ]

    operations = [
        migrations.AddField(
            model_name="processtimer",
            name="left_at",
            field=models.DateTimeField(help_text="when the dossier left the step", null=True),
        ),
        migrations.RunSQL(LEFT, migrations.RunSQL.noop),
    ]
