"""Objections that wait, and the agency whose head answers each today."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from thongsuot.domains.dossiers.models import Objection, SupplementRequest
from thongsuot.domains.dossiers.terms.objections import ObjectionOutcome, ObjectionView, WindowAfter
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import presence, successors, superiors
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms.delegations import DelegatedAct
from thongsuot.kernel.clock import local_date

_BESIDE = ("agency", "request")


def who_asked(request: SupplementRequest) -> frozenset[int]:
    """Return who asked for the papers, in whose stead, and who wrote it: none of them judges it."""
    found = {request.asked_by_id, request.asked_for_id, request.drafted_by_id}
    return frozenset(one for one in found if one is not None)


def agency_now(row: Objection, on: date) -> Any:
    """Return the agency whose head answers on a day; the one that was asked where none does.

    That is whoever answers for one that has ended, or the next above where nobody heads it but
    who asked for the papers.
    """
    but, standing = who_asked(row.request), row.agency
    if not row.agency.holds(on):
        standing = successors.heir_of(row.agency_id, on) or row.agency
    if superiors.heads_of(standing.code, on) - but:
        return standing
    return superiors.judge_over(standing.code, on, but=but, above=True) or row.agency


def answering(rows: Sequence[Objection], at: datetime) -> list[set[int]]:
    """Return who may answer each objection: heads, or who signs for one that is away.

    None of them asked for the papers. An agency is looked into once, however many it answers.
    """
    agencies = agencies_now(rows, local_date(at))
    leading = {agency: _leading(agency, at) for agency in set(agencies)}
    pairs = zip(rows, agencies, strict=True)
    return [leading[agency] - who_asked(row.request) for row, agency in pairs]


def _leading(agency: str, at: datetime) -> set[int]:
    """Return who heads an agency, and who stands in for a head that is away."""
    on = local_date(at)
    heads, posts = superiors.heads_of(agency, on), organisation.posts_in(agency, None, on)
    held = {(row.officer_id, post.pk) for post in posts for row in post.held}  # type: ignore[attr-defined]  # as the query says
    seats = {seat for seat in held if seat[0] in heads}
    away = presence.away_from(seats, at, act=DelegatedAct.SIGN)
    return heads | {taker[0] for taker in away.values() if taker}


def agencies_now(rows: Sequence[Objection], on: date) -> list[str]:
    """Return for each objection the code of the agency whose head answers on a day.

    One query finds who heads the agencies that were asked; only where one has ended, or nobody
    heads it but who asked for the papers, is it looked into, once for all that are alike.
    """
    leaders = superiors.leaders_of(frozenset(row.agency.code for row in rows), on)
    found: dict[tuple[int, frozenset[int]], str] = {}
    for row in rows:
        alike = _alike(row)
        if alike not in found:
            led = row.agency.holds(on) and leaders[row.agency.code] - alike[1]
            found[alike] = row.agency.code if led else agency_now(row, on).code
    return [found[_alike(row)] for row in rows]


def _alike(row: Objection) -> tuple[int, frozenset[int]]:
    """Return upon what it depends who answers: the agency asked, and who asked for the papers."""
    return row.agency_id, who_asked(row.request)


def waiting() -> QuerySet[Objection]:
    """Return the objections without an answer; their words are not read."""
    rows = Objection.objects.filter(answered_at=None).select_related(*_BESIDE)
    return rows.defer("words", "answer", "request__papers", "request__exception")


def codes_put_to(by: Actor, on: date) -> list[str]:
    """Return the codes of the dossiers whose objection the visitor's agency is to answer.

    Not those in which he asked for the papers himself.
    """
    others = waiting().annotate(code=F("request__dossier__code"))
    rows = [row for row in others if who_asked(row.request).isdisjoint(by.persons)]
    answering = zip(rows, agencies_now(rows, on), strict=True)
    return [row.code for row, agency in answering if agency == by.agency]


def answer_by_of(dossier: OuterRef) -> Subquery:
    """Return the question by when the objection of a dossier is answered, asked with its row."""
    waits = Objection.objects.filter(request__dossier=dossier, answered_at=None)
    return Subquery(waits.values("answer_by")[:1])


def waiting_by_agency(on: date) -> Counter[str]:
    """Return how many objections each agency's head is to answer, by its code."""
    return Counter(agencies_now(list(waiting()), on))


def was_put_to(code: str, agency: str, on: date) -> bool:
    """Return whether an objection in the dossier was, or is now, the agency's to answer."""
    rows = Objection.objects.filter(request__dossier__code=code).select_related(*_BESIDE)
    return any(
        agency == row.agency.code or (not row.outcome and agency == agency_now(row, on).code)
        for row in rows
    )


def viewed(request: SupplementRequest, at: datetime) -> ObjectionView | None:
    """Return the objection to a request, read with it; who answers is told while it waits."""
    row: Objection | None = getattr(request, "objection", None)
    if row is None:
        return None
    row.request, on = request, local_date(at)
    but, is_open = who_asked(request), not row.outcome
    agency = agency_now(row, on) if is_open else row.agency
    heads = superiors.heads_of(agency.code, on) - but if is_open else ()
    return ObjectionView(
        words=row.words, made_at=row.made_at, answer_by=row.answer_by, agency_code=agency.code,
        agency_name=agency.name, heads=_names(heads), asked_by_ids=but,
        outcome=ObjectionOutcome(row.outcome) if row.outcome else None, answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by.full_name if row.answered_by else "",
        counting=row.counting(), id=row.pk, policy=row.policy, window=WindowAfter(row.window),
        is_late=row.answer_by is not None and (row.answered_at or at) > row.answer_by,
    )  # fmt: skip


def _names(officers: Iterable[int]) -> tuple[str, ...]:
    found = organisation.officers_by_id(set(officers)) if officers else {}
    return tuple(sorted(officer.full_name for officer in found.values()))
