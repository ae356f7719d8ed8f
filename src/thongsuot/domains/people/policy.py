"""Who may see people's data in full, and find people: one policy, asked by queries and services."""

from collections.abc import Collection
from datetime import date
from typing import Final

from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role, RoleMissing
from thongsuot.domains.people.terms import DisclosureRefused

WORKING_ROLES: Final = (Role.RECEIVE, Role.HANDLE, Role.SIGN, Role.ISSUE)
"""Whoever settles dossiers; supervisors and administrators work with masked data."""


def check_may_see(by: Actor, on: date) -> None:
    """Refuse whoever neither works on dossiers on ``on`` nor is the system itself.

    Raises:  DisclosureRefused.
    """
    if not may_see(by, on):
        raise DisclosureRefused("only who settles dossiers sees people in full", agency=by.agency)


def may_see(by: Actor, on: date) -> bool:
    """Whether the visitor works on dossiers on ``on``, or is the system itself."""
    return by.kind is ActorKind.SYSTEM or _works_on_dossiers(by, on)


def works(roles: Collection[Role]) -> bool:
    """Whether whoever has these roles for the own agency works on dossiers."""
    return not set(WORKING_ROLES).isdisjoint(roles)


def _works_on_dossiers(by: Actor, on: date) -> bool:
    return any(_has_role(by, role, on) for role in WORKING_ROLES)


def _has_role(by: Actor, role: Role, on: date) -> bool:
    try:
        organisation.require_role(by, role, on)
    except RoleMissing:
        return False
    return True
