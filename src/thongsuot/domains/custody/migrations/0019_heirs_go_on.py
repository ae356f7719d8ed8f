"""From when an heir's limit counts, and by which policy each superior's did."""

from django.db import migrations, models

RULING = """
    CREATE OR REPLACE FUNCTION dispute_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      passed CONSTANT boolean := {passed};
    BEGIN
      -- Sealed words may be sealed anew with another key; the record commits to them.
      IF (OLD.decided_at IS NOT NULL OR OLD.lapsed_at IS NOT NULL)
         AND to_jsonb(NEW) - 'legal_basis' IS DISTINCT FROM to_jsonb(OLD) - 'legal_basis'
         OR (NEW.subject, NEW.offer_id, NEW.earlier_id, NEW.opened_at, NEW.sides)
            IS DISTINCT FROM
            (OLD.subject, OLD.offer_id, OLD.earlier_id, OLD.opened_at, OLD.sides)
         OR NOT passed AND (
           {superior}
           OR (NEW.decide_by, NEW.calendar_version, NEW.hours_of,
               NEW.limit_quantity, NEW.limit_unit)
              IS DISTINCT FROM
              (OLD.decide_by, OLD.calendar_version, OLD.hours_of,
               OLD.limit_quantity, OLD.limit_unit)
              AND NOT (NEW.limit_quantity IS NOT DISTINCT FROM OLD.limit_quantity
                       AND NEW.limit_unit IS NOT DISTINCT FROM OLD.limit_unit
                       AND limit_is_set('ruling', NEW.id, NEW.decide_by, NEW.calendar_version,
                                        NEW.hours_of)))
      THEN
        RAISE EXCEPTION 'a dispute about % may only be decided, once', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dispute_ends_once';
      END IF;
      RETURN NEW;
    END $$;
"""
PASSED = """
        NEW.put_at IS DISTINCT FROM OLD.put_at AND EXISTS (
          SELECT FROM custody_passing
          WHERE dispute_id = OLD.id AND superior_id = OLD.superior_id AND passed_at = NEW.put_at
            AND began_at = coalesce(OLD.put_at, OLD.opened_at)
            AND decide_by IS NOT DISTINCT FROM OLD.decide_by)
"""
OLD_SUPERIOR = """(NEW.superior_id, NEW.put_at) IS DISTINCT FROM (OLD.superior_id, OLD.put_at)"""
NEW_SUPERIOR = """
           (NEW.superior_id, NEW.put_at, NEW.counted_from, NEW.policy)
           IS DISTINCT FROM (OLD.superior_id, OLD.put_at, OLD.counted_from, OLD.policy)
"""


class Migration(migrations.Migration):
    """A limit counts since its superior has it, unless it says otherwise."""

    dependencies = [
        ("custody", "0018_loops_pass_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="counted_from",
            field=models.DateTimeField(
                help_text="from when an heir's limit counts; empty = since this superior has it",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="passing",
            name="policy",
            field=models.CharField(
                blank=True,
                default="",
                help_text="version of the policy that counted; empty = not kept",
                max_length=40,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            RULING.format(passed=PASSED, superior=NEW_SUPERIOR),
            RULING.format(passed=PASSED, superior=OLD_SUPERIOR),
        ),
    ]
