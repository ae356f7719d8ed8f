"""Publishing a dated document of settings: once, whole, on record; the next one begins later."""

import hashlib
from datetime import date, datetime
from typing import Any, Protocol

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.errors import Refused


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
