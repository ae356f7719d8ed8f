"""Desks say where they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0007_noted_when_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="address",
            field=models.CharField(
                blank=True, default="", help_text="where people go; public", max_length=200
            ),
            preserve_default=False,
        ),
    ]
