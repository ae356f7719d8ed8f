"""What was published of processes stays as it was; only a draft may change or be thrown away."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from thongsuot.domains.ledger.protection import append_only

STAYS = RunSQL(
    """
    CREATE FUNCTION catalogue_process_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published process stays as it was'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN COALESCE(NEW, OLD);
    END $$;
    CREATE TRIGGER catalogue_process_stays BEFORE UPDATE OR DELETE ON catalogue_processversion
      FOR EACH ROW EXECUTE FUNCTION catalogue_process_stays();
    """,
    """
    DROP TRIGGER catalogue_process_stays ON catalogue_processversion;
    DROP FUNCTION catalogue_process_stays();
    """,
)


class Migration(migrations.Migration):
    """Protect published processes and policies."""

    dependencies = [("catalogue", "0003_processes"), ("ledger", "0002_refuse_change")]
    operations = [append_only("catalogue_processpolicy"), STAYS]
