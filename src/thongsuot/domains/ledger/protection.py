"""Migration operations that make the database itself refuse change, or note it.

The comment on the table also tells ``config.rights`` which rights the application's role gets.
"""

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

APPEND_ONLY = "append-only"
NO_DELETE = "no-delete"
MAY = "may "
"""What the comment of a table begins with that lists what the application may do; see ``may``."""

REFUSE_CHANGE = RunSQL(
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% of % refused: this table is %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'insufficient_privilege';
    END $$;
    """,
    "DROP FUNCTION refuse_change();",
)

BEGIN_EDITION = RunSQL(
    """
    CREATE SEQUENCE ledger_look;
    CREATE FUNCTION begin_edition() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      looked bigint := coalesce(pg_sequence_last_value('ledger_look'), 0);
    BEGIN
      PERFORM FROM ledger_edition
        WHERE room = TG_ARGV[0] AND begun_by = txid_current() AND looks = looked;
      IF NOT FOUND THEN
        INSERT INTO ledger_edition (room, mark, begun_by, looks)
          VALUES (TG_ARGV[0], gen_random_uuid(), txid_current(), looked)
          ON CONFLICT (room) DO UPDATE SET
            mark = excluded.mark, begun_by = excluded.begun_by, looks = excluded.looks;
      END IF;
      RETURN NULL;
    END $$;
    """,
    "DROP FUNCTION begin_edition(); DROP SEQUENCE ledger_look;",
)
"""A mark is replaced once a transaction, and again after each look at it: a hundred thousand
changes in one transaction would else leave as many dead marks, each of them read again. Looks are
counted by a sequence, which no rollback turns back."""


ROW_STAYS = RunSQL(
    """
    CREATE FUNCTION row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      free CONSTANT text[] := TG_ARGV[0]::text[];
      once CONSTANT text[] := TG_ARGV[1]::text[];
      ends CONSTANT text[] := TG_ARGV[2]::text[];
      was CONSTANT jsonb := to_jsonb(OLD);
      now CONSTANT jsonb := to_jsonb(NEW);
      today CONSTANT date := (clock_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
      wrong text;
    BEGIN
      SELECT key INTO wrong FROM jsonb_each(was) AS held
       WHERE held.value IS DISTINCT FROM now -> held.key AND NOT held.key = ANY(free)
         AND (NOT held.key = ANY(once || ends)
              OR held.key = ANY(once) AND was ->> held.key IS NOT NULL
              OR held.key = ANY(ends) AND (was ->> held.key)::date <= today)
       LIMIT 1;
      IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '% of % is written once', wrong, TG_TABLE_NAME
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
      END IF;
      RETURN NEW;
    END $$;
    """,
    "DROP FUNCTION row_stays();",
)


def may(table: str, verbs: str, *, was: str = "") -> RunSQL:
    """State what the application may do with ``table`` besides reading it.

    ``verbs`` as in ``INSERT, UPDATE (valid_to), DELETE``; what it does not name is refused to the
    application by the rights that its role is given. ``was`` is what the table said before.
    """
    before = f"'{was}'" if was else "NULL"
    return RunSQL(
        f"COMMENT ON TABLE {table} IS '{MAY}{verbs}';", f"COMMENT ON TABLE {table} IS {before};"
    )


def stays(
    table: str, *, free: Sequence[str] = (), once: Sequence[str] = (), ends: Sequence[str] = ()
) -> RunSQL:
    """Refuse to everyone the rewriting of a row of ``table``.

    ``free`` columns may change, those written ``once`` may be filled in where they are empty, and
    ``ends`` hold a day that may be set, and moved until it has come.
    """
    name = f"{table}_stays"
    columns = ", ".join(f"'{{{','.join(names)}}}'" for names in (free, once, ends))
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION row_stays({columns});",
        f"DROP TRIGGER {name} ON {table};",
    )


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on ``table`` to everyone."""
    return _refuse(table, APPEND_ONLY, "UPDATE OR DELETE")


def no_delete(table: str) -> RunSQL:
    """Refuse DELETE and TRUNCATE on ``table`` to everyone."""
    return _refuse(table, NO_DELETE, "DELETE")


def begins_edition(table: str, *columns: str) -> RunSQL:
    """Have each change of ``table`` begin a new edition of what its room has settled.

    ``columns`` are those whose update counts; none = all. See ``ledger.settled``.
    """
    room, only = table.partition("_")[0], f" OF {', '.join(columns)}" if columns else ""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_begins_edition
          AFTER INSERT OR UPDATE{only} OR DELETE OR TRUNCATE ON {table}
          FOR EACH STATEMENT EXECUTE FUNCTION begin_edition('{room}');
        INSERT INTO ledger_edition (room, mark) VALUES ('{room}', gen_random_uuid())
          ON CONFLICT DO NOTHING;
        """,  # noqa: S608 - names of our own tables
        f"DROP TRIGGER {table}_begins_edition ON {table};",
    )


def _refuse(table: str, kind: str, events: str) -> RunSQL:
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_is_kept BEFORE {events} ON {table}
          FOR EACH ROW EXECUTE FUNCTION refuse_change('{kind}');
        CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{kind}');
        COMMENT ON TABLE {table} IS '{kind}';
        """,
        f"""
        DROP TRIGGER {table}_is_never_emptied ON {table};
        DROP TRIGGER {table}_is_kept ON {table};
        COMMENT ON TABLE {table} IS NULL;
        """,
    )
