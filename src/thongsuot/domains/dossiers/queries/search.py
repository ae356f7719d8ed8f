"""Finding dossiers by what people read out: a part of the code, or whom it is about."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers.models import CODE_BACKWARDS, Dossier
from thongsuot.domains.dossiers.queries.applicants import masked_applicants
from thongsuot.domains.dossiers.queries.views import state_of
from thongsuot.domains.dossiers.rules import SUBJECT_KIND, code_of
from thongsuot.domains.dossiers.terms import DossierUnknown, NationalState
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import local_date

MOST_FOUND: Final = 20
LEAST_DIGITS: Final = 3
"""Fewer last digits than this name nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One dossier that was found; the applicant's name is masked."""

    code: str
    applicant: str
    procedure_name: str
    state: NationalState
    holder: str
    agency: str


def find_by_code(text: str, *, by: Actor, at: datetime) -> list[Hit]:
    """Return dossiers whose code begins with ``text`` or ends in its digits, newest first.

    Those that the visitor's agency receives or settles, or that agencies left to it which ended;
    control finds all. Where none is, what the visitor has in hand, and by its whole code whatever
    else he may open: to nobody else does it exist.
    """
    typed = text.strip().upper()
    if not typed:
        return []
    named = Q(code__startswith=typed)
    if typed.isascii() and typed.isdigit() and len(typed) >= LEAST_DIGITS:
        named |= Q(code_backwards__startswith=typed[::-1])
    found = _hits(_in_scope(by, at).alias(code_backwards=CODE_BACKWARDS).filter(named))
    return found or _hits(_elsewhere(named, typed, by, at))


def find_by_applicants(ids: Collection[UUID], *, by: Actor, at: datetime) -> list[Hit]:
    """Return the dossiers of these people in the visitor's scope, newest first."""
    return _hits(_in_scope(by, at).filter(applicant_id__in=ids)) if ids else []


def _in_scope(by: Actor, at: datetime) -> QuerySet[Dossier]:
    if by.officer_id and organisation.has_role(
        by.officer_id, by.agency, Role.CONTROL, local_date(at)
    ):
        return Dossier.objects.all()
    own = Q(receiving_agency__code=by.agency) | Q(competent_agency__code=by.agency)
    left = successors.left_to(by.agency, local_date(at))
    if left:
        own |= Q(receiving_agency__in=left) | Q(competent_agency__in=left)
    return Dossier.objects.filter(own)


def _elsewhere(named: Q, typed: str, by: Actor, at: datetime) -> QuerySet[Dossier]:
    """Return what matches of all in hand, and of this very code, where ``by`` may see it."""
    codes = {typed, *(code_of(subject) for subject in _in_hand(by, local_date(at)))}
    there = Dossier.objects.alias(code_backwards=CODE_BACKWARDS).filter(named, code__in=codes)
    newest = there.order_by("-id").values_list("code", flat=True)[:MOST_FOUND]
    return Dossier.objects.filter(code__in=[code for code in newest if _may_see(code, by, at)])


def _in_hand(by: Actor, on: date) -> Iterator[str]:
    """Yield the subjects that the visitor holds, or that wait for his answer."""
    for officer in by.persons:
        yield from custodies.held_subjects(officer, kind=SUBJECT_KIND)
    for put_to in (
        custodies.offered_subjects, custodies.asked_subjects, custodies.disputed_subjects,
    ):  # fmt: skip
        yield from put_to(by, on, kind=SUBJECT_KIND)


def _may_see(code: str, by: Actor, at: datetime) -> bool:
    try:
        state_of(code, by=by, at=at)
    except DossierUnknown:
        return False
    return True


def _hits(found: QuerySet[Dossier]) -> list[Hit]:
    rows = list(found.select_related("version__procedure").order_by("-id")[:MOST_FOUND])
    names = masked_applicants(rows)
    holders = custodies.holders_of([row.subject for row in rows])
    hits = []
    for row in rows:
        span = holders.get(row.subject)
        hits.append(
            Hit(
                code=row.code,
                applicant=names[row.pk].full_name,
                procedure_name=row.version.plain_name or row.version.name,
                state=NationalState(row.national_state),
                holder=span.holder.officer_name if span else "",
                agency=span.holder.agency_name if span else "",
            )
        )
    return hits
