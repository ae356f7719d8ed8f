"""A signed decision, and a request for papers with its answer, are written once."""

from django.db import migrations

DECISIONS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- Grounds may be sealed anew with another key; the record commits to their words.
      IF (NEW.dossier_id, NEW.salt) IS DISTINCT FROM (OLD.dossier_id, OLD.salt)
         OR OLD.signed_at IS NOT NULL
            AND to_jsonb(NEW) - '{grounds,issued_at,issued_by_id}'::text[] IS DISTINCT FROM
                to_jsonb(OLD) - '{grounds,issued_at,issued_by_id}'::text[]
         OR OLD.issued_at IS NOT NULL
            AND (NEW.issued_at, NEW.issued_by_id) IS DISTINCT FROM
                (OLD.issued_at, OLD.issued_by_id)
      THEN
        RAISE EXCEPTION 'a decision is signed and issued once, and stays as it was'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_decision_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_decision_stays BEFORE UPDATE ON dossiers_decision
      FOR EACH ROW EXECUTE FUNCTION dossier_decision_stays();
    """,
    """
    DROP TRIGGER dossier_decision_stays ON dossiers_decision;
    DROP FUNCTION dossier_decision_stays();
    """,
)

REQUESTS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_supplement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The papers asked for may be sealed anew; the record commits to their words.
      IF to_jsonb(NEW) - '{papers,answered_at}'::text[] IS DISTINCT FROM
         to_jsonb(OLD) - '{papers,answered_at}'::text[]
         OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
      THEN
        RAISE EXCEPTION 'a request for papers is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_supplement_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_supplement_stays BEFORE UPDATE ON dossiers_supplementrequest
      FOR EACH ROW EXECUTE FUNCTION dossier_supplement_stays();
    """,
    """
    DROP TRIGGER dossier_supplement_stays ON dossiers_supplementrequest;
    DROP FUNCTION dossier_supplement_stays();
    """,
)


class Migration(migrations.Migration):
    """Nobody rewrites what was decided, or when papers were asked for and came."""

    dependencies = [("dossiers", "0002_instants_stay")]
    operations = [DECISIONS_STAY, REQUESTS_STAY]
