"""Summaries are made anew from the record; an answer is sealed anew and no more."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, may


class Migration(migrations.Migration):
    """Rights alone."""

    dependencies = [
        ("accountability", "0005_hours_of_who_settles"),
        ("ledger", "0010_what_stays"),
    ]

    operations = [
        may("accountability_explanation", "INSERT, UPDATE (words)", was=NO_DELETE),
        may("accountability_summary", "INSERT, UPDATE, DELETE"),
        may("accountability_flowday", "INSERT, UPDATE (handovers, bounces), DELETE"),
        may(
            "accountability_loopday", "INSERT, UPDATE (bounces, minutes, last_at, subjects), DELETE"
        ),
        may("accountability_lateshare", "INSERT, DELETE"),
    ]
