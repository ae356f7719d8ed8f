"""What was asked of whom, and answered."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from thongsuot.domains.custody.models import Offer
from thongsuot.domains.custody.queries.holding import plate_of, serving
from thongsuot.domains.custody.terms import Answer, Grounds, OfferTerms, ReturnReason
from thongsuot.domains.ledger.terms import Actor

_OFFERS = Offer.objects.select_related(
    "custody__officer", "custody__post__agency", "to_post__agency", "answered_by", "right_agency"
)


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


def offers_of(subject: str) -> list[OfferTerms]:
    """Return all offers of the subject, oldest first."""
    return [_offer(row) for row in _OFFERS.filter(subject=subject).order_by("offered_at", "pk")]


def offers_by_id(ids: Collection[int]) -> dict[int, OfferTerms]:
    """Return offers by their ids, in one query; none where none is asked for."""
    return {row.pk: _offer(row) for row in _OFFERS.filter(pk__in=ids)} if ids else {}


def open_offers_of(subjects: Collection[str]) -> dict[str, OfferTerms]:
    """Return the question that waits on each subject, where one does."""
    waiting = _OFFERS.filter(subject__in=subjects, answer=Answer.WAITING)
    return {row.subject: _offer(row) for row in waiting}


def offered_by_post(*, kind: str) -> dict[int, int]:
    """Return how many questions about one kind of subject wait at each post, in one query.

    What was put to a post that ended counts at the one that stands for it.
    """
    waiting = Offer.objects.filter(answer=Answer.WAITING, subject__startswith=f"{kind}:")
    stands = Coalesce("to_post__successor_id", "to_post_id")
    return dict(waiting.values_list(stands).annotate(subjects=Count("pk")))


def subject_of_offer(offer_id: int) -> str:
    """Return what an offer is about.  Raises: Offer.DoesNotExist."""
    return Offer.objects.values_list("subject", flat=True).get(pk=offer_id)


def waiting_offer(subject: str) -> int:
    """Return the id of the question that waits on the subject.  Raises: Offer.DoesNotExist."""
    return Offer.objects.values_list("pk", flat=True).get(subject=subject, answer=Answer.WAITING)


def silent_offers(at: datetime, *, kind: str) -> list[int]:
    """Return the ids of the offers whose time for answering is over, the longest first."""
    waiting = Offer.objects.filter(
        answer=Answer.WAITING, answer_by__lte=at, subject__startswith=f"{kind}:"
    )
    return list(waiting.order_by("answer_by", "pk").values_list("pk", flat=True))


def asked_of(post_ids: Collection[int]) -> list[tuple[str, int]]:
    """Return the questions that wait at these posts: subject and post, by subject."""
    waiting = Offer.objects.filter(to_post__in=post_ids, answer=Answer.WAITING)
    return list(waiting.order_by("subject").values_list("subject", "to_post_id"))


def offered_subjects(by: Actor, on: date, *, kind: str) -> QuerySet[Offer, str]:
    """Return what waits for an answer of the visitor's post, of one kind of subject.

    What was put to a post that ended waits at the one that stands for it.
    """
    asked = Q(to_post_id=by.place) | Q(to_post__successor_id=by.place)
    offers = Offer.objects.filter(asked, answer=Answer.WAITING, subject__startswith=f"{kind}:")
    is_served = by.place is not None and by.powers_of in serving(by.place, on)
    return (offers if is_served else offers.none()).values_list("subject", flat=True)


def _offer(row: Offer) -> OfferTerms:
    return OfferTerms(
        id=row.pk,
        subject=row.subject,
        giver=plate_of(row.custody),
        to_post_id=row.to_post_id,
        to_post_title=row.to_post.title,
        to_agency_code=row.to_post.agency.code,
        to_agency_name=row.to_post.agency.name_then(row.answered_at),
        step=row.step,
        limit_minutes=row.limit_minutes,
        overruns=row.overruns,
        why=row.why,
        offered_at=row.offered_at,
        answer=Answer(row.answer),
        answered_at=row.answered_at,
        answered_by=row.answered_by.full_name if row.answered_by else "",
        grounds=_grounds(row),
        right_agency_name=row.right_agency.name_then(row.answered_at) if row.right_agency else "",
        answer_by=row.answer_by,
        policy=row.policy,
        stands_post_id=row.to_post.successor_id,
        contestable=row.contestable,
        answered_by_id=row.answered_by_id,
        counting=row.counting(),
    )


def _grounds(row: Offer) -> Grounds | None:
    if row.answer != Answer.RETURNED or row.right_agency is None:
        return None
    return Grounds(
        ReturnReason(row.reason), row.legal_basis, row.right_agency.code, row.explanation or ""
    )
