"""Papers that the desk asks for before it receives anything."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a dossier wait for papers without having been received; nothing did before.

    Goes back only while nobody was guided: then the constraint of before refuses the rows.
    """

    dependencies = [
        ("dossiers", "0025_in_their_order"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dossier",
            name="dossier_handled_only_when_received",
        ),
        migrations.AddField(
            model_name="dossier",
            name="sent_anew_at",
            field=models.DateTimeField(help_text="what the desk first asked for came", null=True),
        ),
        migrations.AddField(
            model_name="supplementrequest",
            name="before_receipt",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="the desk guided whoever sent it; no clock ran that could stand",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_at__isnull", False),
                    models.Q(
                        ("decided_at__isnull", True),
                        ("due_at__isnull", True),
                        ("obligation_since__isnull", True),
                        ("processing_at__isnull", True),
                        ("returned_at__isnull", True),
                        ("stopped_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="dossier_handled_only_when_received",
            ),
        ),
    ]
