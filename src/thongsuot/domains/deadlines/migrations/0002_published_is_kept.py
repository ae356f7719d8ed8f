"""The database refuses to change what was published."""

from django.db import migrations

from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    """Protect the calendars, their days, office hours and counting rules."""

    dependencies = [("deadlines", "0001_initial"), ("ledger", "0002_refuse_change")]
    operations = [
        append_only("deadlines_calendarversion"),
        append_only("deadlines_calendarday"),
        append_only("deadlines_officehoursfrom"),
        append_only("deadlines_countingrulefrom"),
    ]
