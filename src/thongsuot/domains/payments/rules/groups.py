"""To which group of applicants somebody belongs by age alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from thongsuot.domains.payments.terms import AgeGroup, Group, PaymentPolicyWrong

MOST_YEARS: Final = 150
FIELD: Final = "age_groups"


def group_of_age(born_on: date, on: date, known: Iterable[AgeGroup]) -> str:
    """Return the group that somebody belongs to on a day by his age; empty for none.

    Units:  completed years; who was born on 29 February completes one on 1 March.
    """
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    found = (one.group.value for one in known if _holds(one, years))
    return next(found, "")


def _holds(one: AgeGroup, years: int) -> bool:
    return one.from_years <= years and (one.under_years is None or years < one.under_years)


def age_groups_of(said: object) -> tuple[AgeGroup, ...]:
    """Return the groups that a policy states.  Raises: PaymentPolicyWrong, naming the field."""
    if not isinstance(said, list) or not all(isinstance(row, Mapping) for row in said):
        raise PaymentPolicyWrong("not a list of groups", field=FIELD)
    return tuple(_group(row) for row in said)


def _group(row: Mapping[str, Any]) -> AgeGroup:
    if row.get("group") not in set(Group):
        raise PaymentPolicyWrong("no group of applicants", field=f"{FIELD}.group")
    source = row.get("source")
    if not isinstance(source, str) or not source.strip():
        raise PaymentPolicyWrong("a group needs its law", field=f"{FIELD}.source")
    first, end = _years(row.get("from_years"), "from_years"), row.get("under_years")
    under = None if end is None else _years(end, "under_years")
    if under is not None and under <= first:
        raise PaymentPolicyWrong("it ends before it begins", field=f"{FIELD}.under_years")
    return AgeGroup(Group(row["group"]), first, under, source.strip())


def _years(said: object, name: str) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= MOST_YEARS:
        raise PaymentPolicyWrong(f"whole years from 0 to {MOST_YEARS}", field=f"{FIELD}.{name}")
    return said
