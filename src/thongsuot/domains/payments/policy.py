"""Who may take over tariffs, take money and give it back: asked by services."""

from datetime import date

from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments.terms import PaymentsNotYours, TariffsNotYours

MAY_IMPORT = (Role.CONTROL, Role.ADMINISTER)
MAY_LOOK_OVER = (Role.SUPERVISE, Role.CONTROL, Role.RECEIVE)
"""Who reads what a desk collected: its officers, whoever supervises it, control."""


def check_may_import(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor an administrator.

    Raises:  TariffsNotYours.
    """
    if by.kind is ActorKind.SYSTEM or _has_any(by, MAY_IMPORT, on):
        return
    raise TariffsNotYours("only procedure control takes over tariffs")


def check_may_look_over(by: Actor, on: date) -> None:
    """Refuse whoever may not read what a desk collected.  Raises: PaymentsNotYours."""
    if by.kind is ActorKind.SYSTEM or _has_any(by, MAY_LOOK_OVER, on):
        return
    raise PaymentsNotYours("only the desk and who supervises it reads its money")


def _has_any(by: Actor, roles: tuple[Role, ...], on: date) -> bool:
    officer = by.powers_of
    return officer is not None and any(
        organisation.has_role(officer, by.agency, role, on) for role in roles
    )
