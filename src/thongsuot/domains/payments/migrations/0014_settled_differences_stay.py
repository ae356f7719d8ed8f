"""What was found out about a difference, when and by whom, is never written anew."""

from django.db import migrations

COLUMNS = '"on", agency, reference, problem, ours_vnd, theirs_vnd, at, by_id'

STAYS = f"""
CREATE TRIGGER difference_settled_stays
  BEFORE UPDATE OF id, {COLUMNS} ON payments_differencesettled
  FOR EACH ROW EXECUTE FUNCTION refuse_change('kept as it was settled');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0013_runs_say_what_was_not_done"),
    ]

    operations = [
        migrations.RunSQL(
            STAYS, "DROP TRIGGER difference_settled_stays ON payments_differencesettled;"
        ),
    ]
