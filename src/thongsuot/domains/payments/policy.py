"""Who may take over tariffs, take money and give it back: asked by services."""

from datetime import date

from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments.terms import PaymentsNotYours, TariffsNotYours

MAY_IMPORT = (Role.CONTROL, Role.ADMINISTER)
MAY_LOOK_OVER = (Role.SUPERVISE, Role.CONTROL, Role.RECEIVE, Role.SIGN)
"""Who reads what a desk collected: its officers, whoever heads or supervises it, control."""

ABOVE_THE_DESK = (Role.SIGN, Role.SUPERVISE)
"""Whoever heads or supervises the agency of a desk decides over money that goes back."""


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


def may_approve_refunds(by: Actor, desk: str, on: date) -> bool:
    """Return whether the visitor decides over money of a desk: there, or where it belongs."""
    if by.agency == desk:
        return _has_any(by, (Role.RECEIVE, *ABOVE_THE_DESK), on)
    above = organisation.get_agency(desk).parent
    return above is not None and above.code == by.agency and _has_any(by, ABOVE_THE_DESK, on)


def check_may_approve_refunds(by: Actor, desk: str, on: date) -> None:
    """Refuse whoever does not decide over a desk's money.  Raises: PaymentsNotYours."""
    if not may_approve_refunds(by, desk, on):
        raise PaymentsNotYours("neither of the desk nor above it", agency=by.agency)


def may_take_in(by: Actor, desk: str, on: date) -> bool:
    """Return whether the visitor receives at the desk whose money it is."""
    return by.agency == desk and _has_any(by, (Role.RECEIVE,), on)


def check_may_take_in(by: Actor, desk: str, on: date) -> None:
    """Refuse whoever does not receive at the desk whose money it is.  Raises: PaymentsNotYours."""
    if by.kind is ActorKind.SYSTEM or may_take_in(by, desk, on):
        return
    raise PaymentsNotYours("only the desk takes its money in", agency=by.agency)


def _has_any(by: Actor, roles: tuple[Role, ...], on: date) -> bool:
    officer = by.powers_of
    return officer is not None and any(
        organisation.has_role(officer, by.agency, role, on) for role in roles
    )
