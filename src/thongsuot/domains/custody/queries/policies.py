"""Which hand-over policy counts."""

from datetime import date

from thongsuot.domains.custody import rules
from thongsuot.domains.custody.models import Policy
from thongsuot.domains.custody.terms import HandoverPolicy, OpinionBasis, Silence
from thongsuot.domains.ledger.publishing import Published
from thongsuot.domains.organisation import queries as organisation

_PUBLISHED = Published(Policy, rules.parse_policy)


def policy_in_force(on: date) -> HandoverPolicy:
    """Return the policy in force on a day: published here, else the one that is shipped."""
    found = _PUBLISHED.find_on(on)
    return rules.policy_on(on, [found] if found else [])


def opinion_bases(on: date) -> tuple[OpinionBasis, ...]:
    """Return on which legal bases another agency may be asked that day."""
    return policy_in_force(on).opinion_bases


def owed_bases(on: date) -> frozenset[str]:
    """Return the bases on which what is asked for is a part of the work, owed until it is done."""
    return frozenset(one.code for one in opinion_bases(on) if one.silence is Silence.OWED)


def opinion_bases_for(procedure: str, agency: str, on: date) -> tuple[OpinionBasis, ...]:
    """Return those that cover a procedure as an agency of this code settles it."""
    level = organisation.get_agency(agency, on).level
    return tuple(basis for basis in opinion_bases(on) if basis.covers(procedure, level))


def published_policies() -> list[HandoverPolicy]:
    """Return every published policy, oldest first."""
    return _PUBLISHED.every()


def opinion_basis(version: str, code: str) -> OpinionBasis | None:
    """Return a legal basis as the policy of that version states it."""
    stated = _by_version(version)
    return next((basis for basis in stated.opinion_bases if basis.code == code), None)


def _by_version(version: str) -> HandoverPolicy:
    if version == rules.shipped_policy().version:
        return rules.shipped_policy()
    return _PUBLISHED.find_version(version) or rules.shipped_policy()
