"""What was published stays as it was: the database refuses to change it.

Of a version only its end is ever written later; of a limit only what a person settled.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from thongsuot.domains.ledger.protection import append_only, no_delete

ONLY_ITS_END = RunSQL(
    """
    CREATE FUNCTION catalogue_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (to_jsonb(NEW) - 'valid_to') IS DISTINCT FROM (to_jsonb(OLD) - 'valid_to') THEN
        RAISE EXCEPTION 'a published version stays as it was; only its end may be set'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER catalogue_version_stays BEFORE UPDATE ON catalogue_procedureversion
      FOR EACH ROW EXECUTE FUNCTION catalogue_version_stays();
    CREATE FUNCTION catalogue_limit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.version_id <> OLD.version_id OR NEW.channel <> OLD.channel
         OR NEW.raw <> OLD.raw OR NEW.problem <> OLD.problem OR OLD.problem = '' THEN
        RAISE EXCEPTION 'a published limit stays as it was; only what is unclear may be settled'
          USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER catalogue_limit_stays BEFORE UPDATE ON catalogue_methodlimit
      FOR EACH ROW EXECUTE FUNCTION catalogue_limit_stays();
    """,
    """
    DROP TRIGGER catalogue_limit_stays ON catalogue_methodlimit;
    DROP FUNCTION catalogue_limit_stays();
    DROP TRIGGER catalogue_version_stays ON catalogue_procedureversion;
    DROP FUNCTION catalogue_version_stays();
    """,
)


class Migration(migrations.Migration):
    """Protect procedures, versions and their rows."""

    dependencies = [("catalogue", "0001_initial"), ("ledger", "0002_refuse_change")]
    operations = [
        append_only("catalogue_procedure"),
        no_delete("catalogue_procedureversion"),
        no_delete("catalogue_methodlimit"),
        append_only("catalogue_component"),
        append_only("catalogue_feeline"),
        ONLY_ITS_END,
    ]
