"""Who took a side when a loop went up, and so does not decide it."""

from django.db import migrations, models

ENDS_ONCE = """
    CREATE OR REPLACE FUNCTION dispute_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- Sealed words may be sealed anew with another key; the record commits to them.
      IF (OLD.decided_at IS NOT NULL OR OLD.lapsed_at IS NOT NULL)
         AND to_jsonb(NEW) - 'legal_basis' IS DISTINCT FROM to_jsonb(OLD) - 'legal_basis'
         OR (NEW.subject, NEW.offer_id, NEW.earlier_id, NEW.superior_id, NEW.opened_at,
             NEW.decide_by{more_new})
            IS DISTINCT FROM
            (OLD.subject, OLD.offer_id, OLD.earlier_id, OLD.superior_id, OLD.opened_at,
             OLD.decide_by{more_old})
      THEN
        RAISE EXCEPTION 'a dispute about % may only be decided, once', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dispute_ends_once';
      END IF;
      RETURN NEW;
    END $$;
"""


class Migration(migrations.Migration):
    """What went up earlier names nobody here: who took a side is read from its two hand-overs."""

    dependencies = [
        ("custody", "0014_rulings_have_a_limit"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="sides",
            field=models.JSONField(
                default=list, help_text="officers, by id, who gave or answered and so do not decide"
            ),
        ),
        migrations.RunSQL(
            ENDS_ONCE.format(more_new=", NEW.sides", more_old=", OLD.sides"),
            ENDS_ONCE.format(more_new="", more_old=""),
        ),
    ]
