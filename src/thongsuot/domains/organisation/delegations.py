"""Reading who stands in for whom and who is away, as values; and acting under a delegation."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache

from django.db.models import Q, QuerySet

from thongsuot.domains.ledger.terms import Actor, Behalf
from thongsuot.domains.organisation import queries, superiors
from thongsuot.domains.organisation.models import Absence, Delegation
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.rules.reorganised import DelegationLapsed
from thongsuot.domains.organisation.terms import AbsenceUnknown, DelegationOver, DelegationUnknown
from thongsuot.domains.organisation.terms.delegations import (
    AbsenceKind,
    AbsenceTerms,
    DelegatedAct,
    DelegationTerms,
    FormOfSigning,
    SigningForm,
)
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.packaged import packaged_json
from thongsuot.kernel.text import name_sort_key

ONE_DAY = timedelta(days=1)
_DELEGATIONS = Delegation.objects.select_related(
    "from_officer", "from_post__agency", "to_officer", "to_post", "granted_by"
)
_ABSENCES = Absence.objects.select_related("officer", "delegation__to_officer")


@cache
def forms_of_signing() -> dict[SigningForm, FormOfSigning]:
    """Return how each form of signing for another is written, with its source."""
    rows = packaged_json("thongsuot.domains.organisation", "signing_forms.json")
    return {
        SigningForm(row["code"]): FormOfSigning(
            SigningForm(row["code"]), row["abbreviation"], row["name"], row["source"]
        )
        for row in rows["forms"]
    }


def actor_under(delegation_id: int, officer_id: int, at: datetime) -> Actor:
    """Return the officer acting in another's stead at ``at``.

    The agency is the grantor's; the post is the delegate's own. Both must be on their posts.
    Raises:  DelegationUnknown; DelegationOver; NotOnThisPost.
    """
    row = _DELEGATIONS.filter(pk=delegation_id, to_officer_id=officer_id).first()
    if row is None:
        raise DelegationUnknown("no such delegation", delegation=delegation_id)
    if not _terms(row).holds(at, local_date(at)):
        raise DelegationOver("the delegation does not hold now", delegation=delegation_id)
    queries.actor_of(officer_id, row.to_post_id, at)
    grantor = queries.actor_of(row.from_officer_id, row.from_post_id, at)
    behalf = Behalf(
        row.from_officer_id, row.from_post_id, row.pk, row.form, frozenset(row.acts),
        frozenset(row.procedures),
    )  # fmt: skip
    return Actor.officer(
        officer_id=officer_id, post_id=row.to_post_id, agency=grantor.agency, on_behalf_of=behalf
    )


def delegation(delegation_id: int) -> DelegationTerms:
    """Return one delegation.  Raises: DelegationUnknown."""
    row = _DELEGATIONS.filter(pk=delegation_id).first()
    if row is None:
        raise DelegationUnknown("no such delegation", delegation=delegation_id)
    return _terms(row)


def delegation_for(delegation_id: int, *, by: Actor, at: datetime) -> DelegationTerms:
    """Return a delegation to whom it concerns: both officers, and who heads the agency.

    Raises:  DelegationUnknown, also for anybody else.
    """
    found = delegation(delegation_id)
    if by.officer_id in {found.from_officer, found.to_officer}:
        return found
    if superiors.heads_all(by, [found.agency_code], local_date(at)):
        return found
    raise DelegationUnknown("not this visitor's", delegation=delegation_id)


def delegations_by_id(ids: Collection[int]) -> dict[int, DelegationTerms]:
    """Return delegations past and present, in one query, for showing a history."""
    if not ids:
        return {}
    return {row.pk: _terms(row) for row in _DELEGATIONS.filter(pk__in=set(ids))}


def delegations_in_force(at: datetime) -> list[DelegationTerms]:
    """Return every delegation that gives something at ``at``, by grantor."""
    return _ordered(_in_force(at))


def delegations_to(officer_id: int, at: datetime) -> list[DelegationTerms]:
    """Return what the officer may do in others' stead at ``at``."""
    return _ordered(_in_force(at).filter(to_officer_id=officer_id))


def delegations_about(officer_id: int, on: date) -> list[DelegationTerms]:
    """Return what the officer granted or was granted, newest first; a year back at most."""
    own = Q(from_officer_id=officer_id) | Q(to_officer_id=officer_id)
    rows = _DELEGATIONS.filter(own, valid_to__gt=on - timedelta(days=365))
    return [_terms(row) for row in rows.order_by("-granted_at", "-pk")]


def absence(absence_id: int) -> AbsenceTerms:
    """Return one absence.  Raises: AbsenceUnknown."""
    row = _ABSENCES.filter(pk=absence_id).first()
    if row is None:
        raise AbsenceUnknown("no such absence", absence=absence_id)
    return _away(row)


def absences_of(officer_ids: Collection[int], on: date) -> list[AbsenceTerms]:
    """Return when these are away on ``on`` or later, by first day; those ended early left out."""
    ids = set(officer_ids)
    rows = _ABSENCES.filter(officer_id__in=ids, valid_to__gt=on, ended_at=None)
    return [_away(row) for row in rows.order_by("valid_from", "pk")]


def absent_on(officer_ids: Collection[int], on: date) -> dict[int, AbsenceTerms]:
    """Return who of these is away on ``on``, in one query."""
    rows = _ABSENCES.filter(in_force(on), officer_id__in=set(officer_ids), ended_at=None)
    return {row.officer_id: _away(row) for row in rows.order_by("pk")}


def delegations_by(officer_ids: Collection[int], at: datetime) -> list[DelegationTerms]:
    """Return what these officers let others do, now or on days to come, by grantor."""
    open_still = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    rows = _DELEGATIONS.filter(valid_to__gt=local_date(at), from_officer_id__in=set(officer_ids))
    return _ordered(rows.filter(open_still))


def lapsing_with(posts: Collection[int], at: datetime) -> tuple[DelegationLapsed, ...]:
    """Return the delegations, in force at ``at`` or to begin, that name one of these posts."""
    ends = Q(from_post__in=posts) | Q(to_post__in=posts)
    still = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    rows = _DELEGATIONS.filter(ends, still, valid_to__gt=local_date(at))
    rows = rows.select_related("to_post__agency")
    return tuple(
        DelegationLapsed(
            row.pk, row.number, row.from_officer.username, row.from_post.agency.code,
            row.to_officer.username, row.to_post.agency.code, _last_day(row.valid_to),
        )
        for row in rows.order_by("pk")
    )  # fmt: skip


def _in_force(at: datetime) -> QuerySet[Delegation]:
    open_still = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    return _DELEGATIONS.filter(in_force(local_date(at)), open_still)


def _ordered(rows: QuerySet[Delegation]) -> list[DelegationTerms]:
    by_name = sorted(rows, key=lambda row: (name_sort_key(row.from_officer.full_name), row.pk))
    return [_terms(row) for row in by_name]


def _terms(row: Delegation) -> DelegationTerms:
    return DelegationTerms(
        id=row.pk,
        from_officer=row.from_officer_id,
        from_name=row.from_officer.full_name,
        from_post=row.from_post_id,
        from_title=row.from_post.title,
        agency_code=row.from_post.agency.code,
        agency_name=row.from_post.agency.name,
        to_officer=row.to_officer_id,
        to_name=row.to_officer.full_name,
        to_post=row.to_post_id,
        to_title=row.to_post.title,
        first_day=row.valid_from,
        last_day=_last_day(row.valid_to),
        acts=tuple(DelegatedAct(act) for act in row.acts),
        procedures=tuple(row.procedures),
        form=forms_of_signing()[SigningForm(row.form)],
        number=row.number,
        granted_by=row.granted_by.full_name if row.granted_by else "",
        granted_at=row.granted_at,
        ended_at=row.ended_at,
    )


def _away(row: Absence) -> AbsenceTerms:
    return AbsenceTerms(
        id=row.pk,
        officer_id=row.officer_id,
        officer_name=row.officer.full_name,
        kind=AbsenceKind(row.kind),
        first_day=row.valid_from,
        last_day=_last_day(row.valid_to),
        source=row.source,
        delegation_id=row.delegation_id,
        delegate_name=row.delegation.to_officer.full_name if row.delegation else "",
        ended_at=row.ended_at,
    )


def _last_day(valid_to: date | None) -> date:
    return (valid_to or date.max) - ONE_DAY
