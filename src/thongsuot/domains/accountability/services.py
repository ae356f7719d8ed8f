"""The acts of this room: an officer answers an entry; somebody read what is said of people.

It changes nothing in any other room (docs/decisions/0007).
"""

from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from thongsuot.domains.accountability.models import Explanation
from thongsuot.domains.accountability.queries.statements import concerns
from thongsuot.domains.accountability.rules import check_words
from thongsuot.domains.accountability.terms import NotYoursToExplain, Period
from thongsuot.domains.dossiers import rules as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date


def note_reading(*, of: str, period: Period, by: Actor, at: datetime, taken: str = "") -> None:
    """Record that the visitor read the figures of people: of ``officer:…`` or ``agency:…``.

    ``taken`` is what he took away as a file, a table and its form; without it he saw a page. Once
    a day for each reader, period and file: who reads again the same day is recorded already.
    """
    act = "figures_taken" if taken else "figures_read"
    key = f"{'take' if taken else 'read'}:{by.officer_id}:{local_date(at):%Y%m%d}"
    key = f"{key}:{period.first:%y%m%d}{period.last:%y%m%d}:{of}:{taken}"
    key = f"figures:{sha256(key.encode()).hexdigest()}"
    if record.find_by_key(key) is not None:
        return
    try:
        with transaction.atomic():
            ledger.record(
                subject=of, act=act, by=by, at=at, key=key,
                detail={"from": period.first.isoformat(), "to": period.last.isoformat(),
                        **({"taken": taken} if taken else {})},
            )  # fmt: skip
    except IntegrityError:  # another page of the same reader was a moment faster
        return


@transaction.atomic
def explain(
    *, code: str, entry: int, words: str, by: Actor, at: datetime, key: str | None = None
) -> Explanation:
    """Answer one entry of a dossier's chain that concerns the officer ``by``.

    The words are kept sealed beside the record, which commits to them. Nothing else changes: no
    clock, no holder, no figure.
    Raises:  WordsMissing; NotYoursToExplain.
    """
    words = check_words(words)
    if key and (done := Explanation.objects.filter(key=key).first()):
        return done
    subject = dossiers.subject_of(code)
    if not concerns(subject, entry, by.acting_officer, at=at):
        raise NotYoursToExplain("the entry does not concern this officer", entry=entry)
    written = Explanation.objects.create(
        subject=subject, entry=entry, officer_id=by.acting_officer, post_id=by.acting_post,
        words=words, at=at, key=key,
    )  # fmt: skip
    ledger.record(
        subject=subject, act="explained", by=by, at=at, key=key,
        detail={"entry": entry, "words": commitment(words, written.salt)},
    )  # fmt: skip
    return written
