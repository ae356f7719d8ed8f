"""When a step's time began and ended stays, and so does when papers first came before receipt."""

from django.db import migrations

from thongsuot.domains.ledger.protection import may, no_delete, stays

COUNTED = ["after", "examined", "changed", "kept"]
TIMER_MOVES = ["due_at", "ended_at", "fired"]

TIMER_STAYS = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_timer_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- A dossier that comes back to the version it left goes on with the time of its stay.
      IF OLD.ended_at IS NOT NULL AND (
           NEW.due_at <> OLD.due_at
           OR NEW.ended_at IS DISTINCT FROM OLD.ended_at
              AND (NEW.ended_at IS NOT NULL OR OLD.fired OR OLD.left_at IS NOT NULL)
           OR OLD.fired AND NOT NEW.fired)
      THEN
        RAISE EXCEPTION 'what time brought about, and when, is not rewritten'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_timer_ends';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_timer_ends BEFORE UPDATE ON dossiers_processtimer
      FOR EACH ROW EXECUTE FUNCTION dossier_timer_ends();
    """,
    """
    DROP TRIGGER dossier_timer_ends ON dossiers_processtimer;
    DROP FUNCTION dossier_timer_ends();
    """,
)
SENT_ANEW_STAYS = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_sent_anew_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.received_at IS NOT NULL OR OLD.refused_at IS NOT NULL OR NEW.sent_anew_at IS NULL
         OR NEW.sent_anew_at < OLD.sent_anew_at
      THEN
        RAISE EXCEPTION 'when the papers of dossier % came is not rewritten', OLD.code
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_sent_anew_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER dossier_sent_anew_stays BEFORE UPDATE OF sent_anew_at ON dossiers_dossier
      FOR EACH ROW WHEN (NEW.sent_anew_at IS DISTINCT FROM OLD.sent_anew_at)
      EXECUTE FUNCTION dossier_sent_anew_stays();
    """,
    """
    DROP TRIGGER dossier_sent_anew_stays ON dossiers_dossier;
    DROP FUNCTION dossier_sent_anew_stays();
    """,
)


class Migration(migrations.Migration):
    """The rest is rights alone."""

    dependencies = [("dossiers", "0028_waited_by_rule"), ("ledger", "0010_what_stays")]

    operations = [
        SENT_ANEW_STAYS,
        TIMER_STAYS,
        no_delete("dossiers_processtimer"),
        stays("dossiers_processtimer", free=TIMER_MOVES, once=["left_at"]),
        may(
            "dossiers_processtimer", f"INSERT, UPDATE ({', '.join([*TIMER_MOVES, 'left_at'])})",
            was="no-delete",
        ),
        stays("dossiers_recount", free=COUNTED, once=["finished_at"]),
        may(
            "dossiers_recount", f"INSERT, UPDATE ({', '.join([*COUNTED, 'finished_at'])})",
            was="no-delete",
        ),
        may("dossiers_forwarding", "INSERT, UPDATE (why)", was="no-delete"),
        may("dossiers_codecounter", "INSERT, UPDATE (last)", was="no-delete"),
        may("dossiers_draft", "INSERT, UPDATE, DELETE"),
        may("dossiers_lookupfailure", "INSERT, DELETE"),
        may("dossiers_networkhour", "INSERT, UPDATE (drafts, files, size), DELETE"),
    ]  # fmt: skip
