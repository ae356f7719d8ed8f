"""Figures of a period find the papers and payments that citizens were asked for in it.

Each table is read once, in seconds for a million rows, and takes no writing meanwhile. Not built
``CONCURRENTLY``: another ``database prepare`` that waits for its turn would be waited for.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations

INDEXES = {
    "supplementrequest": BrinIndex(fields=["asked_at"], name="supplement_by_time"),
    "obligation": BrinIndex(fields=["requested_at"], name="obligation_by_time"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0046_answers_are_kept"),
    ]

    operations = [migrations.AddIndex(model, index) for model, index in INDEXES.items()]
