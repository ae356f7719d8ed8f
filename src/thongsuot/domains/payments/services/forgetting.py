"""What payers and desks wrote of transfers is not kept longer than the policy says."""

from datetime import datetime, timedelta

from django.db import transaction

from thongsuot.domains.ledger.fields import new_salt
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments.models import BankLine, TransferClaim
from thongsuot.domains.payments.queries.policies import policy_in_force
from thongsuot.domains.payments.services.statements import till_of
from thongsuot.kernel.clock import local_date


@transaction.atomic
def forget_words(*, at: datetime) -> int:
    """Erase the words of lines and claims that ended long ago; return of how many.

    Numbers, days and sums stay: the money is accounted for. The salts go with the words, so that
    nobody can try words against the record. An entry for each desk says so.
    """
    before = at - timedelta(days=policy_in_force(local_date(at)).words_days)
    told: dict[str, dict[str, int]] = {}
    for name, rows in (("lines", BankLine.objects), ("claims", TransferClaim.objects)):
        old = rows.select_for_update().filter(ended_at__lt=before, forgotten_at=None)
        for row in old:
            row.why, row.salt, row.forgotten_at = "", new_salt(), at
            erased = ["why", "salt", "forgotten_at"]
            if isinstance(row, BankLine):
                row.words = ""
                erased.append("words")
            row.save(update_fields=erased)
            counts = told.setdefault(row.agency, {"lines": 0, "claims": 0})
            counts[name] += 1
    for agency, counts in sorted(told.items()):
        record(
            subject=till_of(agency), act="transfer_words_forgotten", by=Actor.system(), at=at,
            detail={**counts, "ended_before": local_date(before).isoformat()},
        )  # fmt: skip
    return sum(sum(counts.values()) for counts in told.values())
