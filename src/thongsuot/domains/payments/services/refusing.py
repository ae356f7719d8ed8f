"""Calls at the platform's door that change nothing: counted for ever, the last ones kept."""

from datetime import datetime
from typing import Final

from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.payments.terms import News
from thongsuot.kernel.clock import local_date

KEPT: Final = 200
"""How many refused calls are kept; an older one makes room."""
_COUNT: Final = """
    INSERT INTO payments_refusedday AS d ("on", news, count, last_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT ("on", news) DO UPDATE SET count = d.count + excluded.count,
      last_at = excluded.last_at
    RETURNING count
"""
_KEEP: Final = """
    INSERT INTO payments_refusedcall AS c (slot, source, news, digest, at)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (slot) DO UPDATE SET source = excluded.source, news = excluded.news,
      digest = excluded.digest, at = excluded.at
    RETURNING slot
"""


@bookkeeping("a call that changed nothing")
def count_refused(*, source: str, news: News, digest: str, at: datetime, calls: int = 1) -> None:
    """Count calls that changed nothing and keep the hash of the newest among the last ones.

    ``calls`` are it and those before it that came too fast to be noted.
    """
    found = rows.first(_COUNT, [local_date(at), news.value, calls, at])
    number = int(found[0]) if found else 0
    rows.first(_KEEP, [number % KEPT, source, news.value, digest, at])
