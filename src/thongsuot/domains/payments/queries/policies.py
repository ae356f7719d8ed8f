"""Which payment policy counts."""

from datetime import date
from functools import lru_cache

from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.payments.models import Policy
from thongsuot.domains.payments.rules import policies as rules
from thongsuot.domains.payments.terms import PaymentPolicy

_IN_FORCE = Question(
    lambda on: (
        Policy.objects.filter(valid_from__lte=on)
        .order_by("-valid_from", "-pk")
        .values_list("pk", "digest")[:1]
    ),
    on=date.min,
)


def policy_in_force(on: date) -> PaymentPolicy:
    """Return the policy in force on a day: published here, else the one that is shipped."""
    found = _IN_FORCE.first(on=on)
    return rules.policy_on(on, [_published(*found)] if found else [])


@lru_cache(maxsize=8)
def _published(pk: int, _digest: str) -> PaymentPolicy:
    """Return one published policy; the digest keeps apart those of different databases."""
    return rules.parse_policy(Policy.objects.values_list("document", flat=True).get(pk=pk))
