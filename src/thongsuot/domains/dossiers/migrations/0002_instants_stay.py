"""A running dossier has one holder, due dates are never typed over, instants stay: in the database."""

from django.db import migrations

from thongsuot.domains.ledger.protection import append_only, no_delete

INSTANTS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_instants_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE name text;
    BEGIN
      IF (NEW.code, NEW.procedure_code, NEW.applicant_id, NEW.receiving_agency_id)
         IS DISTINCT FROM
         (OLD.code, OLD.procedure_code, OLD.applicant_id, OLD.receiving_agency_id)
         OR OLD.received_at IS NOT NULL AND NEW.version_id <> OLD.version_id
      THEN
        RAISE EXCEPTION 'what identifies dossier % is never changed', OLD.code
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_identity_stays';
      END IF;
      name := CASE
        WHEN NEW.submitted_at IS DISTINCT FROM OLD.submitted_at THEN 'submitted_at'
        WHEN NEW.received_at IS DISTINCT FROM coalesce(OLD.received_at, NEW.received_at)
          THEN 'received_at'
        WHEN NEW.refused_at IS DISTINCT FROM coalesce(OLD.refused_at, NEW.refused_at)
          THEN 'refused_at'
        WHEN NEW.processing_at IS DISTINCT FROM coalesce(OLD.processing_at, NEW.processing_at)
          THEN 'processing_at'
        WHEN NEW.decided_at IS DISTINCT FROM coalesce(OLD.decided_at, NEW.decided_at)
          THEN 'decided_at'
        WHEN NEW.returned_at IS DISTINCT FROM coalesce(OLD.returned_at, NEW.returned_at)
          THEN 'returned_at'
        WHEN NEW.withdrawn_at IS DISTINCT FROM coalesce(OLD.withdrawn_at, NEW.withdrawn_at)
          THEN 'withdrawn_at'
        WHEN NEW.stopped_at IS DISTINCT FROM coalesce(OLD.stopped_at, NEW.stopped_at)
          THEN 'stopped_at'
      END;
      IF name IS NOT NULL THEN
        RAISE EXCEPTION '% of dossier % is written once', name, OLD.code
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_instants_stay';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_instants_stay BEFORE UPDATE ON dossiers_dossier
      FOR EACH ROW EXECUTE FUNCTION dossier_instants_stay();
    """,
    """
    DROP TRIGGER dossier_instants_stay ON dossiers_dossier;
    DROP FUNCTION dossier_instants_stay();
    """,
)

DUE_DATES_ARE_EXPLAINED = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_due_date_is_explained() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT due_at FROM dossiers_dossier WHERE id = NEW.id) IS DISTINCT FROM
         (SELECT due_at FROM dossiers_duedateset WHERE dossier_id = NEW.id
          ORDER BY id DESC LIMIT 1)
      THEN
        RAISE EXCEPTION 'the due date of dossier % has no computation behind it', NEW.code
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_due_date_is_explained';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER dossier_due_date_is_explained
      AFTER INSERT OR UPDATE OF due_at ON dossiers_dossier
      DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION dossier_due_date_is_explained();
    """,
    """
    DROP TRIGGER dossier_due_date_is_explained ON dossiers_dossier;
    DROP FUNCTION dossier_due_date_is_explained();
    """,
)

ONE_HOLDER = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_check_one_holder(checked text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE expected integer; found integer;
    BEGIN
      SELECT (received_at IS NOT NULL AND returned_at IS NULL
              AND withdrawn_at IS NULL AND stopped_at IS NULL)::integer
        INTO expected FROM dossiers_dossier WHERE code = checked;
      SELECT count(*) INTO found FROM custody_custody
        WHERE subject = 'dossier:' || checked AND ended_at IS NULL;
      IF found <> coalesce(expected, 0) THEN
        RAISE EXCEPTION 'dossier % has % holders, it must have %', checked, found, expected
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_one_holder';
      END IF;
    END $$;

    CREATE FUNCTION dossier_one_holder_after_dossier() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM dossier_check_one_holder(NEW.code); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER dossier_one_holder
      AFTER INSERT OR UPDATE OF received_at, returned_at, withdrawn_at, stopped_at
      ON dossiers_dossier DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION dossier_one_holder_after_dossier();

    CREATE FUNCTION dossier_one_holder_after_custody() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.subject LIKE 'dossier:%%' THEN
        PERFORM dossier_check_one_holder(substr(NEW.subject, 9));
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER dossier_one_holder
      AFTER INSERT OR UPDATE ON custody_custody DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION dossier_one_holder_after_custody();
    """.replace("%%", "%"),
    """
    DROP TRIGGER dossier_one_holder ON custody_custody;
    DROP FUNCTION dossier_one_holder_after_custody();
    DROP TRIGGER dossier_one_holder ON dossiers_dossier;
    DROP FUNCTION dossier_one_holder_after_dossier();
    DROP FUNCTION dossier_check_one_holder(text);
    """,
)

ENDINGS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_ending_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The sealed words may be sealed anew with another key; the record commits to them.
      IF to_jsonb(NEW) - 'reason' IS DISTINCT FROM to_jsonb(OLD) - 'reason' THEN
        RAISE EXCEPTION 'how a dossier ended is written once'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_ending_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_ending_stays BEFORE UPDATE ON dossiers_ending
      FOR EACH ROW EXECUTE FUNCTION dossier_ending_stays();
    """,
    """
    DROP TRIGGER dossier_ending_stays ON dossiers_ending;
    DROP FUNCTION dossier_ending_stays();
    """,
)


class Migration(migrations.Migration):
    """Nobody, an administrator included, rewrites when things happened or who had to act."""

    dependencies = [
        ("dossiers", "0001_initial"),
        ("custody", "0002_one_holder_without_gap"),
    ]
    operations = [
        INSTANTS_STAY,
        DUE_DATES_ARE_EXPLAINED,
        ONE_HOLDER,
        no_delete("dossiers_dossier"),
        append_only("dossiers_duedateset"),
        no_delete("dossiers_supplementrequest"),
        no_delete("dossiers_decision"),
        ENDINGS_STAY,
        no_delete("dossiers_ending"),
        no_delete("dossiers_codecounter"),
    ]
