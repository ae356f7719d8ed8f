"""What is before a superior, and what superiors have decided."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from thongsuot.domains.custody.models import Dispute
from thongsuot.domains.custody.queries.offers import offers_by_id
from thongsuot.domains.custody.terms import Cause, DisputeTerms, OfferTerms, Ruling
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import superiors

_DISPUTES = Dispute.objects.select_related("superior", "agency", "decided_by")
_OPEN = Dispute.objects.filter(decided_at=None, lapsed_at=None)


def disputes_of(subject: str) -> list[DisputeTerms]:
    """Return all disputes of the subject, oldest first; two queries where there are any."""
    return _terms(_DISPUTES.filter(subject=subject).order_by("opened_at", "pk"))


def last_dispute_of(subject: str) -> DisputeTerms | None:
    """Return the newest dispute of the subject: open, decided or lapsed."""
    found = _terms(_DISPUTES.filter(subject=subject).order_by("-opened_at", "-pk")[:1])
    return found[0] if found else None


def open_disputes_of(subjects: Collection[str]) -> dict[str, DisputeTerms]:
    """Return what is before a superior now, by subject; two queries."""
    rows = _DISPUTES.filter(subject__in=subjects, decided_at=None, lapsed_at=None)
    return {dispute.subject: dispute for dispute in _terms(rows)}


def disputed_subjects(by: Actor, on: date, *, kind: str) -> QuerySet[Dispute, str]:
    """Return what waits for the visitor's decision, of one kind of subject."""
    waiting = _OPEN.filter(superior__code=by.agency, subject__startswith=f"{kind}:")
    if not waiting.exists() or not superiors.heads_agency(by, on):
        waiting = _OPEN.none()
    return waiting.values_list("subject", flat=True)


def subject_of_dispute(dispute_id: int) -> str:
    """Return what a dispute is about.  Raises: Dispute.DoesNotExist."""
    return Dispute.objects.values_list("subject", flat=True).get(pk=dispute_id)


def superiors_asked(subject: str) -> set[str]:
    """Return the codes of the agencies that were asked to decide about the subject."""
    return set(Dispute.objects.filter(subject=subject).values_list("superior__code", flat=True))


def _terms(rows: QuerySet[Dispute]) -> list[DisputeTerms]:
    found = list(rows)
    offers = offers_by_id({pk for row in found for pk in (row.offer_id, row.earlier_id)})
    return [_dispute(row, offers) for row in found]


def _dispute(row: Dispute, offers: dict[int, OfferTerms]) -> DisputeTerms:
    return DisputeTerms(
        id=row.pk,
        subject=row.subject,
        cause=Cause(row.cause),
        offer=offers[row.offer_id],
        earlier=offers[row.earlier_id],
        superior_code=row.superior.code,
        superior_name=row.superior.name,
        opened_at=row.opened_at,
        ruling=_ruling(row),
        lapsed_at=row.lapsed_at,
    )


def _ruling(row: Dispute) -> Ruling | None:
    if row.agency is None or row.decided_at is None:
        return None
    return Ruling(
        agency_id=row.agency.pk,
        agency_code=row.agency.code,
        agency_name=row.agency.name,
        legal_basis=row.legal_basis,
        decided_at=row.decided_at,
        decided_by=row.decided_by.full_name if row.decided_by else "",
    )
