"""An answer stays as it was written; its sealed words may be sealed anew with a newer key."""

from django.db import migrations

from thongsuot.domains.ledger.protection import append_only, no_delete

TABLE = "accountability_explanation"
ANSWERS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION accountability_answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The record commits to the words.
      IF to_jsonb(NEW) - 'words' IS DISTINCT FROM to_jsonb(OLD) - 'words' THEN
        RAISE EXCEPTION 'an answer to the record is written once'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'accountability_answer_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER accountability_answer_stays BEFORE UPDATE ON accountability_explanation
      FOR EACH ROW EXECUTE FUNCTION accountability_answer_stays();
    """,
    """
    DROP TRIGGER accountability_answer_stays ON accountability_explanation;
    DROP FUNCTION accountability_answer_stays();
    """,
)


class Migration(migrations.Migration):
    """Nobody rewrites an answer; an old key can be given up."""

    dependencies = [("accountability", "0001_answers")]
    operations = [
        migrations.RunSQL(append_only(TABLE).reverse_sql, append_only(TABLE).sql),
        no_delete(TABLE),
        ANSWERS_STAY,
    ]
