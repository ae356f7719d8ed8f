"""What is before a superior, and what superiors have decided."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from thongsuot.domains.custody.models import Dispute, Passing
from thongsuot.domains.custody.queries.offers import offers_by_id
from thongsuot.domains.custody.terms import Cause, DisputeTerms, OfferTerms, PutUp, Ruling
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors, superiors

_DISPUTES = Dispute.objects.select_related("superior", "agency", "decided_by")
_OPEN = Dispute.objects.filter(decided_at=None, lapsed_at=None)


def disputes_of(subject: str, on: date | None = None) -> list[DisputeTerms]:
    """Return all disputes of the subject, oldest first; two queries where there are any.

    Whose they are and whom they bind is told for ``on``; without a day, as it was at first.
    """
    return _terms(_DISPUTES.filter(subject=subject).order_by("opened_at", "pk"), on)


def last_dispute_of(subject: str, on: date | None = None) -> DisputeTerms | None:
    """Return the newest dispute of the subject, as on ``on``: open, decided or lapsed."""
    found = _terms(_DISPUTES.filter(subject=subject).order_by("-opened_at", "-pk")[:1], on)
    return found[0] if found else None


def open_disputes_of(subjects: Collection[str], on: date) -> dict[str, DisputeTerms]:
    """Return what is before a superior on ``on``, by subject; three queries."""
    rows = _DISPUTES.filter(subject__in=subjects, decided_at=None, lapsed_at=None)
    return {dispute.subject: dispute for dispute in _terms(rows, on)}


def disputed_subjects(by: Actor, on: date, *, kind: str) -> QuerySet[Dispute, str]:
    """Return what waits for the visitor's decision, of one kind of subject.

    That is too what waited at a superior that has ended or that nobody heads any more who may
    decide, and is his to decide since; but nothing in which he took a side.
    """
    waiting = _OPEN.filter(subject__startswith=f"{kind}:")
    if not waiting.exists() or not superiors.heads_agency(by, on):
        return _OPEN.none().values_list("subject", flat=True)
    found = _terms(waiting.select_related("superior", "agency", "decided_by"), on)
    his = [
        one.id for one in found
        if one.superior_code == by.agency and by.officer_id not in one.took_sides
    ]  # fmt: skip
    return waiting.filter(pk__in=his).values_list("subject", flat=True)


def disputed_by_superior(on: date, *, kind: str) -> Counter[str]:
    """Return how many loops each agency is to decide on ``on``, by its code.

    Three queries, and some more for each whose superior has ended or may not decide.
    """
    waiting = _OPEN.filter(subject__startswith=f"{kind}:").select_related(
        "superior", "agency", "decided_by"
    )
    return Counter(one.superior_code for one in _terms(waiting, on))


def disputes_to_pass_on(on: date, *, kind: str) -> list[int]:
    """Return what is before a superior that may not decide it on ``on``, while another one may."""
    rows = _OPEN.filter(subject__startswith=f"{kind}:").order_by("pk")
    waiting = _terms(rows.select_related("superior", "agency", "decided_by"), on)
    return [one.id for one in waiting if one.superior_code != one.put_up[-1].code]


def subject_of_dispute(dispute_id: int) -> str:
    """Return what a dispute is about.  Raises: Dispute.DoesNotExist."""
    return Dispute.objects.values_list("subject", flat=True).get(pk=dispute_id)


def standing_parties(dispute: DisputeTerms, on: date) -> dict[str, str]:
    """Return the agencies involved, or those that answer for them on ``on``: names by code."""
    became = successors.agencies_became(dispute.parties, on)
    return {one.stands: one.stands_name for one in became if one.stands}


def superiors_asked(subject: str, on: date) -> set[str]:
    """Return the codes of the agencies that were or are on ``on`` to decide about the subject."""
    rows = list(_DISPUTES.filter(subject=subject))
    asked = {row.superior.code for row in rows}
    asked |= {before.superior.code for some in _passings(rows).values() for before in some}
    leaders = _leaders(rows, on)
    if all(row.superior.holds(on) and _is_led(row, leaders) for row in rows):
        return asked
    return asked | {one.superior_code for one in _terms(rows, on)}


def _terms(rows: Iterable[Dispute], on: date | None) -> list[DisputeTerms]:
    found = list(rows)
    offers = offers_by_id({pk for row in found for pk in (row.offer_id, row.earlier_id)})
    passings = _passings(found)
    terms = [_dispute(row, offers, passings.get(row.pk, ())) for row in found]
    if on is None:
        return terms
    leaders = _leaders(found, on)
    return [
        _above_since(on, one, row)
        if one.is_open and not _may_be_decided(one, row, on, leaders)
        else _bound_on(on, one, row)
        for one, row in zip(terms, found, strict=True)
    ]  # fmt: skip


def _passings(rows: Iterable[Dispute]) -> dict[int, list[Passing]]:
    """Return before whom each was earlier, oldest first; one query where one has passed on."""
    passed = [row.pk for row in rows if row.put_at is not None]
    found: dict[int, list[Passing]] = {}
    if passed:
        asked = Passing.objects.filter(dispute__in=passed).select_related("superior")
        for one in asked.order_by("began_at"):
            found.setdefault(one.dispute_id, []).append(one)
    return found


def _leaders(rows: Iterable[Dispute], on: date) -> dict[str, set[int]]:
    """Return who is on the posts of heads where something is open; one query if anything is."""
    asked = frozenset(row.superior.code for row in rows if not row.is_settled)
    return superiors.leaders_of(asked, on) if asked else {}


def _is_led(row: Dispute, leaders: Mapping[str, set[int]]) -> bool:
    """Whether it is settled, or is surely before a head who took no side."""
    return row.is_settled or bool(row.sides and leaders[row.superior.code] - set(row.sides))


def _may_be_decided(
    dispute: DisputeTerms, row: Dispute, on: date, leaders: Mapping[str, set[int]]
) -> bool:
    """Whether the superior that was asked stands, and somebody who took no side heads it."""
    if not row.superior.holds(on):
        return False
    sides = dispute.took_sides
    return bool(
        leaders[row.superior.code] - sides or superiors.heads_of(row.superior.code, on) - sides
    )


def _bound_on(on: date, dispute: DisputeTerms, row: Dispute) -> DisputeTerms:
    """Return the dispute with whom its ruling binds on ``on``."""
    if dispute.ruling is None or row.agency is None or row.agency.holds(on):
        return dispute
    heir = successors.heir_of(row.agency.pk, on)
    code, name = (heir.code, heir.name) if heir else ("", "")
    return replace(dispute, ruling=replace(dispute.ruling, stands_code=code, stands_name=name))


def _above_since(on: date, dispute: DisputeTerms, row: Dispute) -> DisputeTerms:
    """Return an open dispute with who decides since the asked superior cannot.

    Whoever answers for that one, if somebody heads it; else the common superior is found anew.
    """
    above = successors.heir_of(row.superior_id, on)
    if above is None or not superiors.heads_of(above.code, on) - dispute.took_sides:
        parties = standing_parties(dispute, on)
        above = superiors.common_superior(parties, on, without=dispute.took_sides)
    if above is None:
        return dispute
    return replace(dispute, superior_code=above.code, superior_name=above.name)


def _put_up(row: Dispute, passings: Iterable[Passing]) -> tuple[PutUp, ...]:
    before = [
        PutUp(one.superior_id, one.superior.code, one.superior.name_then(one.passed_at),
              one.began_at, one.passed_at, one.decide_by)
        for one in passings
    ]  # fmt: skip
    last = PutUp(
        row.superior_id, row.superior.code, row.superior.name, row.waits_since,
        row.decided_at or row.lapsed_at, row.decide_by,
    )  # fmt: skip
    return (*before, last)


def _dispute(
    row: Dispute, offers: dict[int, OfferTerms], passings: Iterable[Passing]
) -> DisputeTerms:
    return DisputeTerms(
        id=row.pk,
        subject=row.subject,
        cause=Cause(row.cause),
        offer=offers[row.offer_id],
        earlier=offers[row.earlier_id],
        superior_code=row.superior.code,
        superior_name=row.superior.name_then(row.decided_at or row.lapsed_at),
        put_up=_put_up(row, passings),
        opened_at=row.opened_at,
        ruling=_ruling(row),
        lapsed_at=row.lapsed_at,
        decide_by=row.decide_by,
        counting=row.counting(),
        counted_from=row.counted_from,
        sides=frozenset(row.sides),
    )


def _ruling(row: Dispute) -> Ruling | None:
    if row.agency is None or row.decided_at is None:
        return None
    return Ruling(
        agency_id=row.agency.pk,
        agency_code=row.agency.code,
        agency_name=row.agency.name_then(row.decided_at),
        legal_basis=row.legal_basis,
        decided_at=row.decided_at,
        decided_by=row.decided_by.full_name if row.decided_by else "",
        stands_code=row.agency.code,
        stands_name=row.agency.name,
    )
