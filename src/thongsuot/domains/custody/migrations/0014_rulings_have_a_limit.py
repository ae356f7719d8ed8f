"""By when the superior is to decide on a loop."""

from django.db import migrations, models
from django.db.models import F, Q

ENDS_ONCE = """
    CREATE OR REPLACE FUNCTION dispute_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- Sealed words may be sealed anew with another key; the record commits to them.
      IF (OLD.decided_at IS NOT NULL OR OLD.lapsed_at IS NOT NULL)
         AND to_jsonb(NEW) - 'legal_basis' IS DISTINCT FROM to_jsonb(OLD) - 'legal_basis'
         OR (NEW.subject, NEW.offer_id, NEW.earlier_id, NEW.superior_id, NEW.opened_at{more_new})
            IS DISTINCT FROM
            (OLD.subject, OLD.offer_id, OLD.earlier_id, OLD.superior_id, OLD.opened_at{more_old})
      THEN
        RAISE EXCEPTION 'a dispute about % may only be decided, once', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dispute_ends_once';
      END IF;
      RETURN NEW;
    END $$;
"""


class Migration(migrations.Migration):
    """What is before a superior since earlier has no limit; a limit stays as it was set."""

    dependencies = [
        ("custody", "0013_refusals_found_by_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="decide_by",
            field=models.DateTimeField(
                help_text="late from here on; empty = went up before there was a limit", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=Q(decide_by__isnull=True) | Q(decide_by__gte=F("opened_at")),
                name="dispute_limit_after_it_went_up",
            ),
        ),
        migrations.RunSQL(
            ENDS_ONCE.format(more_new=", NEW.decide_by", more_old=", OLD.decide_by"),
            ENDS_ONCE.format(more_new="", more_old=""),
        ),
    ]
