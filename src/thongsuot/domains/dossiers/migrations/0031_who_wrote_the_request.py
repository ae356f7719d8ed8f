"""A request that one officer signs keeps who wrote it: the citizen's questions go there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A request of before was written by whoever asked."""

    dependencies = [
        ("dossiers", "0030_requests_are_drafted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="supplementrequest",
            name="drafted_by",
            field=models.ForeignKey(
                help_text="who wrote it and answers questions; null: who asked",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
