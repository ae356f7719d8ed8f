"""What other agencies were asked beside a subject's way, and what they said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from thongsuot.domains.custody.models import OpinionRequest
from thongsuot.domains.custody.queries.holding import answering, plate_of
from thongsuot.domains.custody.queries.policies import opinion_basis
from thongsuot.domains.custody.terms import Opinion, OpinionTerms, Silence
from thongsuot.domains.ledger.terms import Actor

_OPINIONS = OpinionRequest.objects.select_related(
    "custody__officer", "custody__post__agency", "to_post__agency", "answered_by"
)
_OPEN = OpinionRequest.objects.filter(answer=Opinion.WAITING)


def opinions_of(subject: str) -> list[OpinionTerms]:
    """Return every question to another agency about the subject, oldest first."""
    return [_opinion(row) for row in _OPINIONS.filter(subject=subject).order_by("asked_at", "pk")]


def opinions_by_subject(subjects: Collection[str]) -> dict[str, list[OpinionTerms]]:
    """Return every question about each of the subjects, oldest first, in one query."""
    found: dict[str, list[OpinionTerms]] = {}
    for row in _OPINIONS.filter(subject__in=subjects).order_by("asked_at", "pk"):
        found.setdefault(row.subject, []).append(_opinion(row))
    return found


def opinions_asked_of(post_id: int | None, subjects: Collection[str]) -> dict[str, OpinionTerms]:
    """Return what waits for an opinion of one post about each of the subjects, in one query."""
    rows = _OPINIONS.filter(_put_to(post_id), subject__in=subjects, answer=Opinion.WAITING)
    return {row.subject: _opinion(row) for row in rows}


def asked_subjects(by: Actor, on: date, *, kind: str) -> QuerySet[OpinionRequest, str]:
    """Return what waits for an opinion of the visitor's post, of one kind of subject."""
    asked = _OPEN.filter(_put_to(by.place), subject__startswith=f"{kind}:")
    is_served = by.place is not None and by.powers_of in answering(by.place, on)
    return (asked if is_served else asked.none()).values_list("subject", flat=True)


def _put_to(post_id: int | None) -> Q:
    """Return the condition that a question was put to the post, or to one for which it stands."""
    return Q(to_post_id=post_id) | Q(
        to_post__successor_id=post_id, to_post__successor__isnull=False
    )


def opinions_waiting_at(post_ids: Collection[int]) -> int:
    """Return how many questions wait for an opinion of these posts."""
    return _OPEN.filter(to_post__in=post_ids).count()


def asked_by_post(*, kind: str) -> dict[int, int]:
    """Return how many opinions about one kind of subject each post is to give, in one query.

    What was put to a post that ended counts at the one that stands for it.
    """
    waiting = _OPEN.filter(subject__startswith=f"{kind}:")
    stands = Coalesce("to_post__successor_id", "to_post_id")
    return dict(waiting.values_list(stands).annotate(subjects=Count("pk")))


def silent_opinions(at: datetime, *, kind: str) -> list[int]:
    """Return the ids of the questions whose time for answering is over, the longest first.

    Parts of the work that other agencies owe are not among them: no silence ends those.
    """
    over = _OPEN.filter(answer_by__lte=at, subject__startswith=f"{kind}:")
    over = over.exclude(silence=Silence.OWED)
    return list(over.order_by("answer_by", "pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class OpinionDue:
    """A question that waits: where, who asked it, and until when."""

    id: int
    subject: str
    to_post_id: int
    to_agency: str
    asker: int
    answer_by: datetime


def opinions_due(
    start: datetime, before: datetime, *, asked_before: datetime, hours: Q, kind: str
) -> list[OpinionDue]:
    """Return the questions that are to be answered from an instant until before another.

    ``hours`` is the condition on the column ``hours_of``. What was asked later is left out.
    """
    found = _OPEN.filter(
        hours, answer_by__gte=start, answer_by__lt=before, asked_at__lt=asked_before,
        subject__startswith=f"{kind}:",
    )  # fmt: skip
    rows = found.order_by("answer_by", "pk").values_list(
        "pk", "subject", "to_post_id", "to_post__agency__code", "custody__officer_id", "answer_by"
    )
    return [OpinionDue(*row) for row in rows]


def subject_of_opinion(opinion_id: int) -> str:
    """Return what a question is about.  Raises: OpinionRequest.DoesNotExist."""
    return OpinionRequest.objects.values_list("subject", flat=True).get(pk=opinion_id)


def agencies_consulted(subject: str) -> set[str]:
    """Return the codes of the agencies that were asked about the subject."""
    asked = OpinionRequest.objects.filter(subject=subject)
    return set(asked.values_list("to_post__agency__code", flat=True))


def _opinion(row: OpinionRequest) -> OpinionTerms:
    basis = opinion_basis(row.policy, row.basis)
    return OpinionTerms(
        id=row.pk,
        subject=row.subject,
        asker=plate_of(row.custody),
        to_post_id=row.to_post_id if row.answer else row.to_post.successor_id or row.to_post_id,
        to_post_title=row.to_post.title,
        to_agency_code=row.to_post.agency.code,
        to_agency_name=row.to_post.agency.name_then(row.answered_at),
        question=row.question,
        basis=row.basis,
        basis_name=basis.name if basis else row.basis,
        basis_source=basis.source if basis else "",
        liability=basis.liability if basis else "",
        silence=Silence(row.silence),
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        answer=Opinion(row.answer),
        text=row.text,
        answered_at=row.answered_at,
        answered_by=row.answered_by.full_name if row.answered_by else "",
        counting=row.counting(),
    )
