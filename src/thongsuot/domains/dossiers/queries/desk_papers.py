"""Which papers of a dossier an officer took in; the others its applicant sent himself."""

from uuid import UUID

from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import ActorKind


def taken_in_at_the_desk(subject: str) -> frozenset[UUID]:
    """Return the papers that an officer entered, as the record has it."""
    return frozenset(
        UUID(str(act.detail["paper"]))
        for act in record.acts_of(subject)
        if act.act == "paper_attached" and act.actor.kind is ActorKind.OFFICER
    )
