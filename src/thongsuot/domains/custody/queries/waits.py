"""How long questions waited for their answer, apart from how long anybody held."""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.custody.queries.offers import offers_of
from thongsuot.domains.custody.terms import Answer, OfferTerms
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Wait:
    """The time between an offer and its answer, which the asked agency is charged with.

    ``answered_at`` None: it waits still, and the minutes run up to the instant of the question.
    Units:   ``minutes`` and ``minutes_over`` of working time; the latter beyond ``answer_by``.
    """

    offer_id: int
    subject: str
    giver_officer_id: int
    giver_agency_code: str
    to_post_id: int
    to_agency_code: str
    to_agency_name: str
    offered_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    answer: Answer
    minutes: int
    minutes_over: int


def waits_of(subject: str, *, at: datetime) -> list[Wait]:
    """Return every offer of the subject with the time it waited, oldest first, as of ``at``.

    Offers that were never put, because a loop went to the superior, are not among them.
    Raises:  CalendarGap.
    """
    calendar = deadlines.calendar_at(at)
    offers = [offer for offer in offers_of(subject) if offer.answer is not Answer.REFERRED]
    return [wait_for(offer, at=at, calendar=calendar) for offer in offers]


def wait_for(offer: OfferTerms, *, at: datetime, calendar: WorkingCalendar) -> Wait:
    """Return how long one offer waited.  Raises: CalendarGap."""
    until = offer.answered_at or at
    over_from = min(offer.answer_by, until) if offer.answer_by else until
    return Wait(
        offer_id=offer.id,
        subject=offer.subject,
        giver_officer_id=offer.giver.officer_id,
        giver_agency_code=offer.giver.agency_code,
        to_post_id=offer.to_post_id,
        to_agency_code=offer.to_agency_code,
        to_agency_name=offer.to_agency_name,
        offered_at=offer.offered_at,
        answer_by=offer.answer_by,
        answered_at=offer.answered_at,
        answer=offer.answer,
        minutes=deadline_rules.working_minutes(offer.offered_at, until, calendar),
        minutes_over=deadline_rules.working_minutes(over_from, until, calendar),
    )
