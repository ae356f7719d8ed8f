"""What one network sends within an hour is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table more; its rows are forgotten within a day."""

    dependencies = [("dossiers", "0023_ends_in_one_way")]

    operations = [
        migrations.CreateModel(
            name="NetworkHour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network_index", models.BinaryField(max_length=32)),
                ("hour", models.DateTimeField(help_text="its beginning")),
                ("drafts", models.PositiveIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField(help_text="of the files, in bytes")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        name="network_hour_is_counted_once", fields=["network_index", "hour"]
                    )
                ]
            },
        ),
    ]
