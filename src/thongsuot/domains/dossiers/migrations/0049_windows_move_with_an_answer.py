"""A window moves by itself, and a request is overturned, only with the answer that says so.

The trigger of 0048 let either be set without an objection. No row is read or changed.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("thongsuot.domains.dossiers.migrations.0048_objections").REQUESTS_STAY
STAYS = """
    CREATE OR REPLACE FUNCTION dossier_supplement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      free CONSTANT text[] := ARRAY['papers', 'exception', 'answered_at', 'window_ended_at',
        'answer_by', 'calendar_version', 'hours_of', 'overturned_at', 'window_from'];
      rejected CONSTANT boolean := OLD.window_from IS NULL AND NEW.window_from IS NOT NULL;
    BEGIN
      -- The papers asked for and the reason may be sealed anew; the record commits to their words.
      IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
         OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
         OR OLD.window_ended_at IS NOT NULL
            AND NEW.window_ended_at IS DISTINCT FROM OLD.window_ended_at
         -- A window has an end that no rejection moves forward; none where no calendar reaches it.
         OR (NEW.answer_by, NEW.calendar_version, NEW.hours_of) IS DISTINCT FROM
            (OLD.answer_by, OLD.calendar_version, OLD.hours_of)
            AND NOT limit_is_set('window', NEW.id, NEW.answer_by, NEW.calendar_version,
                                 NEW.hours_of)
            AND NOT (rejected AND OLD.answer_by IS NOT NULL
                     AND coalesce(NEW.answer_by >= OLD.answer_by, true))
         OR NEW.window_from IS DISTINCT FROM OLD.window_from
            AND NOT (rejected AND EXISTS (
              SELECT FROM dossiers_objection o WHERE o.request_id = NEW.id
              AND o.outcome = 'rejected' AND o.answered_at = NEW.window_from))
         OR NEW.overturned_at IS DISTINCT FROM OLD.overturned_at
            AND NOT (OLD.overturned_at IS NULL AND EXISTS (
              SELECT FROM dossiers_objection o WHERE o.request_id = NEW.id
              AND o.outcome = 'upheld' AND o.answered_at = NEW.overturned_at))
      THEN
        RAISE EXCEPTION 'a request for papers is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_supplement_stays';
      END IF;
      RETURN NEW;
    END $$;
    """


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0048_objections"),
    ]

    operations = [migrations.RunSQL(STAYS, BEFORE.sql)]
