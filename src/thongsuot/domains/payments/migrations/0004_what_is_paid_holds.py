"""The database itself: paid stays paid, receipts match the money, two people give it back."""

from django.db import migrations

from thongsuot.domains.ledger.protection import no_delete


def refuses(table: str, name: str, events: str, check: str) -> migrations.RunSQL:
    """Refuse a row of which ``check`` raises; ``name`` says what holds."""
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          {check}
          RETURN NEW;
        END $$;
        CREATE TRIGGER {name} BEFORE {events} ON {table}
          FOR EACH ROW EXECUTE FUNCTION {name}();
        """,
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def raises(name: str, words: str) -> str:
    """Return the statement that refuses."""
    return (
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation', "
        f"CONSTRAINT = '{name}';"
    )


NAMES = """
  coalesce((SELECT string_agg(lpad(r.number::text, 7, '0') || '/' ||
    CASE r.kind WHEN 'fee' THEN 'BLP' ELSE 'BLLP' END || '-' || r.year, '; ' ORDER BY r.id)
    FROM payments_receipt AS r WHERE r.payment_id = OLD.id AND r.cancelled_at IS NULL), '')
"""
PAYMENT = f"""
  IF OLD.state IN ('pending', 'failed', 'expired') THEN RETURN NEW; END IF;
  IF (NEW.received_vnd, NEW.ended_at, NEW.address, NEW.expires_at)
       IS DISTINCT FROM (OLD.received_vnd, OLD.ended_at, OLD.address, OLD.expires_at)
     OR OLD.transaction <> ''
       AND (NEW.transaction, NEW.bank) IS DISTINCT FROM (OLD.transaction, OLD.bank)
     OR NEW.state <> OLD.state AND NOT (NEW.state = 'refunded'
       AND EXISTS (SELECT FROM payments_refund WHERE payment_id = OLD.id))
     OR NEW.receipts <> OLD.receipts AND NEW.receipts <> {NAMES}
  THEN {raises("payment_that_came_stays", "what came of a payment is not rewritten")}
  END IF;
"""
PAID = "EXISTS (SELECT FROM payments_payment WHERE assessment_id = OLD.id AND state = 'paid')"
SETTLED = f"""
  IF TG_OP = 'INSERT' THEN
    IF NEW.total_vnd > 0 AND NEW.settled_at IS NOT NULL
    THEN {raises("assessment_settled_by_money", "only money settles what is owed")} END IF;
    RETURN NEW;
  END IF;
  IF NEW.settled_at IS NOT DISTINCT FROM OLD.settled_at THEN
    IF NEW.replaced_at IS DISTINCT FROM OLD.replaced_at AND {PAID}
    THEN {raises("assessment_settled_by_money", "what is paid is not replaced")} END IF;
    RETURN NEW;
  END IF;
  IF OLD.total_vnd = 0
     OR OLD.settled_at IS NULL AND NOT {PAID}
     OR OLD.settled_at IS NOT NULL AND (NEW.settled_at IS NOT NULL OR {PAID})
  THEN {raises("assessment_settled_by_money", "only money settles what is owed")}
  END IF;
"""
CANCELLED = f"""
  IF OLD.cancelled_at IS NOT NULL AND (NEW.cancelled_at, NEW.cancelled_by_id)
       IS DISTINCT FROM (OLD.cancelled_at, OLD.cancelled_by_id)
  THEN {raises("receipt_cancelled_once", "a receipt is cancelled once and for good")}
  END IF;
"""
MAY_CHANGE = "- 'reason' - 'account' - 'why' - 'ended_at' - 'ended_by_id' - 'approved'"
DECIDED = f"""
  IF (to_jsonb(NEW) {MAY_CHANGE}) IS DISTINCT FROM (to_jsonb(OLD) {MAY_CHANGE})
     OR OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by_id, NEW.approved)
       IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id, OLD.approved)
  THEN {raises("refund_proposal_decided_once", "a proposal is decided once")}
  END IF;
"""
NOT_BY_TWO = """
  IF NOT EXISTS (
    SELECT FROM payments_refundproposal AS p JOIN payments_payment AS m ON m.id = p.payment_id
    WHERE p.id = NEW.proposal_id AND m.id = NEW.payment_id AND p.approved
      AND p.ended_by_id = NEW.by_id AND p.proposed_by_id <> NEW.by_id
      AND m.state IN ('paid', 'short', 'surplus') AND m.received_vnd = NEW.amount_vnd)
    OR EXISTS (SELECT FROM payments_receipt
               WHERE payment_id = NEW.payment_id AND issued_by_id = NEW.by_id)
    OR NEW.number IS NULL OR NEW.year IS NULL OR NEW.agency = '' OR NEW.check_code = ''
  THEN
"""
APART = raises("refund_by_two_people", "one proposes, another approves; its slip is numbered")
BY_TWO = f"{NOT_BY_TWO} {APART} END IF;"
MATCHES = """
CREATE FUNCTION receipts_match_the_money() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked bigint; came payments_payment; held numeric;
BEGIN
  asked := (to_jsonb(NEW) ->> CASE TG_TABLE_NAME WHEN 'payments_receipt' THEN 'payment_id'
                                                 ELSE 'id' END)::bigint;
  SELECT * INTO came FROM payments_payment WHERE id = asked;
  SELECT coalesce(sum(amount_vnd), 0) INTO held FROM payments_receipt
    WHERE payment_id = asked AND cancelled_at IS NULL;
  IF held <> (CASE WHEN came.state = 'paid' THEN came.received_vnd ELSE 0 END) THEN
    RAISE EXCEPTION 'receipts in force are those of the money that came'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'receipts_match_the_money';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER receipts_match_the_money AFTER INSERT OR UPDATE OF state, receipts
  ON payments_payment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION receipts_match_the_money();
CREATE CONSTRAINT TRIGGER receipts_match_the_money AFTER INSERT OR UPDATE OF cancelled_at
  ON payments_receipt DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION receipts_match_the_money();
"""
UNMATCHED = """
DROP TRIGGER receipts_match_the_money ON payments_receipt;
DROP TRIGGER receipts_match_the_money ON payments_payment;
DROP FUNCTION receipts_match_the_money();
"""


class Migration(migrations.Migration):
    """Once money came, its sum, instant, receipts and end are what they are, for every role."""

    dependencies = [("payments", "0003_two_give_money_back")]

    operations = [
        refuses("payments_payment", "payment_that_came_stays", "UPDATE", PAYMENT),
        refuses("payments_assessment", "assessment_settled_by_money", "INSERT OR UPDATE", SETTLED),
        refuses("payments_receipt", "receipt_cancelled_once", "UPDATE", CANCELLED),
        migrations.RunSQL(MATCHES, UNMATCHED),
        no_delete("payments_refundproposal"),
        refuses("payments_refundproposal", "refund_proposal_decided_once", "UPDATE", DECIDED),
        refuses("payments_refund", "refund_by_two_people", "INSERT", BY_TWO),
    ]
