"""Keeping the store of contents: what nobody speaks of goes, old seals are made anew."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import transaction

from thongsuot.domains.documents.models import StoredFile
from thongsuot.domains.documents.storage import content_store
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping

ORPHAN_AGE: Final = timedelta(days=1)
"""How long a content may lie without a row: longer than any transaction."""
ASKED_AT_ONCE: Final = 1000


@bookkeeping("contents without a row are left over from acts that did not happen")
def sweep_orphans(*, at: datetime) -> int:
    """Remove contents that no row speaks of and that are a day old; return how many."""
    store, before = content_store(), (at - ORPHAN_AGE).timestamp()
    old = (sha256 for sha256 in store.names() if store.age_of(sha256) < before)
    swept = sum(map(_sweep, _without_row(old)))
    for unfinished in store.unfinished():
        if unfinished.stat().st_mtime < before:
            unfinished.unlink(missing_ok=True)
            swept += 1
    return swept


def _without_row(names: Iterable[str]) -> Iterator[str]:
    """Yield the contents no row speaks of, asking for many at once: nearly all have one."""
    rest = iter(names)
    while asked := list(islice(rest, ASKED_AT_ONCE)):
        known = StoredFile.objects.filter(pk__in=asked).values_list("pk", flat=True)
        yield from set(asked).difference(known)


@transaction.atomic
def _sweep(sha256: str) -> bool:
    lock_content(sha256, shared=False)
    if StoredFile.objects.filter(pk=sha256).exists():
        return False
    content_store().path_of(sha256).unlink(missing_ok=True)
    return True


@bookkeeping("the content stays the same; only the key that seals it is newer")
def reseal_files(*, dry_run: bool = False) -> int:
    """Seal every content anew that an older key sealed; return how many. Safe to repeat."""
    store = content_store()
    reseal = store.needs_resealing if dry_run else store.reseal
    return sum(map(reseal, store.names()))


def lock_content(sha256: str, *, shared: bool) -> None:
    """Hold a content against the sweeper (shared), or hold it to sweep it."""
    locks.hold(f"content:{sha256}", shared=shared)
