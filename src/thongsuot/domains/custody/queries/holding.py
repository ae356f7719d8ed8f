"""Who holds, who held."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, QuerySet

from thongsuot.domains.custody.models import Custody
from thongsuot.domains.custody.terms import NamePlate, Span
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.organisation import successors, working
from thongsuot.kernel.parts import in_parts

AT_ONCE = 1_000

_SPANS = Custody.objects.select_related("officer", "post__agency")
_HOLDER = Question(
    lambda subject: Custody.objects.filter(subject=subject, ended_at=None).values_list(
        "step", "started_at", "limit_minutes", "officer__phone", "post__agency__phone",
        "officer_id", "officer__full_name", "post_id", "post__title", "post__agency__code",
        "post__agency__name",
    ),
    subject="subject",
)  # fmt: skip


def serving(post_id: int, on: date) -> set[int]:
    """Return the ids of the enabled officers on a post that day who may be asked to work there."""
    return working.workers_on(post_id, on)


def answering(post_id: int, on: date) -> set[int]:
    """Return who may answer a question put to a post: whoever serves it, or the one it became."""
    found = serving(post_id, on)
    if found:
        return found
    stands = successors.standing_post(post_id, on)
    return serving(stands, on) if stands not in (None, post_id) else found


def answering_post(post_id: int, on: date) -> int:
    """Return the asked post, or the one that stands for it since a reorganisation ended it."""
    return successors.standing_post(post_id, on) or post_id


def held_on(post_ids: Collection[int]) -> list[tuple[str, int, int]]:
    """Return what is held on these posts now: subject, officer and post, by subject."""
    held = Custody.objects.filter(post_id__in=post_ids, ended_at=None).order_by("subject")
    return list(held.values_list("subject", "officer_id", "post_id"))


def held_in_all() -> int:
    """Return how many subjects anybody holds now."""
    return Custody.objects.filter(ended_at=None).count()


def lock_open_custody(subject: str) -> Custody | None:
    """Return the open custody of ``subject``, locked until the transaction ends."""
    return Custody.objects.select_for_update().filter(subject=subject, ended_at=None).first()


def holder_of(subject: str) -> Span | None:
    """Return who holds the subject now."""
    found = _HOLDER.first(subject=subject)
    if found is None:
        return None
    step, started_at, limit_minutes, own_phone, agency_phone, *plate = found
    holder = NamePlate(*plate, own_phone or agency_phone)  # type: ignore[call-arg]  # six columns
    return Span(subject, holder, step, started_at, None, limit_minutes)


def holders_of(subjects: Collection[str]) -> dict[str, Span]:
    """Return who holds each of the subjects now, in one query a thousand."""
    held = _SPANS.filter(ended_at=None)
    parts = in_parts(list(subjects), AT_ONCE)
    return {row.subject: _span(row) for some in parts for row in held.filter(subject__in=some)}


def spans_of(subject: str) -> list[Span]:
    """Return all spans of the subject, oldest first."""
    return [_span(row) for row in _SPANS.filter(subject=subject).order_by("started_at")]


def spans_by_subject(subjects: Collection[str]) -> dict[str, list[Span]]:
    """Return all spans of each of the subjects, oldest first, in one query."""
    found: dict[str, list[Span]] = {}
    for row in _SPANS.filter(subject__in=subjects).order_by("started_at"):
        found.setdefault(row.subject, []).append(_span(row))
    return found


def held_counts(officer_ids: Collection[int]) -> dict[int, int]:
    """Return how many subjects each of the officers holds now, in one query."""
    held = Custody.objects.filter(officer_id__in=officer_ids, ended_at=None)
    counted = held.values("officer").annotate(subjects=Count("pk"))
    return {row["officer"]: row["subjects"] for row in counted}


def held_by_post(officer_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Return how many subjects each of the officers holds on each post, in one query."""
    held = Custody.objects.filter(officer_id__in=officer_ids, ended_at=None)
    counted = held.values_list("officer_id", "post_id").annotate(subjects=Count("pk"))
    return {(officer, post): subjects for officer, post, subjects in counted}


def held_on_post(officer_id: int, post_id: int) -> list[str]:
    """Return what the officer holds now on one of his posts, by name."""
    held = Custody.objects.filter(officer_id=officer_id, post_id=post_id, ended_at=None)
    return list(held.order_by("subject").values_list("subject", flat=True))


def held_subjects(officer_id: int, *, kind: str, step: str | None = None) -> QuerySet[Custody, str]:
    """Return what the officer holds now, of one kind of subject; ``step`` for that work alone."""
    held = Custody.objects.filter(
        officer_id=officer_id, ended_at=None, subject__startswith=f"{kind}:"
    )
    held = held if step is None else held.filter(step=step)
    return held.values_list("subject", flat=True)


def plate_of(row: Custody) -> NamePlate:
    """Return who answers for a span; of one that is over, under the agency's name of then."""
    agency = row.post.agency
    return NamePlate(
        officer_id=row.officer_id,
        officer_name=row.officer.full_name,
        post_id=row.post_id,
        post_title=row.post.title,
        agency_code=agency.code,
        agency_name=agency.name_then(row.ended_at),
        phone=row.officer.phone or agency.phone,
    )


def _span(row: Custody) -> Span:
    return Span(
        row.subject, plate_of(row), row.step, row.started_at, row.ended_at, row.limit_minutes,
        row.end_reason, row.move_id,
    )  # fmt: skip
