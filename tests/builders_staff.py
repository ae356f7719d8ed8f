"""People who stand in for the chairman and the officers of the invented commune."""

from datetime import date, datetime, timedelta

from tests.builders import MONDAY, Province, add_officer

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import delegations, services
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.organisation.terms.delegations import (
    AbsenceKind,
    DelegatedAct,
    DelegationTerms,
    Grant,
    SigningForm,
)

FIRST = MONDAY.date()
LAST = FIRST + timedelta(days=20)
ALL = tuple(DelegatedAct)


def add_deputy(province: Province) -> None:
    """Seat a deputy chairman without powers of his own, and a second handler."""
    add_officer(province, "deputy", "H99.31", "Phó Chủ tịch", "head", "Đinh Văn Mẫu Chín", [])
    add_officer(province, "colleague", "H99.31", "Công chức tư pháp", "handler", "Vũ Thị Mẫu Sáu",
                [Role.HANDLE])  # fmt: skip


def new_head(province: Province, *, last_day: date, at: datetime) -> None:
    """Have the chairman leave after a day, and another head the commune."""
    services.end_appointment(
        officer_id=province.officers["head"].pk, post_id=province.posts["head"].pk,
        last_day=last_day, source="09/QĐ-UBND", by=Actor.system(), at=at,
    )  # fmt: skip
    add_officer(province, "new_head", "H99.31", "Chủ tịch", "head", "Vũ Thị Mẫu Tám", [Role.SIGN])


def granted(
    province: Province,
    *,
    giver: str = "head",
    to: str = "deputy",
    acts: tuple[DelegatedAct, ...] = (DelegatedAct.SIGN, DelegatedAct.HAND_OVER),
    last_day: date = LAST,
    by: object = None,
    at: object = MONDAY,
    key: str | None = None,
    **more: object,
) -> DelegationTerms:
    """Let one act in the other's stead, by the grantor's own word."""
    grant = Grant(
        from_officer=province.officers[giver].pk, from_post=province.posts[giver].pk,
        to_officer=province.officers[to].pk, to_post=province.posts[to].pk,
        first_day=FIRST, last_day=last_day, acts=acts,
        **{"form": SigningForm.KT, "number": "05/QĐ-UBND", **more},
    )  # fmt: skip
    return services.grant_delegation(grant=grant, by=by or province.actor(giver), at=at, key=key)


def on_leave(province: Province, who: str, at: datetime = MONDAY) -> None:
    """Note that somebody is away from the first day to the last."""
    services.note_absence(
        officer_id=province.officers[who].pk, kind=AbsenceKind.LEAVE, first_day=FIRST,
        last_day=LAST, by=province.actor(who), at=at,
    )  # fmt: skip


def in_stead(province: Province, given: DelegationTerms, who: str = "deputy", at: object = MONDAY):
    """Return the delegate acting under the delegation."""
    return delegations.actor_under(given.id, province.officers[who].pk, at)
