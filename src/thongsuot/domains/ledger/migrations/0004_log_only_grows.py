"""Every entry waits to be sealed; what is sealed stays, and tiles only grow."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from thongsuot.domains.ledger.protection import append_only, no_delete

WAITS = RunSQL(
    """
    CREATE FUNCTION entry_waits_to_be_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO ledger_unsealed (entry_id) VALUES (NEW.id);
      RETURN NULL;
    END $$;
    CREATE TRIGGER entry_waits AFTER INSERT ON ledger_entry
      FOR EACH ROW EXECUTE FUNCTION entry_waits_to_be_sealed();
    INSERT INTO ledger_unsealed (entry_id) SELECT id FROM ledger_entry;
    """,
    """
    DROP TRIGGER entry_waits ON ledger_entry;
    DROP FUNCTION entry_waits_to_be_sealed();
    """,
)
GROWS = RunSQL(
    """
    CREATE FUNCTION tile_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.level, NEW.number) <> (OLD.level, OLD.number)
         OR length(NEW.hashes) <= length(OLD.hashes)
         OR substring(NEW.hashes FOR length(OLD.hashes)) <> OLD.hashes THEN
        RAISE EXCEPTION 'tile %/% refused: hashes are added, never changed', OLD.level, OLD.number
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER tile_grows BEFORE UPDATE ON ledger_tile
      FOR EACH ROW EXECUTE FUNCTION tile_only_grows();
    """,
    """
    DROP TRIGGER tile_grows ON ledger_tile;
    DROP FUNCTION tile_only_grows();
    """,
)


class Migration(migrations.Migration):
    """Fill the queue by a trigger and protect the log."""

    dependencies = [("ledger", "0003_public_log")]
    operations = [
        WAITS,
        GROWS,
        no_delete("ledger_tile"),
        append_only("ledger_leaf"),
        append_only("ledger_sealed"),
    ]
