"""How long the citizen has for sending papers, and that the time was over."""

from django.db import migrations, models


def _stays(columns: str, once: str) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION dossier_supplement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The papers asked for may be sealed anew; the record commits to their words.
      IF to_jsonb(NEW) - '{{{columns}}}'::text[] IS DISTINCT FROM
         to_jsonb(OLD) - '{{{columns}}}'::text[]
         OR {once}
      THEN
        RAISE EXCEPTION 'a request for papers is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_supplement_stays';
      END IF;
      RETURN NEW;
    END $$;
    """


ANSWERED = "OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at"
ENDED = (
    "OLD.window_ended_at IS NOT NULL AND NEW.window_ended_at IS DISTINCT FROM OLD.window_ended_at"
)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0015_register"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplementrequest",
            name="answer_by",
            field=models.DateTimeField(
                help_text="until when the citizen may answer; none: no law sets an end", null=True
            ),
        ),
        migrations.AddField(
            model_name="supplementrequest",
            name="expiry_basis",
            field=models.CharField(
                blank=True,
                help_text="the law on which it may be stopped after answer_by",
                max_length=300,
            ),
        ),
        migrations.AddField(
            model_name="supplementrequest",
            name="window_ended_at",
            field=models.DateTimeField(help_text="when the end was put on record", null=True),
        ),
        migrations.RunSQL(
            _stays("papers,answered_at,window_ended_at", f"{ANSWERED} OR {ENDED}"),
            _stays("papers,answered_at", ANSWERED),
        ),
    ]
