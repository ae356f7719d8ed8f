"""The heir of a desk that ends owes its answers; figures say whose lateness it is.

A column that is empty for what is there, added under a lock of an instant. The index is made anew
while nobody answers: the table is of the same release, and was begun by migration 0041.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, and the index that figures are counted from."""

    dependencies = [
        ("dossiers", "0044_answering_policy_is_noted"),
    ]

    operations = [
        migrations.AddField(
            "deskanswer",
            "inherited_at",
            models.DateTimeField(
                help_text="when the desk that was asked ended; what was late by then was its own",
                null=True,
            ),
        ),
        migrations.RemoveIndex("deskanswer", "desk_answer_sent_by_limit"),
        migrations.AddIndex(
            "deskanswer",
            models.Index(
                condition=models.Q(("is_sent", True)),
                fields=["answer_by", "desk"],
                include=("answered_at", "answer", "inherited_at"),
                name="desk_answer_sent_by_limit",
            ),
        ),
    ]
