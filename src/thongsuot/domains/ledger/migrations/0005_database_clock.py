"""The database alone says when an entry was written."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

CLOCK = RunSQL(
    """
    CREATE FUNCTION entry_has_the_databases_clock() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.recorded_at := clock_timestamp();
      RETURN NEW;
    END $$;
    CREATE TRIGGER entry_clock BEFORE INSERT ON ledger_entry
      FOR EACH ROW EXECUTE FUNCTION entry_has_the_databases_clock();
    """,
    """
    DROP TRIGGER entry_clock ON ledger_entry;
    DROP FUNCTION entry_has_the_databases_clock();
    """,
)


class Migration(migrations.Migration):
    """Set ``recorded_at`` by a trigger, whatever the writer says."""

    dependencies = [("ledger", "0004_log_only_grows")]
    operations = [CLOCK]
