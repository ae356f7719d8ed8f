"""On which document an act against the applicant's wish stands: the same rule as for a return."""

from datetime import date

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import rules as custody_rules
from thongsuot.domains.dossiers import rules


def named_basis(legal_basis: str, on: date) -> str:
    """Return a legal basis that names a document by its number.

    Which words are kinds of documents is the hand-over policy's to say.
    Raises:  ReasonMissing; GroundsMissing; BasisNamesNothing.
    """
    words = custodies.policy_in_force(on).basis_words
    return custody_rules.check_basis(rules.check_reason(legal_basis), words)
