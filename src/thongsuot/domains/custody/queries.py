"""Reading custody: who holds, who held, what was asked and answered."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, QuerySet

from thongsuot.domains.custody.models import Custody, Offer
from thongsuot.domains.custody.terms import (
    Answer,
    Grounds,
    NamePlate,
    OfferTerms,
    ReturnReason,
    Span,
)
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation

_SPANS = Custody.objects.select_related("officer", "post__agency")
_OFFERS = Offer.objects.select_related(
    "custody__officer", "custody__post__agency", "to_post__agency", "answered_by", "right_agency"
)

_HOLDER = Question(
    lambda subject: Custody.objects.filter(subject=subject, ended_at=None).values_list(
        "step", "started_at", "limit_minutes", "officer__phone", "post__agency__phone",
        "officer_id", "officer__full_name", "post_id", "post__title", "post__agency__code",
        "post__agency__name",
    ),
    subject="subject",
)  # fmt: skip


def serving(post_id: int, on: date) -> set[int]:
    """Return the ids of the enabled officers on a post that day."""
    return {officer.pk for officer in organisation.officers_on(post_id, on)}


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
    """Return who holds each of the subjects now, in one query."""
    held = _SPANS.filter(subject__in=subjects, ended_at=None)
    return {row.subject: _span(row) for row in held}


def spans_of(subject: str) -> list[Span]:
    """Return all spans of the subject, oldest first."""
    return [_span(row) for row in _SPANS.filter(subject=subject).order_by("started_at")]


def spans_by_subject(subjects: Collection[str]) -> dict[str, list[Span]]:
    """Return all spans of each of the subjects, oldest first, in one query."""
    found: dict[str, list[Span]] = {}
    for row in _SPANS.filter(subject__in=subjects).order_by("started_at"):
        found.setdefault(row.subject, []).append(_span(row))
    return found


def returns_by_subject(subjects: Collection[str]) -> dict[str, int]:
    """Return how often each of the subjects was returned, in one query."""
    returned = Offer.objects.filter(subject__in=subjects, answer=Answer.RETURNED)
    counted = returned.values("subject").annotate(times=Count("pk"))
    return {row["subject"]: row["times"] for row in counted}


def returned_by_subject(subjects: Collection[str]) -> dict[str, OfferTerms]:
    """Return the newest offer of each subject where it was returned and none followed."""
    newest = _OFFERS.filter(subject__in=subjects).order_by("subject", "-offered_at", "-pk")
    return {
        row.subject: _offer(row)
        for row in newest.distinct("subject")
        if row.answer == Answer.RETURNED
    }


def held_counts(officer_ids: Collection[int]) -> dict[int, int]:
    """Return how many subjects each of the officers holds now, in one query."""
    held = Custody.objects.filter(officer_id__in=officer_ids, ended_at=None)
    counted = held.values("officer").annotate(subjects=Count("pk"))
    return {row["officer"]: row["subjects"] for row in counted}


def offers_of(subject: str) -> list[OfferTerms]:
    """Return all offers of the subject, oldest first."""
    return [_offer(row) for row in _OFFERS.filter(subject=subject).order_by("offered_at", "pk")]


def open_offers_of(subjects: Collection[str]) -> dict[str, OfferTerms]:
    """Return the question that waits on each subject, where one does."""
    waiting = _OFFERS.filter(subject__in=subjects, answer=Answer.WAITING)
    return {row.subject: _offer(row) for row in waiting}


def subject_of_offer(offer_id: int) -> str:
    """Return what an offer is about.  Raises: Offer.DoesNotExist."""
    return Offer.objects.values_list("subject", flat=True).get(pk=offer_id)


def waiting_offer(subject: str) -> int:
    """Return the id of the question that waits on the subject.  Raises: Offer.DoesNotExist."""
    return Offer.objects.values_list("pk", flat=True).get(subject=subject, answer=Answer.WAITING)


def offered_subjects(by: Actor, on: date, *, kind: str) -> QuerySet[Offer, str]:
    """Return what waits for an answer of the visitor's post, of one kind of subject."""
    offers = Offer.objects.filter(
        to_post_id=by.post_id, answer=Answer.WAITING, subject__startswith=f"{kind}:"
    )
    is_served = by.post_id is not None and by.officer_id in serving(by.post_id, on)
    return (offers if is_served else offers.none()).values_list("subject", flat=True)


def held_subjects(officer_id: int, *, kind: str) -> QuerySet[Custody, str]:
    """Return what the officer holds now, of one kind of subject."""
    return Custody.objects.filter(
        officer_id=officer_id, ended_at=None, subject__startswith=f"{kind}:"
    ).values_list("subject", flat=True)


def _plate(row: Custody) -> NamePlate:
    agency = row.post.agency
    return NamePlate(
        officer_id=row.officer_id,
        officer_name=row.officer.full_name,
        post_id=row.post_id,
        post_title=row.post.title,
        agency_code=agency.code,
        agency_name=agency.name,
        phone=row.officer.phone or agency.phone,
    )


def _span(row: Custody) -> Span:
    return Span(row.subject, _plate(row), row.step, row.started_at, row.ended_at, row.limit_minutes)


def _offer(row: Offer) -> OfferTerms:
    return OfferTerms(
        id=row.pk,
        subject=row.subject,
        giver=_plate(row.custody),
        to_post_id=row.to_post_id,
        to_post_title=row.to_post.title,
        to_agency_code=row.to_post.agency.code,
        to_agency_name=row.to_post.agency.name,
        step=row.step,
        limit_minutes=row.limit_minutes,
        overruns=row.overruns,
        why=row.why,
        offered_at=row.offered_at,
        answer=Answer(row.answer),
        answered_at=row.answered_at,
        answered_by=row.answered_by.full_name if row.answered_by else "",
        grounds=_grounds(row),
        right_agency_name=row.right_agency.name if row.right_agency else "",
    )


def _grounds(row: Offer) -> Grounds | None:
    if row.answer != Answer.RETURNED or row.right_agency is None:
        return None
    return Grounds(ReturnReason(row.reason), row.legal_basis, row.right_agency.code)
