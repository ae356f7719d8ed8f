"""What the desk saw of a group or case may be sealed anew with a newer key, at any time."""

from django.db import migrations

SEALED_ANEW = """
CREATE OR REPLACE FUNCTION payments_assessment_is_as_it_was() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The record commits to the proof.
  IF to_jsonb(NEW) - 'proof' - 'replaced_at' - 'settled_at'
       IS DISTINCT FROM to_jsonb(OLD) - 'proof' - 'replaced_at' - 'settled_at'
     OR OLD.replaced_at IS NOT NULL
       AND to_jsonb(NEW) - 'proof' IS DISTINCT FROM to_jsonb(OLD) - 'proof'
  THEN
    RAISE EXCEPTION 'a row of payments_assessment is not rewritten'
      USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'payments_assessment_is_as_it_was';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """An old key can be given up. Going back leaves the function: it still keeps all the rest."""

    dependencies = [("payments", "0008_bank_statements")]
    operations = [migrations.RunSQL(SEALED_ANEW, migrations.RunSQL.noop)]
