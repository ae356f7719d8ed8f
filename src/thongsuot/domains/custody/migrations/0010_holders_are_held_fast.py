"""Whoever becomes a holder stays one until the transaction ends: nobody is disabled meanwhile."""

from django.db import migrations

SERVES = """
    CREATE OR REPLACE FUNCTION custody_holder_serves() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      began date := (NEW.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
      gone_at timestamptz;
    BEGIN
      SELECT disabled_at INTO gone_at FROM organisation_officer WHERE id = NEW.officer_id{lock};
      IF gone_at <= NEW.started_at THEN
        RAISE EXCEPTION 'custody of % would begin with a disabled account', NEW.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_holder_enabled';
      END IF;
      PERFORM FROM organisation_appointment
        WHERE officer_id = NEW.officer_id AND post_id = NEW.post_id
          AND valid_from <= began AND (valid_to IS NULL OR valid_to > began){lock};
      IF NOT FOUND THEN
        RAISE EXCEPTION 'custody of % would begin on a post that the holder does not serve',
          NEW.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_holder_serves';
      END IF;
      RETURN NEW;
    END $$;
"""


class Migration(migrations.Migration):
    """Account and appointment are locked against their end while a custody begins."""

    dependencies = [("custody", "0009_found_by_time")]
    operations = [
        migrations.RunSQL(SERVES.format(lock=" FOR SHARE"), SERVES.format(lock="")),
    ]
