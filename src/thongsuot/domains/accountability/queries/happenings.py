"""What happened to one officer or by his hand besides holding: returns, opinions, requests."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from thongsuot.domains.accountability.rules import was_in_time_to_answer
from thongsuot.domains.accountability.terms import Happening, StatementEvent
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody import officer_facts
from thongsuot.domains.custody.facts import OfferFact
from thongsuot.domains.custody.officer_facts import AskedFact, LoopFact
from thongsuot.domains.custody.terms import GIVEN, Answer
from thongsuot.domains.dossiers import decided_facts
from thongsuot.domains.dossiers import officer_facts as dossiers
from thongsuot.domains.dossiers.objections import facts as objections
from thongsuot.domains.dossiers.objections.facts import AnsweredFact
from thongsuot.domains.dossiers.officer_facts import PutOffFact, RequestFact
from thongsuot.domains.dossiers.rules import code_of, subject_of
from thongsuot.domains.dossiers.terms.objections import ObjectionOutcome

ACT_OF: Final[Mapping[Happening, tuple[str, ...]]] = MappingProxyType({
    Happening.OPINION_GIVEN: ("opinion_given",),
    Happening.OPINION_LATE: ("opinion_given",),
    Happening.OPINION_SILENT: ("opinion_unanswered",),
    Happening.OPINION_WAITING: ("opinion_asked",),
    Happening.PART_DONE: ("opinion_given",),
    Happening.PART_LATE: ("opinion_given",),
    Happening.PART_OWED: ("opinion_asked",),
    Happening.REQUEST_SIGNED: ("supplement_requested",),
    Happening.REQUEST_DRAFTED: ("supplement_requested",),
    Happening.GUIDED: ("submission_guided",),
    Happening.REQUEST_KEPT: ("objection_rejected",),
    Happening.REQUEST_TAKEN_BACK: ("objection_upheld",),
    Happening.OBJECTION_ANSWERED: ("objection_upheld", "objection_rejected"),
    Happening.OBJECTION_LATE: ("objection_upheld", "objection_rejected"),
    Happening.REDATING_SIGNED: ("extension_signed",),
    Happening.REDATING_DRAFTED: ("extension_signed",),
    Happening.REDATED_WITH_HIM: ("extension_signed",),
    Happening.RULING_ASKED: ("handover_referred", "handover_returned"),
    Happening.RULING_GIVEN: ("dispute_decided",),
    Happening.RULING_RECEIVED: ("dispute_decided",),
})  # fmt: skip
"""The entry that says so, at the event's own instant; other events are told by their offer."""
KIND: Final = "dossier:"


def happenings(
    officer: int,
    codes: Collection[str],
    *,
    since: datetime,
    until: datetime,
    at: datetime,
    code: str | None = None,
) -> list[StatementEvent]:
    """Return all of it between the instants, oldest first; ``codes`` is what he held meanwhile.

    ``code`` reads what happened with one dossier alone.
    """
    subject = subject_of(code) if code else None
    offers = custody.offers_about(officer, since=since, until=until, subject=subject)
    found = [event for offer in offers for event in _of_offer(offer, officer)]
    opinions = officer_facts.opinions_asked_of(
        officer, since=since, until=until, at=at, subject=subject
    )
    found += [event for asked in _asked(opinions) for event in _of_opinion(asked, at)]
    for loop in officer_facts.loops_of(officer, since=since, until=until, subject=subject):
        found += [event for event in _of_loop(loop, officer) if since <= event.at < until]
    requests = dossiers.requests_of(officer, since=since, until=until, code=code)
    found += [_of_request(request, officer) for request in requests]
    answered = objections.answered_about(officer, since=since, until=until, code=code)
    found += [_of_objection(one, officer) for one in answered]
    new_dates = dossiers.put_off(officer, codes, since=since, until=until, code=code)
    found += _of_new_dates(new_dates, officer)
    return sorted(found, key=lambda event: (event.at, event.code, event.what))


def _of_offer(offer: OfferFact, officer: int) -> Iterator[StatementEvent]:
    """Yield what an answered question means for the officer; an acceptance goes without saying."""
    put_by_him = offer.officer == officer
    if offer.answer == Answer.RETURNED and put_by_him:
        yield _offered(Happening.RETURNED_TO_HIM, offer, offer.to_agency, offer.to_post)
    if offer.answer == Answer.RETURNED and offer.answered_by == officer:
        yield _offered(Happening.RETURNED_BY_HIM, offer, offer.agency, offer.post)
    if offer.answer == Answer.SILENT and put_by_him:
        yield _offered(Happening.UNANSWERED, offer, offer.to_agency, offer.to_post)
    if offer.answer == Answer.SILENT and not put_by_him:
        yield _offered(Happening.SILENT, offer, offer.agency, offer.post)


def _offered(what: Happening, offer: OfferFact, agency: int, post: int) -> StatementEvent:
    at = offer.answered_at or offer.offered_at
    return StatementEvent(what, code_of(offer.subject), at, agency, post, offer.reason)


def _asked(opinions: Collection[AskedFact]) -> list[AskedFact]:
    """Return those about dossiers, without what a decision overtook before its time was over."""
    asked = [one for one in opinions if one.subject.startswith(KIND)]
    open_ones = {code_of(one.subject) for one in asked if one.answer not in GIVEN}
    stops = decided_facts.stopped_at_of(open_ones)
    return [
        one
        for one in asked
        if one.answer in GIVEN
        or not was_in_time_to_answer(one.answer_by, stops.get(code_of(one.subject)))
    ]


def _of_opinion(asked: AskedFact, at: datetime) -> Iterator[StatementEvent]:
    """Yield how a question, or a part that was asked for, stands; what waits of the day it came."""
    yield StatementEvent(
        _answered(asked), code_of(asked.subject), asked.answered_at or asked.asked_at,
        asked.by_agency, asked.by_post,
        asked.answer or ("overdue" if asked.answer_by <= at else ""),
    )  # fmt: skip


def _answered(asked: AskedFact) -> Happening:
    if asked.answered_at is None:
        return Happening.PART_OWED if asked.is_part else Happening.OPINION_WAITING
    if asked.answer not in GIVEN:
        return Happening.OPINION_SILENT
    if asked.answered_at > asked.answer_by:
        return Happening.PART_LATE if asked.is_part else Happening.OPINION_LATE
    return Happening.PART_DONE if asked.is_part else Happening.OPINION_GIVEN


def _of_loop(loop: LoopFact, officer: int) -> Iterator[StatementEvent]:
    code = code_of(loop.subject)
    if loop.took_side:
        yield StatementEvent(
            Happening.RULING_ASKED, code, loop.opened_at, loop.superior, 0, loop.cause
        )
    if loop.ruled_at and loop.agency:
        by_him = loop.ruled_by == officer
        what = Happening.RULING_GIVEN if by_him else Happening.RULING_RECEIVED
        yield StatementEvent(what, code, loop.ruled_at, loop.agency, 0, loop.cause)


def _of_request(request: RequestFact, officer: int) -> StatementEvent:
    what = Happening.REQUEST_SIGNED
    if request.before_receipt:
        what = Happening.GUIDED
    elif request.asked_by != officer:
        what = Happening.REQUEST_DRAFTED
    reason = "again" if request.again else ""
    return StatementEvent(what, request.code, request.asked_at, 0, 0, reason)


def _of_objection(one: AnsweredFact, officer: int) -> StatementEvent:
    """Return what an answer to a citizen means for who gave it, or for who had asked for papers."""
    if one.answered_by == officer:
        late = one.answer_by is not None and one.answered_at > one.answer_by
        what = Happening.OBJECTION_LATE if late else Happening.OBJECTION_ANSWERED
        return StatementEvent(what, one.code, one.answered_at, 0, 0, one.outcome)
    taken_back = one.outcome == ObjectionOutcome.UPHELD
    what = Happening.REQUEST_TAKEN_BACK if taken_back else Happening.REQUEST_KEPT
    return StatementEvent(what, one.code, one.answered_at, one.agency, 0, "")


def _of_new_dates(found: Iterable[PutOffFact], officer: int) -> Iterator[StatementEvent]:
    """Yield new dates that he signed, that he wrote, or that came while he held the dossier."""
    found = list(found)
    spans = custody.spans_of([subject_of(one.code) for one in found])
    for one in found:
        held = any(
            span.officer == officer and span.started_at <= one.signed_at
            and (span.ended_at is None or one.signed_at < span.ended_at)
            for span in spans.get(subject_of(one.code), ())
        )  # fmt: skip
        what = _hand_in(one, officer) or (Happening.REDATED_WITH_HIM if held else None)
        if what:
            yield StatementEvent(what, one.code, one.signed_at, 0, 0, one.timing)


def _hand_in(one: PutOffFact, officer: int) -> Happening | None:
    if one.signed_by == officer:
        return Happening.REDATING_SIGNED
    return Happening.REDATING_DRAFTED if one.drafted_by == officer else None
