"""Which payment policy counts."""

from datetime import date

from thongsuot.domains.ledger.publishing import Published
from thongsuot.domains.payments.models import Policy
from thongsuot.domains.payments.rules import policies as rules
from thongsuot.domains.payments.terms import PaymentPolicy

_PUBLISHED = Published(Policy, rules.parse_policy)


def policy_in_force(on: date) -> PaymentPolicy:
    """Return the policy in force on a day: published here, else the one that is shipped."""
    found = _PUBLISHED.find_on(on)
    return rules.policy_on(on, [found] if found else [])
