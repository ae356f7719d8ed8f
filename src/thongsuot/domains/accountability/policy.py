"""Whose eyes figures are for: nobody's who is not named here."""

from datetime import date

from thongsuot.domains.accountability.terms import FiguresNotYours
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import superiors
from thongsuot.domains.organisation.terms import AgencyUnknown, Level, Role, RoleMissing


def sees_whole(by: Actor, on: date) -> bool:
    """Whether the visitor may see the figures of all agencies and of each officer.

    Control may, and who is to supervise for an agency above the communes.
    """
    if by.kind is ActorKind.SYSTEM:
        return True
    return _has(by, Role.CONTROL, on) or (_has(by, Role.SUPERVISE, on) and _is_above(by, on))


def sees_agency(code: str, by: Actor, on: date) -> bool:
    """Whether the visitor may see an agency's figures by post and officer: its head, and above."""
    return sees_whole(by, on) or superiors.heads_all(by, [code], on)


def check_whole(by: Actor, on: date) -> None:
    """Refuse whoever may not see the figures of all.  Raises: FiguresNotYours."""
    if not sees_whole(by, on):
        raise FiguresNotYours("the figures of all agencies are for control", agency=by.agency)


def check_agency(code: str, by: Actor, on: date) -> None:
    """Refuse whoever does not head the agency.  Raises: FiguresNotYours."""
    if not sees_agency(code, by, on):
        raise FiguresNotYours("an agency's figures are for its head", agency=code)


def check_statement(officer: int, by: Actor, on: date) -> None:
    """Refuse whoever is neither the officer himself nor control.  Raises: FiguresNotYours."""
    if by.kind is ActorKind.OFFICER and by.officer_id == officer:
        return
    if by.kind is not ActorKind.SYSTEM and not _has(by, Role.CONTROL, on):
        raise FiguresNotYours("a statement is for the officer and for control", officer=officer)


def _has(by: Actor, role: Role, on: date) -> bool:
    try:
        organisation.require_role(by, role, on)
    except RoleMissing:
        return False
    return True


def _is_above(by: Actor, on: date) -> bool:
    try:
        return organisation.get_agency(by.agency, on).level != Level.COMMUNE
    except AgencyUnknown:
        return False
