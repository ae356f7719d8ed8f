"""Groups of applicants: which are known, and to which somebody belongs by age alone."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from thongsuot.domains.payments.terms import AgeGroup, ApplicantGroup, PaymentPolicyWrong

MOST_YEARS: Final = 150
MOST_GROUPS: Final = 50
MOST_LETTERS: Final = 200
FIELD: Final = "age_groups"
GROUP_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,19}")
_KEYS: Final = frozenset({"code", "name", "source", "valid_from", "valid_to", "note"})
"""What a group may say: a day under a key that nobody reads would end nothing."""


def group_of_age(born_on: date, on: date, known: Iterable[AgeGroup]) -> str:
    """Return the group that somebody belongs to on a day by his age; empty for none.

    Units:  completed years; who was born on 29 February completes one on 1 March.
    """
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    found = (one.group for one in known if _holds(one, years))
    return next(found, "")


def _holds(one: AgeGroup, years: int) -> bool:
    return one.from_years <= years and (one.under_years is None or years < one.under_years)


def may_be_named(
    code: str, known: Iterable[ApplicantGroup], begins: date, ends: date | None
) -> bool:
    """Return whether a group is one on any of the days of a row; ``ends`` is after the last."""
    return any(
        one.code == code
        and (ends is None or one.valid_from < ends)
        and (one.valid_to is None or begins < one.valid_to)
        for one in known
    )


def groups_of(said: object) -> tuple[ApplicantGroup, ...]:
    """Return the groups that a policy states.  Raises: PaymentPolicyWrong, naming the field."""
    rows = _rows(said, "groups")
    if not 1 <= len(rows) <= MOST_GROUPS:
        raise PaymentPolicyWrong(f"none, or more than {MOST_GROUPS} groups", field="groups")
    found = tuple(_stated(row) for row in rows)
    if len({one.code for one in found}) != len(found):
        raise PaymentPolicyWrong("a group is named twice", field="groups.code")
    return found


def age_groups_of(said: object, known: Iterable[ApplicantGroup]) -> tuple[AgeGroup, ...]:
    """Return the groups by age that a policy states, each one that it knows.

    Raises:  PaymentPolicyWrong, naming the field.
    """
    codes = {one.code for one in known}
    return tuple(_of_age(row, codes) for row in _rows(said, FIELD))


def _rows(said: object, name: str) -> list[Mapping[str, Any]]:
    if not isinstance(said, list) or not all(isinstance(row, Mapping) for row in said):
        raise PaymentPolicyWrong("not a list of groups", field=name)
    return said


def _stated(row: Mapping[str, Any]) -> ApplicantGroup:
    unread = sorted(str(key) for key in row if key not in _KEYS)
    if unread:
        raise PaymentPolicyWrong("nobody reads this key", field=f"groups.{unread[0][:40]}")
    code = row.get("code")
    if not isinstance(code, str) or not GROUP_CODE.fullmatch(code):
        raise PaymentPolicyWrong("not a short code such as near-poor", field="groups.code")
    begins, ends = _day(row, "valid_from"), None
    if row.get("valid_to") is not None:
        ends = _day(row, "valid_to")
    if ends is not None and ends <= begins:
        raise PaymentPolicyWrong("it ends before it begins", field="groups.valid_to")
    return ApplicantGroup(code, _text(row, "name"), _text(row, "source"), begins, ends)


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    if not isinstance(found, str) or not 0 < len(found.strip()) <= MOST_LETTERS:
        raise PaymentPolicyWrong(f"a text of 1 to {MOST_LETTERS} letters", field=f"groups.{name}")
    return found.strip()


def _day(row: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(row.get(name))  # type: ignore[arg-type]  # caught below
    except (TypeError, ValueError):
        raise PaymentPolicyWrong("not a day such as 2027-01-01", field=f"groups.{name}") from None


def _of_age(row: Mapping[str, Any], codes: set[str]) -> AgeGroup:
    code = row.get("group")
    if not isinstance(code, str) or code not in codes:
        raise PaymentPolicyWrong("no group of applicants", field=f"{FIELD}.group")
    source = row.get("source")
    if not isinstance(source, str) or not source.strip():
        raise PaymentPolicyWrong("a group needs its law", field=f"{FIELD}.source")
    first, end = _years(row.get("from_years"), "from_years"), row.get("under_years")
    under = None if end is None else _years(end, "under_years")
    if under is not None and under <= first:
        raise PaymentPolicyWrong("it ends before it begins", field=f"{FIELD}.under_years")
    return AgeGroup(code, first, under, source.strip())


def _years(said: object, name: str) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= MOST_YEARS:
        raise PaymentPolicyWrong(f"whole years from 0 to {MOST_YEARS}", field=f"{FIELD}.{name}")
    return said
