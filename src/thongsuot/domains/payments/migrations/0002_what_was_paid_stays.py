"""The database itself keeps what was listed, owed, paid and receipted as it was."""

from django.db import migrations

from thongsuot.domains.ledger.protection import append_only, no_delete


def only(table: str, *columns: str, when: str) -> migrations.RunSQL:
    """Let only these columns change, and only while ``when`` holds of the row as it was."""
    kept = " - ".join(f"'{column}'" for column in columns)
    name = f"{table}_is_as_it_was"
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF to_jsonb(NEW) - {kept} IS DISTINCT FROM to_jsonb(OLD) - {kept}
             OR NOT ({when}) AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD)
          THEN
            RAISE EXCEPTION 'a row of {table} is not rewritten'
              USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}';
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER {name} BEFORE UPDATE ON {table}
          FOR EACH ROW EXECUTE FUNCTION {name}();
        """,
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


LISTED = ("payments_listedtariff", "payments_listedexemption", "payments_listedpayee")
SEALED_ANEW = ("reason", "account")


class Migration(migrations.Migration):
    """Nothing about money is deleted; what is written once is refused a second time."""

    dependencies = [("payments", "0001_tariffs_and_payments"), ("ledger", "0002_refuse_change")]

    operations = [
        *(no_delete(table) for table in LISTED),
        *(only(table, "valid_to", when="OLD.valid_to IS NULL") for table in LISTED),
        no_delete("payments_assessment"),
        only(
            "payments_assessment", "replaced_at", "settled_at",
            when="OLD.replaced_at IS NULL",
        ),
        no_delete("payments_payment"),
        only(
            "payments_payment", "state", "received_vnd", "address", "transaction", "bank",
            "receipts", "ended_at", "expires_at",
            when="OLD.state <> 'refunded'",
        ),
        no_delete("payments_receipt"),
        only(
            "payments_receipt", "cancelled_at", "cancelled_by_id", "why_cancelled",
            when="true",
        ),
        no_delete("payments_refund"),
        only("payments_refund", *SEALED_ANEW, when="true"),
        append_only("payments_message"),
        append_only("payments_dayclosing"),
    ]  # fmt: skip
