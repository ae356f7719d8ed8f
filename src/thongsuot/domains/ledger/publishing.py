"""Dated documents of settings: published once, whole, on record; which of them is in force."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Generic, Protocol, TypeVar

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.errors import Refused

T = TypeVar("T")
DOCUMENTS_KEPT: Final = 8
"""How many documents of one table a process keeps as read."""


class Stated(Protocol):
    """What every such document says of itself."""

    @property
    def version(self) -> str:
        """By which it is known."""

    @property
    def valid_from(self) -> date:
        """Its first day, local."""


def publish_dated(
    kept: Any, *, stated: Stated, document: object, subject: str, act: str, taken: Refused,
    by: Actor, at: datetime, dry_run: bool,
) -> None:  # fmt: skip
    """Keep a document in the table ``kept`` and write its one entry, inside a transaction.

    The same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  ``taken`` where another document has its version.
    """
    digest = hashlib.sha256(canonical_json(document)).hexdigest()
    locks.hold(subject)
    same = kept.objects.filter(version=stated.version).first()
    if same is not None and same.digest != digest:
        raise taken
    if same is not None or dry_run:
        return
    kept.objects.create(
        version=stated.version, valid_from=stated.valid_from, document=document, digest=digest,
        published_at=at,
    )  # fmt: skip
    record(
        subject=subject, act=act, by=by, at=at,
        detail={"version": stated.version, "file_sha256": digest,
                "from": stated.valid_from.isoformat()},
    )  # fmt: skip


class Published(Generic[T]):
    """The documents published in the table ``kept``, each read by ``read`` once a process."""

    def __init__(self, kept: Any, read: Callable[[Any], T]) -> None:
        self._kept = kept
        self._read = read
        self._newest = Question(
            lambda on: (
                kept.objects.filter(valid_from__lte=on)
                .order_by("-valid_from", "-pk")
                .values_list("pk", "digest")[:1]
            ),
            on=date.min,
        )
        self._read_once = lru_cache(maxsize=DOCUMENTS_KEPT)(self._read_row)

    def find_on(self, on: date) -> T | None:
        """Return what is in force on a day; None before the first, where what is shipped counts."""
        found = self._newest.first(on=on)
        return self._read_once(*found) if found else None

    def find_version(self, version: str) -> T | None:
        """Return the document of this version."""
        found = self._kept.objects.filter(version=version).values_list("pk", "digest").first()
        return self._read_once(*found) if found else None

    def every(self) -> list[T]:
        """Return every document, oldest first."""
        documents = self._kept.objects.order_by("pk").values_list("document", flat=True)
        return [self._read(document) for document in documents]

    def _read_row(self, pk: int, _digest: str) -> T:
        """Return one document; the digest keeps apart those of different databases."""
        return self._read(self._kept.objects.values_list("document", flat=True).get(pk=pk))
