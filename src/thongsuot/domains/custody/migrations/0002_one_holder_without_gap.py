"""Spans follow each other without gap, and only the end of an open one may be written."""

from django.db import migrations

from thongsuot.domains.ledger.protection import no_delete

WITHOUT_GAP = migrations.RunSQL(
    """
    CREATE FUNCTION custody_follows_without_gap() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE before_ended timestamptz; before_open boolean;
    BEGIN
      SELECT max(ended_at), bool_or(ended_at IS NULL) INTO before_ended, before_open
        FROM custody_custody WHERE subject = NEW.subject;
      IF before_open OR before_ended <> NEW.started_at THEN
        RAISE EXCEPTION 'custody of % does not begin where the one before it ended', NEW.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_without_gap';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER custody_without_gap BEFORE INSERT ON custody_custody
      FOR EACH ROW EXECUTE FUNCTION custody_follows_without_gap();

    CREATE FUNCTION custody_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.ended_at IS NOT NULL
         OR (NEW.subject, NEW.officer_id, NEW.post_id, NEW.step, NEW.started_at)
            IS DISTINCT FROM (OLD.subject, OLD.officer_id, OLD.post_id, OLD.step, OLD.started_at)
      THEN
        RAISE EXCEPTION 'custody of % may only be ended', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_only_ends';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER custody_only_ends BEFORE UPDATE ON custody_custody
      FOR EACH ROW EXECUTE FUNCTION custody_only_ends();

    CREATE FUNCTION offer_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE sealed CONSTANT text[] := ARRAY['why', 'legal_basis'];
    BEGIN
      -- Sealed words may be sealed anew with another key; the record commits to them.
      IF OLD.answer <> '' AND to_jsonb(NEW) - sealed IS DISTINCT FROM to_jsonb(OLD) - sealed
         OR (NEW.subject, NEW.custody_id, NEW.to_post_id, NEW.offered_at)
            IS DISTINCT FROM (OLD.subject, OLD.custody_id, OLD.to_post_id, OLD.offered_at)
      THEN
        RAISE EXCEPTION 'an offer of % may only be answered, once', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'offer_answered_once';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER offer_answered_once BEFORE UPDATE ON custody_offer
      FOR EACH ROW EXECUTE FUNCTION offer_is_answered_once();
    """,
    """
    DROP TRIGGER offer_answered_once ON custody_offer;
    DROP FUNCTION offer_is_answered_once();
    DROP TRIGGER custody_only_ends ON custody_custody;
    DROP FUNCTION custody_only_ends();
    DROP TRIGGER custody_without_gap ON custody_custody;
    DROP FUNCTION custody_follows_without_gap();
    """,
)


class Migration(migrations.Migration):
    """Spans of one subject neither overlap nor leave a gap, and answers are final: in the database."""

    dependencies = [("custody", "0001_initial"), ("ledger", "0002_refuse_change")]
    operations = [WITHOUT_GAP, no_delete("custody_custody"), no_delete("custody_offer")]
