"""No custody of a disabled account, or on a post whose appointment does not hold."""

from django.db import migrations

HOLDERS_SERVE = migrations.RunSQL(
    """
    CREATE FUNCTION custody_holder_serves() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE began date := (NEW.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    BEGIN
      IF EXISTS (SELECT FROM organisation_officer
                  WHERE id = NEW.officer_id AND disabled_at <= NEW.started_at) THEN
        RAISE EXCEPTION 'custody of % would begin with a disabled account', NEW.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_holder_enabled';
      END IF;
      IF NOT EXISTS (SELECT FROM organisation_appointment
                      WHERE officer_id = NEW.officer_id AND post_id = NEW.post_id
                        AND valid_from <= began AND (valid_to IS NULL OR valid_to > began)) THEN
        RAISE EXCEPTION 'custody of % would begin on a post that the holder does not serve',
          NEW.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_holder_serves';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER custody_holder_serves BEFORE INSERT ON custody_custody
      FOR EACH ROW EXECUTE FUNCTION custody_holder_serves();
    """,
    """
    DROP TRIGGER custody_holder_serves ON custody_custody;
    DROP FUNCTION custody_holder_serves();
    """,
)

LEAVERS_HOLD_NOTHING = migrations.RunSQL(
    """
    CREATE FUNCTION custody_check_disabled() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM organisation_officer WHERE id = NEW.id AND disabled_at IS NOT NULL)
         AND EXISTS (SELECT FROM custody_custody
                      WHERE officer_id = NEW.id AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'account % is disabled and still holds something', NEW.username
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'disabled_holds_nothing';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER disabled_holds_nothing
      AFTER UPDATE OF disabled_at ON organisation_officer
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_check_disabled();

    CREATE FUNCTION custody_check_appointment() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE today date := (clock_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    BEGIN
      IF EXISTS (SELECT FROM custody_custody WHERE officer_id = OLD.officer_id
                    AND post_id = OLD.post_id AND ended_at IS NULL)
         AND NOT EXISTS (SELECT FROM organisation_appointment
                          WHERE officer_id = OLD.officer_id AND post_id = OLD.post_id
                            AND (valid_to IS NULL OR valid_to > today)) THEN
        RAISE EXCEPTION 'the appointment of % has ended and something is still held on the post',
          OLD.officer_id
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'leaver_holds_nothing';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER leaver_holds_nothing
      AFTER UPDATE OR DELETE ON organisation_appointment
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION custody_check_appointment();
    """,
    """
    DROP TRIGGER leaver_holds_nothing ON organisation_appointment;
    DROP FUNCTION custody_check_appointment();
    DROP TRIGGER disabled_holds_nothing ON organisation_officer;
    DROP FUNCTION custody_check_disabled();
    """,
)


class Migration(migrations.Migration):
    """What a day's passing ends by itself is found by ``doctor`` and moved by the daily job."""

    dependencies = [
        ("custody", "0005_offers_have_a_limit"),
        ("organisation", "0004_delegation_and_absence"),
    ]
    operations = [HOLDERS_SERVE, LEAVERS_HOLD_NOTHING]
