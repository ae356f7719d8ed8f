"""Why the head asked for papers once more than allowed."""

from django.db import migrations

import thongsuot.domains.people.fields


def _stays(columns: str) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION dossier_supplement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The papers asked for and the reason may be sealed anew; the record commits to their words.
      IF to_jsonb(NEW) - '{{{columns}}}'::text[] IS DISTINCT FROM
         to_jsonb(OLD) - '{{{columns}}}'::text[]
         OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
         OR OLD.window_ended_at IS NOT NULL
            AND NEW.window_ended_at IS DISTINCT FROM OLD.window_ended_at
      THEN
        RAISE EXCEPTION 'a request for papers is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_supplement_stays';
      END IF;
      RETURN NEW;
    END $$;
    """


class Migration(migrations.Migration):
    """Add it; no earlier request was an exception."""

    dependencies = [
        ("dossiers", "0021_stays_in_a_step"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplementrequest",
            name="exception",
            field=thongsuot.domains.people.fields.SealedTextField(
                blank=True,
                default="",
                help_text="why the head asks once more than allowed; the record commits to it",
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            _stays("papers,exception,answered_at,window_ended_at"),
            _stays("papers,answered_at,window_ended_at"),
        ),
    ]
