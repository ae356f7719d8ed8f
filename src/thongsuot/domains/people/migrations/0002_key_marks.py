"""By what later starts know that the keys they were given are those that sealed this database."""

from django.db import migrations, models

import thongsuot.domains.people.fields


class Migration(migrations.Migration):
    """One table, one row for each key that ever sealed here."""

    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="KeyMark",
            fields=[
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="of the newest key when the mark was made",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "index_mark",
                    models.BinaryField(
                        help_text="keyed digest of a known word: tells the index key", max_length=32
                    ),
                ),
                (
                    "sealed_mark",
                    thongsuot.domains.people.fields.SealedTextField(
                        help_text="a known word: tells the sealing key"
                    ),
                ),
            ],
        ),
    ]
