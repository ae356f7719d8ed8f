"""A mark of what each room has settled, replaced by the database at every change."""

from django.db import migrations, models

from thongsuot.domains.ledger.protection import BEGIN_EDITION


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_acts_by_delegation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("room", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("mark", models.UUIDField()),
                ("begun_by", models.BigIntegerField(db_default=0)),
                ("looks", models.BigIntegerField(db_default=0)),
            ],
        ),
        BEGIN_EDITION,
    ]
