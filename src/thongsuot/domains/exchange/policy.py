"""Who looks after messages that could not be delivered, and publishes their words."""

from datetime import date

from thongsuot.domains.exchange.terms import MessagesNotYours
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role, RoleMissing


def check_may_tend(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor an administrator on ``on``.

    Raises:  MessagesNotYours.
    """
    if by.kind is not ActorKind.SYSTEM and not may_tend(by, on):
        raise MessagesNotYours("messages are looked after by administrators alone")


def may_tend(by: Actor, on: date) -> bool:
    """Whether the visitor is an administrator on ``on``."""
    try:
        organisation.require_role(by, Role.ADMINISTER, on)
    except RoleMissing:
        return False
    return True
