"""Windows keep how they were counted; a calendar that comes late counts every limit anew.

Columns that are empty for what is there: no table is rewritten. The requests for papers are read
once, though, while nobody may use them, to check ``limit_quantity``: about a third of a second a
million rows. What a run leaves as it was is kept with its cause from now on.
"""

import django.db.models.deletion
from django.db import migrations, models

from thongsuot.domains.ledger.protection import MAY, append_only, may

COUNTED = ["after", "examined", "changed", "kept"]
LIMITS = ["kind", "limits", "limits_changed", "limits_kept"]
FREE = "papers,exception,answered_at,window_ended_at"


def _requests_stay(columns: str, more: str) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION dossier_supplement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The papers asked for and the reason may be sealed anew; the record commits to their words.
      IF to_jsonb(NEW) - '{{{columns}}}'::text[] IS DISTINCT FROM
         to_jsonb(OLD) - '{{{columns}}}'::text[]
         OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
         OR OLD.window_ended_at IS NOT NULL
            AND NEW.window_ended_at IS DISTINCT FROM OLD.window_ended_at{more}
      THEN
        RAISE EXCEPTION 'a request for papers is made and answered once'
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_supplement_stays';
      END IF;
      RETURN NEW;
    END $$;
    """


UNLESS_SET = """
         OR (NEW.answer_by, NEW.calendar_version, NEW.hours_of) IS DISTINCT FROM
            (OLD.answer_by, OLD.calendar_version, OLD.hours_of)
            AND NOT limit_is_set('window', NEW.id, NEW.answer_by, NEW.calendar_version,
                                 NEW.hours_of)"""


def _run_stays(free: list[str]) -> str:
    return f"""
    DROP TRIGGER dossiers_recount_stays ON dossiers_recount;
    CREATE TRIGGER dossiers_recount_stays BEFORE UPDATE ON dossiers_recount
      FOR EACH ROW EXECUTE FUNCTION row_stays('{{{",".join(free)}}}', '{{finished_at}}', '{{}}');
    """


def _text(most: int, **more: str) -> models.CharField:
    return models.CharField(blank=True, default="", db_default="", max_length=most, **more)


class Migration(migrations.Migration):
    """Columns, one empty table, and a trigger that asks how a window was counted anew."""

    dependencies = [
        ("deadlines", "0005_limits_counted_anew"),
        ("dossiers", "0042_brought_to_the_counter"),
    ]

    operations = [
        migrations.AddField(
            "supplementrequest",
            "limit_quantity",
            models.PositiveIntegerField(help_text="how long, in limit_unit", null=True),
        ),
        migrations.AddField(
            "supplementrequest",
            "limit_unit",
            _text(20, help_text="working-minute, or a unit of time limits"),
        ),
        migrations.AddField(
            "supplementrequest",
            "calendar_version",
            _text(
                80, help_text="the calendar that counted it; empty: counted before that was kept"
            ),
        ),
        migrations.AddField(
            "supplementrequest",
            "hours_of",
            _text(60, help_text="agency whose office hours counted; empty: everybody's"),
        ),
        migrations.AddField(
            "extension",
            "hours_of",
            _text(60, help_text="agency whose office hours counted; empty: everybody's"),
        ),
        migrations.AddField(
            "extension",
            "rule_version",
            _text(80, help_text="the counting rule; empty: signed before that was kept"),
        ),
        migrations.AddField(
            "recount",
            "kind",
            models.CharField(
                default="due-date",
                db_default="due-date",
                help_text="what is counted now: due dates first, then each kind of limit",
                max_length=20,
            ),
        ),
        *(
            migrations.AddField(
                "recount",
                name,
                models.PositiveIntegerField(default=0, db_default=0, help_text=text),
            )
            for name, text in (
                ("limits", "other limits looked at"),
                ("limits_changed", "other limits that end otherwise now"),
                ("limits_kept", "other limits that stay, with a cause"),
            )
        ),
        migrations.CreateModel(
            name="RecountKept",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=60)),
                ("was_at", models.DateTimeField()),
                ("was_by", models.CharField(blank=True, max_length=80)),
                ("due_at", models.DateTimeField(null=True)),
                ("counted_from", models.DateTimeField()),
                ("kept", models.CharField(max_length=40)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="dossiers.recount",
                    ),
                ),
            ],
        ),
        append_only("dossiers_recountkept"),
        migrations.RunSQL(
            _requests_stay(f"{FREE},answer_by,calendar_version,hours_of", UNLESS_SET),
            _requests_stay(FREE, ""),
        ),
        migrations.RunSQL(_run_stays(COUNTED + LIMITS), _run_stays(COUNTED)),
        may(
            "dossiers_recount",
            f"INSERT, UPDATE ({', '.join([*COUNTED, 'finished_at', *LIMITS])})",
            was=f"{MAY}INSERT, UPDATE ({', '.join([*COUNTED, 'finished_at'])});",
        ),
    ]
