"""A public log that grows as it is told."""

from datetime import UTC, datetime, timedelta

from thongsuot.domains.ledger import public_log, sealing
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def grow(count):
    """Write and seal so many more acts; return the size of the log."""
    start = public_log.size()
    for number in range(start, start + count):
        record(
            subject=f"task:{number % 3}", act="noted", by=Actor.system(),
            at=AT + timedelta(seconds=number), detail={"number": number},
        )  # fmt: skip
    sealing.seal(signer=sealing.log_signer(), at=AT)
    return public_log.size()
