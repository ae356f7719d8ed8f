"""Who may publish a calendar; everybody may read it."""

from datetime import date

from thongsuot.domains.deadlines.terms import CalendarNotYours
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role, RoleMissing


def check_may_publish(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor an administrator on ``on``.

    Raises:  CalendarNotYours.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    try:
        organisation.require_role(by, Role.ADMINISTER, on)
    except RoleMissing:
        raise CalendarNotYours("calendars are published by administrators alone") from None
