"""Who may change the catalogue: asked by its services. Everybody may read it: it is published."""

from datetime import date

from thongsuot.domains.catalogue.terms import NotYoursToChange
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role

MAY_CHANGE = (Role.CONTROL, Role.ADMINISTER)
"""Procedure control keeps the catalogue (NĐ 63/2010/NĐ-CP Art. 23-26); administrators help."""


def check_may_change(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor in procedure control on ``on``.

    Raises:  NotYoursToChange.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    officer_id = by.officer_id
    if by.kind is ActorKind.OFFICER and officer_id is not None:
        roles = (organisation.has_role(officer_id, by.agency, role, on) for role in MAY_CHANGE)
        if any(roles):
            return
    raise NotYoursToChange("only procedure control changes the catalogue")
