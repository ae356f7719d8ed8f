"""How long questions waited for their answer, apart from how long anybody held.

Told by the office hours of the agency that was asked, by which its time for answering was set too.
"""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.custody.queries.offers import offers_of
from thongsuot.domains.custody.queries.opinions import opinions_of
from thongsuot.domains.custody.terms import Answer, OfferTerms, Opinion
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
    return [wait_for(o, at=at, calendar=calendar.of(o.to_agency_code)) for o in offers]


def wait_for(offer: OfferTerms, *, at: datetime, calendar: WorkingCalendar) -> Wait:
    """Return how long one offer waited, by the hours of who is asked.  Raises: CalendarGap."""
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


@dataclass(frozen=True, slots=True)
class OpinionWait:
    """The time between a question to another agency and its answer, charged to that agency.

    Units:   ``minutes`` and ``minutes_over`` of working time; the latter beyond ``answer_by``.
    """

    opinion_id: int
    subject: str
    asker_officer_id: int
    to_post_id: int
    to_agency_code: str
    to_agency_name: str
    asked_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    answer: Opinion
    minutes: int
    minutes_over: int


def opinion_waits_of(subject: str, *, at: datetime) -> list[OpinionWait]:
    """Return every question to another agency with the time it waited, oldest first.

    Raises:  CalendarGap.
    """
    calendar = deadlines.calendar_at(at)
    found = []
    for asked in opinions_of(subject):
        until, hours = asked.answered_at or at, calendar.of(asked.to_agency_code)
        over_from = min(asked.answer_by, until)
        found.append(
            OpinionWait(
                opinion_id=asked.id,
                subject=asked.subject,
                asker_officer_id=asked.asker.officer_id,
                to_post_id=asked.to_post_id,
                to_agency_code=asked.to_agency_code,
                to_agency_name=asked.to_agency_name,
                asked_at=asked.asked_at,
                answer_by=asked.answer_by,
                answered_at=asked.answered_at,
                answer=asked.answer,
                minutes=deadline_rules.working_minutes(asked.asked_at, until, hours),
                minutes_over=deadline_rules.working_minutes(over_from, until, hours),
            )
        )
    return found
