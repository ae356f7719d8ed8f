"""A calendar that comes late may move by when an objection is answered, to what it counts.

The trigger and the rights of 0048 let it move to nothing at all. No row is read or changed.
"""

from importlib import import_module

from django.db import migrations

from thongsuot.domains.ledger.protection import MAY, may

FIRST = import_module("thongsuot.domains.dossiers.migrations.0048_objections")
ENDED = "words, answer, answered_at, outcome, answered_by_id"
LIMIT = "answer_by, calendar_version, hours_of"
STAYS = """
    CREATE OR REPLACE FUNCTION dossier_objection_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      free CONSTANT text[] := ARRAY['words', 'answer', 'answered_at', 'outcome', 'answered_by_id',
        'answer_by', 'calendar_version', 'hours_of'];
    BEGIN
      -- Words may be sealed anew; the record commits to them.
      IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
         OR OLD.answered_at IS NOT NULL
            AND (NEW.answered_at, NEW.outcome, NEW.answered_by_id) IS DISTINCT FROM
                (OLD.answered_at, OLD.outcome, OLD.answered_by_id)
         OR (NEW.answer_by, NEW.calendar_version, NEW.hours_of) IS DISTINCT FROM
            (OLD.answer_by, OLD.calendar_version, OLD.hours_of)
            AND (OLD.answered_at IS NOT NULL
                 OR NOT limit_is_set('objection', NEW.id, NEW.answer_by, NEW.calendar_version,
                                     NEW.hours_of))
      THEN
        RAISE EXCEPTION 'an objection is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
      END IF;
      RETURN NEW;
    END $$;
    """


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0007_answers_to_objections"),
        ("dossiers", "0049_windows_move_with_an_answer"),
    ]

    operations = [
        migrations.RunSQL(
            STAYS,
            FIRST.ANSWERED_ONCE.sql.partition("CREATE TRIGGER")[0].replace(
                "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
            ),
        ),
        may(
            FIRST.TABLE,
            f"INSERT, UPDATE ({ENDED}, {LIMIT})",
            was=f"{MAY}INSERT, UPDATE ({ENDED})",
        ),
    ]
