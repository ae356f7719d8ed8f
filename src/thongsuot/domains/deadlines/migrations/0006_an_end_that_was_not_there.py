"""A limit that no calendar had reached may be given its end; a lock of an instant."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0005_limits_counted_anew"),
    ]

    operations = [
        migrations.AlterField(
            model_name="limitset",
            name="was_at",
            field=models.DateTimeField(
                help_text="empty: no calendar had reached its end", null=True
            ),
        ),
    ]
