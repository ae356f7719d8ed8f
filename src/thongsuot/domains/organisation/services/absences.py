"""Being away: noting it, and that somebody came back earlier."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger import queries as written
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue, KeyReused
from thongsuot.domains.organisation import delegations, queries, superiors
from thongsuot.domains.organisation.models import Absence
from thongsuot.domains.organisation.rules.standing_in import check_days
from thongsuot.domains.organisation.terms import (
    AbsenceOver,
    AbsenceUnknown,
    DelegationUnknown,
    NotYours,
)
from thongsuot.domains.organisation.terms.delegations import AbsenceKind, AbsenceTerms
from thongsuot.kernel.clock import local_date

ONE_DAY = timedelta(days=1)
NOTED = "absence_noted"


@transaction.atomic
def note_absence(
    *,
    officer_id: int,
    kind: AbsenceKind,
    first_day: date,
    last_day: date,
    source: str = "",
    delegation_id: int | None = None,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> AbsenceTerms:
    """Note that an officer is away from a day to a day, and under which delegation another acts.

    The entry says nothing of why: that somebody was ill is not for a record that stays for ever.
    Raises:  NotYours; OfficerUnknown; DaysWrong; DelegationUnknown for one of somebody else;
             KeyReused.
    """
    said: dict[str, DetailValue] = {
        "first_day": first_day.isoformat(), "last_day": last_day.isoformat(),
        "delegation": delegation_id,
    }  # fmt: skip
    if key and (earlier := _noted_before(key, officer_id, said, by)):
        if (earlier.kind, earlier.source) != (kind, source.strip()):
            raise KeyReused("this key belongs to another absence", act=NOTED)
        return earlier
    on = local_date(at)
    check_days(first_day, last_day, on)
    queries.get_officer(officer_id)
    _check_may_note(officer_id, by, on)
    if delegation_id and delegations.delegation(delegation_id).from_officer != officer_id:
        raise DelegationUnknown("not a delegation of this officer", delegation=delegation_id)
    row = Absence.objects.create(
        officer_id=officer_id, kind=kind, valid_from=first_day, valid_to=last_day + ONE_DAY,
        source=source.strip(), delegation_id=delegation_id, recorded_at=at,
    )  # fmt: skip
    _record(NOTED, row, by, at, key, **said)
    return delegations.absence(row.pk)


@transaction.atomic
def end_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Note that the officer came back before the last day: by himself or who heads the agency.

    Raises:  AbsenceUnknown, also for somebody it does not concern; AbsenceOver.
    """
    row = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if row is None:
        raise AbsenceUnknown("no such absence", absence=absence_id)
    try:
        _check_may_note(row.officer_id, by, local_date(at))
    except NotYours:
        raise AbsenceUnknown("not this visitor's", absence=absence_id) from None
    if row.ended_at is not None or (row.valid_to and local_date(at) >= row.valid_to):
        raise AbsenceOver("it has ended already", absence=absence_id)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _record("absence_ended", row, by, at)


def _noted_before(
    key: str, officer_id: int, said: Mapping[str, DetailValue], by: Actor
) -> AbsenceTerms | None:
    """Return the absence that this idempotency key noted already.  Raises: KeyReused.

    One at a time: a second sending waits for the first one's end.
    """
    locks.hold(f"absence:{key}")
    done = written.find_by_key(key)
    if done is None:
        return None
    same = {"absence": done.detail.get("absence"), **said}
    asked = (NOTED, f"officer:{officer_id}", same)
    if (done.act, done.subject, done.detail) != asked or not done.actor.is_same_visitor(by):
        raise KeyReused("this key belongs to another act", act=done.act)
    return delegations.absence(int(str(same["absence"])))


def _check_may_note(officer_id: int, by: Actor, on: date) -> None:
    posts = queries.posts_of(officer_id, on)
    if by.kind is ActorKind.SYSTEM or by.officer_id == officer_id:
        return
    if any(superiors.heads_all(by, [post.agency.code], on) for post in posts):
        return
    raise NotYours("an absence is noted by oneself or by who heads the agency")


def _record(
    act: str, row: Absence, by: Actor, at: datetime, key: str | None = None, **more: DetailValue
) -> None:
    subject = f"officer:{row.officer_id}"
    record(subject=subject, act=act, by=by, at=at, key=key, detail={"absence": row.pk, **more})
