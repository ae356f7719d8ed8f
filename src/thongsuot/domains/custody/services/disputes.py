"""Loops go up by themselves; the superior decides, and that binds; who may not passes it on."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from thongsuot.domains.custody import policy as policies
from thongsuot.domains.custody import queries, rules
from thongsuot.domains.custody.models import Dispute, Offer, Passing
from thongsuot.domains.custody.services.holding import held_now, whose_hours
from thongsuot.domains.custody.terms import (
    Cause,
    DisputeNotOpen,
    NoSuperior,
    OfferTerms,
    ReturnReason,
)
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.deadlines.terms.limits import WORKING_MINUTE, Counting
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors, superiors
from thongsuot.kernel.clock import local_date


def loop_by_return(subject: str, ground: ReturnReason, at: datetime) -> list[OfferTerms]:
    """Return the earlier returns on this ground when one more makes a loop; else none."""
    limits = queries.policy_in_force(local_date(at))
    before = rules.returns_on(ground, queries.offers_of(subject), _settled_at(subject))
    return before if len(before) + 1 >= limits.returns_on_one_ground else []


def loop_by_crossing(subject: str, giver: str, receiver: str, at: datetime) -> list[OfferTerms]:
    """Return the earlier crossings of the two agencies when one more makes a loop; else none."""
    if giver == receiver:
        return []
    limits = queries.policy_in_force(local_date(at))
    offers = queries.offers_of(subject)
    before = rules.crossings_of(giver, receiver, offers, _settled_at(subject))
    return before if len(before) + 1 >= limits.crossings_of_two_agencies else []


def _settled_at(subject: str) -> datetime | None:
    last = queries.last_dispute_of(subject)
    return last.settled_at if last else None


@bookkeeping("the return or the hand-over that made it so writes the entry and names it")
def open_dispute(
    *, offer: Offer, cause: Cause, before: Collection[OfferTerms], by: Actor, at: datetime
) -> dict[str, DetailValue]:
    """Put a loop before the common superior; return what the record says of it.

    Whoever gave or answered in it, this time or ``before``, took a side and cannot decide. The
    superior is the nearest agency above all that were involved or named, one of them included,
    which somebody else heads.
    It has the policy's time to decide, by its office hours. Where no calendar counts so far,
    nobody waits for one: the length is kept, and a calendar that comes late sets the end.
    Raises:  NoSuperior, and then nothing is done.
    """
    on = local_date(at)
    earlier = list(before)
    involved, sides = _involved(offer, earlier), _sides(offer, earlier, by)
    superior = superiors.common_superior(involved, on, without=sides)
    if superior is None:
        first, second = sorted(involved)[:2]
        raise NoSuperior("nobody stands above both", first=first, second=second)
    policy, calendar = queries.policy_in_force(on), deadlines.calendar_at(at, superior.code)
    made = Dispute.objects.create(
        subject=offer.subject, cause=cause, offer=offer, earlier_id=earlier[-1].id,
        superior=superior, policy=policy.version, opened_at=at, sides=sorted(sides),
        **_limit(at, policy.decide_minutes, calendar),
    )  # fmt: skip
    raised: dict[str, DetailValue] = {
        "dispute": made.pk, "superior": superior.code, "cause": cause.value,
    }  # fmt: skip
    if made.decide_by is None:
        return raised
    return {**raised, "decide_by": made.decide_by.isoformat(), **whose_hours(calendar)}


def _sides(offer: Offer, earlier: Collection[OfferTerms], by: Actor) -> set[int]:
    """Return the officers who gave or answered, each time."""
    gave = {offer.custody.officer_id, *(one.giver.officer_id for one in earlier)}
    answered = {one.answered_by_id for one in earlier if one.answered_by_id}
    return {by.acting_officer, *gave, *answered}


def _limit(at: datetime, minutes: int, calendar: WorkingCalendar) -> dict[str, Any]:
    try:
        until = deadline_rules.add_working_minutes(at, minutes, calendar)
    except CalendarGap:
        return {"decide_by": None, **Counting(minutes, WORKING_MINUTE).columns()}
    return {"decide_by": until, **Counting.by(calendar, minutes, WORKING_MINUTE).columns()}


def _involved(offer: Offer, earlier: Collection[OfferTerms]) -> set[str]:
    """Return the agencies that gave, were asked, or were named as the right ones."""
    involved = {offer.custody.post.agency.code, offer.to_post.agency.code}
    if offer.right_agency is not None:
        involved.add(offer.right_agency.code)
    for one in earlier:
        involved |= {one.to_agency_code, one.giver.agency_code}
        involved |= {one.grounds.right_agency} if one.grounds else set()
    return involved


@transaction.atomic
def decide(
    *,
    dispute_id: int,
    agency: str,
    legal_basis: str,
    precedent: int | None,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> Dispute:
    """Say which agency is competent, and on what legal basis; holder and clock stay.

    ``precedent`` names the row of the competence table that the decision became.
    Raises:  DisputeNotOpen; NotTheSuperior; NotToBeNamed; GroundsMissing; BasisNamesNothing;
             AgencyUnknown for one that has ended.
    Source:  NĐ 61/2018 Art. 5(1): passing the buck is forbidden. Which superior decides is
             read from the tree of agencies; no document was found that names one.
    """
    subject = queries.subject_of_dispute(dispute_id)
    held_now(subject)
    row = Dispute.objects.select_for_update().get(pk=dispute_id)
    waiting = policies.check_may_decide(
        queries.last_dispute_of(subject, local_date(at)), by=by, at=at
    )
    decided = organisation.get_agency(agency, local_date(at))
    policies.check_may_name(waiting, decided.code, local_date(at))
    passed = _put_before(row, waiting.superior_code, at)
    row.decided_at, row.decided_by_id = at, by.acting_officer
    words = queries.policy_in_force(local_date(at)).basis_words
    row.agency, row.legal_basis = decided, rules.check_basis(legal_basis, words)
    row.save()
    ledger.record(
        subject=subject, act="dispute_decided", by=by, at=at, key=key,
        detail={"dispute": row.pk, "agency": decided.code, "precedent": precedent,
                "legal_basis": commitment(row.legal_basis, row.salt), **passed},
    )  # fmt: skip
    return row


@transaction.atomic
def pass_on(*, dispute_id: int, at: datetime, key: str | None = None) -> Dispute:
    """Put a loop before the superior that may decide it, since the one that has it may not.

    The system's act: a superior has ended, or nobody heads it any more but who took a side. What
    answers for it goes on with its time; another one has a whole time of its own. How long it was
    before whom is kept, and each answers for that.
    Raises:  DisputeNotOpen, also where it is before whom it belongs; NotTheHolder.
    """
    subject = queries.subject_of_dispute(dispute_id)
    held_now(subject)
    row = Dispute.objects.select_for_update().get(pk=dispute_id)
    waiting = rules.check_open(queries.last_dispute_of(subject, local_date(at)))
    passed = _put_before(row, waiting.superior_code, at)
    if not passed:
        raise DisputeNotOpen("it is before the superior that may decide it")
    ledger.record(
        subject=subject, act="dispute_passed_on", by=Actor.system(), at=at, key=key,
        detail={"dispute": row.pk, **passed},
    )  # fmt: skip
    return row


def _put_before(row: Dispute, code: str, at: datetime) -> dict[str, DetailValue]:
    """Put it before the agency of this code; return what the record says, nothing where it is."""
    before = row.superior
    if code == before.code or at <= row.waits_since:
        return {}
    on = local_date(at)
    Passing.objects.create(
        dispute=row, superior=before, began_at=row.waits_since, passed_at=at,
        decide_by=row.decide_by, policy=row.policy,
    )  # fmt: skip
    began, superior = row.limit_since, organisation.get_agency(code, on)
    row.superior, row.put_at = superior, at
    if successors.heir_of(before.pk, on) == superior:
        row.counted_from = began
    else:
        _begin_anew(row, at)
    row.save()
    until: dict[str, DetailValue] = {}
    if row.decide_by:
        until = {"decide_by": row.decide_by.isoformat()}
        until |= {"hours_of": row.hours_of} if row.hours_of else {}
    return {"from": before.code, "superior": code, **until}


def _begin_anew(row: Dispute, at: datetime) -> None:
    """Give the superior that has it now the time of the policy and the calendar of now."""
    policy = queries.policy_in_force(local_date(at))
    row.policy, row.counted_from = policy.version, None
    calendar = deadlines.calendar_at(at, row.superior.code)
    for name, value in _limit(at, policy.decide_minutes, calendar).items():
        setattr(row, name, value)
