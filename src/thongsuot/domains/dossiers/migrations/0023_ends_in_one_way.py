"""A dossier is refused, withdrawn, stopped or handed back: one of the four."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Have the database refuse a second end; the services never wrote one."""

    dependencies = [("dossiers", "0022_exceptional_supplements")]

    operations = [
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                name="dossier_ends_in_one_way",
                condition=models.Q(refused_at=None, withdrawn_at=None, stopped_at=None)
                | models.Q(refused_at=None, withdrawn_at=None, returned_at=None)
                | models.Q(refused_at=None, stopped_at=None, returned_at=None)
                | models.Q(withdrawn_at=None, stopped_at=None, returned_at=None),
            ),
        ),
    ]
