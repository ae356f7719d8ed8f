"""Who may change the organisation, and who may see it: one object, asked by services."""

from datetime import date

from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries
from thongsuot.domains.organisation.terms import NotYours, Role, RoleMissing


def check_may_change(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor an administrator on ``on``.

    Everybody may read: the law has agencies, posts and their officers published
    (NĐ 61/2018 Art. 9(7)).

    Raises:  NotYours.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    try:
        queries.require_role(by, Role.ADMINISTER, on)
    except RoleMissing:
        raise NotYours("only an administrator changes the organisation") from None
