"""Standing in: granting and ending a delegation."""

from datetime import date, datetime, timedelta

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger import queries as written
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue, KeyReused
from thongsuot.domains.organisation import delegations, queries, superiors
from thongsuot.domains.organisation.models import Delegation
from thongsuot.domains.organisation.rules.standing_in import check_days
from thongsuot.domains.organisation.terms import (
    DelegationOver,
    DelegationTooWide,
    DelegationUnknown,
    NotYours,
    Role,
    RoleMissing,
    SourceMissing,
)
from thongsuot.domains.organisation.terms.delegations import (
    DelegatedAct,
    DelegationTerms,
    Grant,
)
from thongsuot.kernel.clock import local_date

ONE_DAY = timedelta(days=1)
GRANTED = "delegation_granted"


@transaction.atomic
def grant_delegation(
    *, grant: Grant, by: Actor, at: datetime, key: str | None = None
) -> DelegationTerms:
    """Let an officer act in another's stead; granted by that other, or by who heads the agency.

    Raises:  NotYours; SourceMissing; DaysWrong; NotOnThisPost; DelegationTooWide for more than
             the grantor has, to himself or to whoever grants it, or to somebody outside the
             agency and what is under it; KeyReused.
    Source:  NĐ 30/2020 Art. 13: in writing, limited in time and content, never passed on.
    """
    if key and (earlier := _granted_before(key, grant, by)):
        return earlier
    on = local_date(at)
    check_days(grant.first_day, grant.last_day, on)
    if not grant.number.strip():
        raise SourceMissing("a delegation names the document that grants it")
    grantor = queries.actor_of(grant.from_officer, grant.from_post, at)
    delegate = queries.actor_of(grant.to_officer, grant.to_post, at)
    _check_may_grant(grant.from_officer, grantor.agency, by, on)
    if grant.to_officer in by.persons:
        raise DelegationTooWide("nobody grants himself another's powers", act="")
    _check_width(grant, grantor, delegate, on)
    row = Delegation.objects.create(
        from_officer_id=grant.from_officer, from_post_id=grant.from_post,
        to_officer_id=grant.to_officer, to_post_id=grant.to_post,
        valid_from=grant.first_day, valid_to=grant.last_day + ONE_DAY,
        acts=sorted(set(grant.acts)), procedures=sorted(set(grant.procedures)),
        form=grant.form, number=grant.number.strip(), granted_by_id=by.officer_id, granted_at=at,
    )  # fmt: skip
    record(
        subject=_subject(grant.from_officer), act=GRANTED, by=by, at=at, key=key,
        detail={"delegation": row.pk, **_as_recorded(grant)},
    )  # fmt: skip
    return delegations.delegation(row.pk)


def _as_recorded(grant: Grant) -> dict[str, DetailValue]:
    return {
        "to": grant.to_officer, "to_post": grant.to_post, "acts": [*sorted(set(grant.acts))],
        "form": grant.form.value, "procedures": [*sorted(set(grant.procedures))],
        "first_day": grant.first_day.isoformat(), "last_day": grant.last_day.isoformat(),
    }  # fmt: skip


def _granted_before(key: str, grant: Grant, by: Actor) -> DelegationTerms | None:
    """Return the delegation that this idempotency key granted already.  Raises: KeyReused.

    One at a time: a second sending waits for the first one's end.
    """
    locks.hold(f"delegation:{key}")
    done = written.find_by_key(key)
    if done is None:
        return None
    same = {"delegation": done.detail.get("delegation"), **_as_recorded(grant)}
    asked = (GRANTED, _subject(grant.from_officer), same)
    if (done.act, done.subject, done.detail) != asked or not done.actor.is_same_visitor(by):
        raise KeyReused("this key belongs to another act", act=done.act)
    earlier = delegations.delegation(int(str(same["delegation"])))
    if earlier.number != grant.number.strip():
        raise KeyReused("this key belongs to another document", act=done.act)
    return earlier


@transaction.atomic
def end_delegation(*, delegation_id: int, by: Actor, at: datetime) -> None:
    """End a delegation from now on: by who granted it, who was to act, or who heads the agency.

    Raises:  DelegationUnknown, also for somebody it does not concern; DelegationOver.
    """
    row = Delegation.objects.select_for_update().filter(pk=delegation_id).first()
    if row is None:
        raise DelegationUnknown("no such delegation", delegation=delegation_id)
    granted = delegations.delegation(delegation_id)
    if by.officer_id != granted.to_officer or by.on_behalf_of is not None:
        try:
            _check_may_grant(granted.from_officer, granted.agency_code, by, local_date(at))
        except NotYours:
            raise DelegationUnknown("not this visitor's", delegation=delegation_id) from None
    if granted.ended_at is not None or local_date(at) > granted.last_day:
        raise DelegationOver("it has ended already", delegation=delegation_id)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _record("delegation_ended", granted.from_officer, by, at, delegation=row.pk)


def _check_may_grant(from_officer: int, agency: str, by: Actor, on: date) -> None:
    """Refuse whoever is neither the grantor himself nor heads his agency.  Raises: NotYours."""
    if by.kind is ActorKind.SYSTEM:
        return
    if by.on_behalf_of is None:
        if by.officer_id == from_officer and by.agency == agency:
            return
        if superiors.heads_all(by, [agency], on):
            return
    raise NotYours("a delegation is granted by oneself or by who heads the agency")


def _check_width(grant: Grant, grantor: Actor, delegate: Actor, on: date) -> None:
    if grant.from_officer == grant.to_officer or not grant.acts:
        raise DelegationTooWide("nobody delegates nothing, or to himself", act="")
    lines = superiors.agencies_above([delegate.agency], on)
    if grantor.agency not in lines[delegate.agency]:
        raise DelegationTooWide("the delegate serves outside the agency", act="")
    for act in grant.acts:
        if act is DelegatedAct.HAND_OVER:
            continue
        try:
            queries.require_role(grantor, Role(act.value), on)
        except RoleMissing:
            raise DelegationTooWide("the grantor has no such power", act=act.value) from None


def _record(act: str, officer_id: int, by: Actor, at: datetime, **more: DetailValue) -> None:
    record(subject=_subject(officer_id), act=act, by=by, at=at, detail=more)


def _subject(officer_id: int) -> str:
    return f"officer:{officer_id}"
