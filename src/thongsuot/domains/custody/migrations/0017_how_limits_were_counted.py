"""By which calendar the ends of offers, questions and rulings were counted.

Columns that are empty for what is there: no table is rewritten. Each is read once, though, while
nobody may use it, to check ``limit_quantity``: about a third of a second a million rows. An end may
now move to what a calendar that came late counts, and to nothing else.
"""

from django.db import migrations, models

OFFER = """
    CREATE OR REPLACE FUNCTION offer_limit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF {changed} THEN
        RAISE EXCEPTION 'the time for answering an offer of % is never changed', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'offer_limit_stays';
      END IF;
      RETURN NEW;
    END $$;
"""
OPINION = """
    CREATE OR REPLACE FUNCTION opinion_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE sealed CONSTANT text[] := ARRAY['question', 'text'];
    BEGIN
      -- Sealed words may be sealed anew with another key; the record commits to them.
      IF OLD.answer <> '' AND to_jsonb(NEW) - sealed IS DISTINCT FROM to_jsonb(OLD) - sealed
         OR (NEW.subject, NEW.custody_id, NEW.to_post_id, NEW.basis, NEW.silence, NEW.asked_at)
            IS DISTINCT FROM
            (OLD.subject, OLD.custody_id, OLD.to_post_id, OLD.basis, OLD.silence, OLD.asked_at)
         OR {changed}
      THEN
        RAISE EXCEPTION 'a question about % may only be answered, once', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opinion_answered_once';
      END IF;
      RETURN NEW;
    END $$;
"""
RULING = """
    CREATE OR REPLACE FUNCTION dispute_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- Sealed words may be sealed anew with another key; the record commits to them.
      IF (OLD.decided_at IS NOT NULL OR OLD.lapsed_at IS NOT NULL)
         AND to_jsonb(NEW) - 'legal_basis' IS DISTINCT FROM to_jsonb(OLD) - 'legal_basis'
         OR (NEW.subject, NEW.offer_id, NEW.earlier_id, NEW.superior_id, NEW.opened_at, NEW.sides)
            IS DISTINCT FROM
            (OLD.subject, OLD.offer_id, OLD.earlier_id, OLD.superior_id, OLD.opened_at, OLD.sides)
         OR {changed}
      THEN
        RAISE EXCEPTION 'a dispute about % may only be decided, once', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dispute_ends_once';
      END IF;
      RETURN NEW;
    END $$;
"""


def _unless_set(kind: str, end: str, *more: str) -> str:
    """Return the condition that an end was moved to what no calendar that came late gave."""
    fixed = ["limit_quantity", "limit_unit", *more]
    names = [end, "calendar_version", "hours_of", *fixed]
    new, old = (", ".join(f"{row}.{name}" for name in names) for row in ("NEW", "OLD"))
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in fixed)
    return f"""({new}) IS DISTINCT FROM ({old})
         AND NOT ({same}
                  AND limit_is_set('{kind}', NEW.id, NEW.{end}, NEW.calendar_version,
                                   NEW.hours_of))"""


def _before(end: str, *more: str) -> str:
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in (end, *more))


def _counted(model: str) -> list[migrations.AddField]:
    text = {"blank": True, "default": "", "db_default": ""}
    fields = {
        "limit_quantity": models.PositiveIntegerField(
            null=True, help_text="how long, in limit_unit"
        ),
        "limit_unit": models.CharField(
            max_length=20, help_text="working-minute, or a unit of time limits", **text
        ),
        "calendar_version": models.CharField(
            max_length=80,
            help_text="the calendar that counted it; empty: counted before that was kept", **text,
        ),
        "hours_of": models.CharField(
            max_length=60, help_text="agency whose office hours counted; empty: everybody's",
            **text,
        ),
    }  # fmt: skip
    return [migrations.AddField(model, name, field) for name, field in fields.items()]


class Migration(migrations.Migration):
    """Columns, and triggers that ask how an end was counted anew."""

    dependencies = [
        ("custody", "0016_questions_found_by_time"),
        ("deadlines", "0005_limits_counted_anew"),
    ]

    operations = [
        *_counted("offer"),
        *_counted("opinionrequest"),
        *_counted("dispute"),
        migrations.RunSQL(
            OFFER.format(changed=_unless_set("offer", "answer_by", "policy")),
            OFFER.format(changed=_before("answer_by", "policy")),
        ),
        migrations.RunSQL(
            OPINION.format(changed=_unless_set("opinion", "answer_by")),
            OPINION.format(changed=_before("answer_by")),
        ),
        migrations.RunSQL(
            RULING.format(changed=_unless_set("ruling", "decide_by")),
            RULING.format(changed=_before("decide_by")),
        ),
    ]
