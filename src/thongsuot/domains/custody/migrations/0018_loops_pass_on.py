"""A loop that its superior may not decide any more passes on to another, and the record keeps both."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from thongsuot.domains.ledger.protection import append_only

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
NEW_SUPERIOR = """(NEW.superior_id, NEW.put_at) IS DISTINCT FROM (OLD.superior_id, OLD.put_at)"""
OLD_SUPERIOR = "NEW.superior_id IS DISTINCT FROM OLD.superior_id"


class Migration(migrations.Migration):
    """What is before a superior since earlier has been there since it went up."""

    dependencies = [
        ("custody", "0017_how_limits_were_counted"),
        ("organisation", "0006_precedents"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="put_at",
            field=models.DateTimeField(
                help_text="since when this superior has it; empty = since it went up", null=True
            ),
        ),
        migrations.CreateModel(
            name="Passing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                (
                    "passed_at",
                    models.DateTimeField(help_text="when it went on to the next superior"),
                ),
                (
                    "decide_by",
                    models.DateTimeField(
                        help_text="late from here on; empty = it had no limit", null=True
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passings",
                        to="custody.dispute",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("passed_at__gt", F("began_at"))),
                        name="passing_after_it_began",
                    ),
                    models.UniqueConstraint(fields=("dispute", "began_at"), name="passing_once"),
                ],
            },
        ),
        migrations.RunSQL(
            RULING.format(passed=PASSED, superior=NEW_SUPERIOR),
            RULING.format(passed="false", superior=OLD_SUPERIOR),
        ),
        append_only("custody_passing"),
    ]
