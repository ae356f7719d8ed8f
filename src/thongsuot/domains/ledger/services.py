"""Writing to the record: one function."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from thongsuot.domains.ledger import rows, rules
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Act, Actor, BackDated, DetailValue

P = ParamSpec("P")
R = TypeVar("R")

Place = tuple[int, str, datetime]
"""Where an entry goes: its number in the chain, the hash before it, the instant it may claim."""
PLACE = "subject, seq"
HEAD = rows.Question(
    lambda subject: (
        Entry.objects.filter(subject=subject).order_by("-seq").values_list("seq", "hash", "at")[:1]
    ),
    subject="subject",
)


def bookkeeping(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a service that is no act of the law and so writes no entry; ``reason`` says why.

    Raises:  ValueError without a reason.
    """
    if not reason:
        raise ValueError("say why this service writes no entry")

    def mark(service: Callable[P, R]) -> Callable[P, R]:
        service.bookkeeping = reason  # type: ignore[attr-defined]  # read by the architecture test
        return service

    return mark


def record(
    *,
    subject: str,
    act: str,
    by: Actor,
    at: datetime,
    detail: Mapping[str, DetailValue],
    key: str | None = None,
    begins: bool = False,
) -> Entry:
    """Append one entry to the chain of ``subject``, inside the transaction of the act itself.

    ``key`` is the idempotency key of the door; a second entry with the same key is refused by
    the database. ``begins`` says that no entry on the subject is expected yet.

    Two at once try for the same place in the chain: the database lets one have it, and the
    other, once the first is committed, finds it taken and links to it.

    Raises:  DetailNotCodes; BackDated; IntegrityError for a key that was used before.
    """
    rules.check_detail(detail)
    place = (1, rules.GENESIS, at) if begins else _next_place(subject, at)
    while not rows.add(entry := _entry(subject, act, by, detail, key, place), unless=PLACE):
        place = _next_place(subject, at)
    return entry


def _entry(
    subject: str, act: str, by: Actor, detail: Mapping[str, DetailValue], key: str | None,
    place: Place,
) -> Entry:  # fmt: skip
    seq, previous, at = place
    content = Act(subject, seq, act, at, by, dict(detail), hash="")
    return Entry(
        subject=subject,
        seq=seq,
        act=act,
        at=at,
        actor_kind=by.kind.value,
        officer_id=by.officer_id,
        post_id=by.post_id,
        agency=by.agency,
        **behalf_columns(by),
        detail=content.detail,
        previous_hash=previous,
        hash=rules.entry_hash(content, previous),
        key=key,
    )


def behalf_columns(by: Actor) -> dict[str, int | None]:
    """Return the columns that say in whose stead an officer acts."""
    behalf = by.on_behalf_of
    return {
        "behalf_officer_id": behalf.officer_id if behalf else None,
        "behalf_post_id": behalf.post_id if behalf else None,
        "delegation_id": behalf.delegation_id if behalf else None,
    }


def _next_place(subject: str, at: datetime) -> Place:
    return check_order(subject, HEAD.first(subject=subject), at)


def check_order(subject: str, last: Sequence[Any] | None, at: datetime) -> Place:
    """Return the place after the chain's ``last`` entry.  Raises: BackDated."""
    if last is None:
        return 1, rules.GENESIS, at
    seq, head, last_at = last
    if last_at - at > rules.SAME_INSTANT:
        raise BackDated("the act claims to be earlier than the one before it", subject=subject)
    return seq + 1, head, max(at, last_at)
