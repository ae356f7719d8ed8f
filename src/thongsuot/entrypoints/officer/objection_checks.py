"""What of an objection is open to a visitor: entering it at the desk, and answering it."""

from thongsuot.domains.dossiers.terms import Act, ActNotAllowed
from thongsuot.domains.dossiers.terms.objections import (
    NoObjectionWaits,
    ObjectionMade,
    ObjectionTooLate,
)
from thongsuot.entrypoints.officer.situation import Situation


def may_be_entered(s: Situation) -> None:
    """Refuse what the applicant may not say any more; lists, which read no request, offer none."""
    if s.asked is None:
        raise ActNotAllowed("nothing is asked for", act=Act.OBJECT.value, state=s.state)
    if s.asked.objection is not None:
        raise ObjectionMade("this request was objected to before")
    if not s.asked.may_be_objected_to:
        raise ObjectionTooLate("the time for sending papers is over")


def answers(s: Situation) -> None:
    """Refuse whoever is not to answer the one that waits."""
    if not s.answers_objection:
        raise NoObjectionWaits("nothing waits for the visitor's answer")
