"""Which payment policy counts, and which groups of applicants it knows."""

from datetime import date

from thongsuot.domains.ledger.publishing import Published
from thongsuot.domains.payments.models import Policy
from thongsuot.domains.payments.rules import policies as rules
from thongsuot.domains.payments.terms import AgeGroup, ApplicantGroup, PaymentPolicy

_PUBLISHED = Published(Policy, rules.parse_policy)


def policy_in_force(on: date) -> PaymentPolicy:
    """Return the policy in force on a day: published here, else the one that is shipped."""
    found = _PUBLISHED.find_on(on)
    return rules.policy_on(on, [found] if found else [])


def groups_on(on: date, held: str = "") -> list[ApplicantGroup]:
    """Return the groups of applicants of a day, and the one that a dossier holds already.

    What is held stays even where no policy of the day knows it any more.
    """
    found = [one for one in policy_in_force(on).groups if one.holds(on)]
    if held and held not in {one.code for one in found}:
        every = [rules.shipped_policy(), *_PUBLISHED.every()]
        known = [one for policy in every for one in policy.groups if one.code == held]
        found += known[-1:]
    return found


def age_groups_on(on: date) -> list[AgeGroup]:
    """Return the groups by age that hold on a day."""
    policy = policy_in_force(on)
    held = {one.code for one in policy.groups if one.holds(on)}
    return [one for one in policy.age_groups if one.group in held]
