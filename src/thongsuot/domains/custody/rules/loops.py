"""When a subject's way has become a loop, and what a superior's decision forbids after it."""

from collections.abc import Sequence
from datetime import datetime

from thongsuot.domains.custody.terms import (
    TAKEN_OVER,
    Answer,
    BoundByRuling,
    DisputeNotOpen,
    DisputeTerms,
    OfferTerms,
    ReturnReason,
    WithTheSuperior,
)

ANSWERED = TAKEN_OVER | {Answer.RETURNED}


def returns_on(
    ground: ReturnReason, offers: Sequence[OfferTerms], since: datetime | None
) -> list[OfferTerms]:
    """Return what was returned on this ground from one agency to another, oldest first.

    ``since``: what a superior has decided is settled, and counting begins anew.
    """
    return [
        offer
        for offer in _after(offers, since)
        if offer.grounds and offer.grounds.reason is ground and _crosses(offer)
    ]


def crossings_of(
    first: str, second: str, offers: Sequence[OfferTerms], since: datetime | None
) -> list[OfferTerms]:
    """Return the answered questions whose it is between two agencies, either way, oldest first.

    Handing over to be signed and giving back a result put no such question; what was recalled
    or lapsed was never answered.
    """
    pair = {first, second}
    return [
        offer
        for offer in _after(offers, since)
        if offer.contestable
        and offer.answer in ANSWERED
        and {offer.giver.agency_code, offer.to_agency_code} == pair
    ]


def check_free(dispute: DisputeTerms | None) -> None:
    """Refuse to hand on what is before the superior.  Raises: WithTheSuperior."""
    if dispute is not None and dispute.is_open:
        raise WithTheSuperior("the superior decides first", superior=dispute.superior_name)


def check_goes_where_decided(dispute: DisputeTerms | None, *, to_agency: str) -> None:
    """Refuse to ask another agency than the one decided to be competent.  Raises: BoundByRuling."""
    bound = dispute.ruling.stands_code if dispute and dispute.ruling else ""
    if dispute and bound and bound != to_agency:
        raise _bound(dispute)


def check_may_return(dispute: DisputeTerms | None, *, ground: ReturnReason, returning: str) -> None:
    """Refuse the decided agency a return on the ground that was decided.

    Raises:  BoundByRuling.
    """
    if dispute is None or dispute.ruling is None or dispute.ruling.stands_code != returning:
        return
    disputed = dispute.offer.grounds.reason if dispute.offer.grounds else None
    if ground in {disputed, ReturnReason.WRONG_COMPETENCE}:
        raise _bound(dispute)


def check_open(dispute: DisputeTerms | None) -> DisputeTerms:
    """Return the dispute that waits to be decided.  Raises: DisputeNotOpen."""
    if dispute is None or not dispute.is_open:
        raise DisputeNotOpen("nothing waits to be decided")
    return dispute


def _bound(dispute: DisputeTerms) -> BoundByRuling:
    ruling = dispute.ruling
    return BoundByRuling(
        "the superior has decided",
        agency=ruling.stands_name if ruling else "",
        superior=dispute.superior_name,
    )


def _after(offers: Sequence[OfferTerms], since: datetime | None) -> list[OfferTerms]:
    return [offer for offer in offers if since is None or offer.offered_at > since]


def _crosses(offer: OfferTerms) -> bool:
    return offer.giver.agency_code != offer.to_agency_code
