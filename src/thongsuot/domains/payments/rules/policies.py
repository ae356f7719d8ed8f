"""Reading payment policies, each value checked; which of them counts on a day."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from thongsuot.domains.payments.rules.groups import age_groups_of, groups_of
from thongsuot.domains.payments.terms import (
    ApplicantGroup,
    PaymentPolicy,
    PaymentPolicyWrong,
    PlatformCodes,
    StatementColumns,
)
from thongsuot.kernel.packaged import packaged_json

FORMAT: Final = "thongsuot-payment-policy/1"
MOST_LETTERS: Final = 400
MOST_CODES: Final = 50
A_DAY: Final = 24 * 60
MOST_DAYS: Final = 366
MOST_KEPT_DAYS: Final = 36_600
LATER_COLUMNS: Final = ("debit", "direction", "money_in", "money_out", "both_ways")
"""Policies published before these were known do not name them."""
STATES: Final = ("paid", "waiting", "failed", "unknown")


def parse_policy(document: object) -> PaymentPolicy:
    """Return the policy that a document states.

    Raises:  PaymentPolicyWrong, naming the field; also where one state has two meanings.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise PaymentPolicyWrong("not a payment policy", field="format")
    groups = groups_of(document.get("groups", _shipped()["groups"]))
    return PaymentPolicy(
        version=_text(document, "version"),
        valid_from=_day(document, "valid_from"),
        source=_text(document, "source"),
        pay_within=_minutes(document, "pay_within_minutes"),
        reconcile_for=_minutes(document, "reconcile_minutes"),
        codes=_codes(document.get("codes")),
        statement=_columns(document.get("statement")),
        notice_money_after_end=_flag(document, "notice_money_after_end"),
        notice_met_days=_days(document, "notice_met_days"),
        unseen_days=_days(document, "unseen_days"),
        words_days=_days(document, "words_days", most=MOST_KEPT_DAYS),
        groups=groups,
        age_groups=age_groups_of(document.get("age_groups", _ages_of(groups)), groups),
    )


def _ages_of(groups: Iterable[ApplicantGroup]) -> list[object]:
    """Return the shipped ages of those groups that a policy has."""
    codes = {group.code for group in groups}
    return [row for row in _shipped()["age_groups"] if row["group"] in codes]


def policy_on(on: date, published: Iterable[PaymentPolicy]) -> PaymentPolicy:
    """Return the policy that counts on a day: the one that began last, the newest of equals."""
    begun = [known for known in (shipped_policy(), *published) if known.valid_from <= on]
    return max(reversed(begun), key=lambda known: known.valid_from, default=shipped_policy())


@cache
def shipped_policy() -> PaymentPolicy:
    """Return the policy that comes with the package."""
    return parse_policy(_shipped())


@cache
def _shipped() -> Mapping[str, Any]:
    return dict(packaged_json("thongsuot.domains.payments", "payment_policy.json"))


def _columns(said: object) -> StatementColumns:
    """Return the headings of bank statements; a policy of before says none: the shipped ones."""
    if said is None:
        said = _shipped()["statement"]
    if not isinstance(said, Mapping):
        raise PaymentPolicyWrong("no headings", field="statement")
    later = {name: _shipped()["statement"][name] for name in LATER_COLUMNS}
    told = {**later, **said}
    return StatementColumns(
        **{name: _words(told, name, of="statement") for name in StatementColumns.__slots__}
    )


def _days(document: Mapping[str, Any], name: str, most: int = MOST_DAYS) -> int:
    found = document.get(name, _shipped()[name])
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= most:
        raise PaymentPolicyWrong(f"whole days from 0 to {most}", field=name)
    return found


def _flag(document: Mapping[str, Any], name: str) -> bool:
    found = document.get(name, _shipped()[name])
    if not isinstance(found, bool):
        raise PaymentPolicyWrong("neither true nor false", field=name)
    return found


def _codes(said: object) -> PlatformCodes:
    if not isinstance(said, Mapping):
        raise PaymentPolicyWrong("no codes", field="codes")
    lists = {name: _words(said, name) for name in PlatformCodes.__dataclass_fields__}
    meant = [word for name in STATES for word in lists[name]]
    if len(set(meant)) != len(meant):
        raise PaymentPolicyWrong("a state means two things", field="codes")
    return PlatformCodes(
        no_fault=frozenset(lists["no_fault"]), paid=frozenset(lists["paid"]),
        waiting=frozenset(lists["waiting"]), failed=frozenset(lists["failed"]),
        unknown=frozenset(lists["unknown"]), answer_fields=lists["answer_fields"],
        query_answer_fields=lists["query_answer_fields"],
    )  # fmt: skip


def _words(said: Mapping[str, Any], name: str, of: str = "codes") -> tuple[str, ...]:
    found = said.get(name)
    is_list = isinstance(found, list) and 0 < len(found) <= MOST_CODES
    if not is_list or not all(isinstance(word, str) and word.isprintable() for word in found or ()):
        raise PaymentPolicyWrong("not a list of codes", field=f"{of}.{name}")
    return tuple(found or ())


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    most = 40 if name == "version" else MOST_LETTERS
    if not isinstance(found, str) or not 0 < len(found.strip()) <= most:
        raise PaymentPolicyWrong("a text is missing or too long", field=name)
    return found.strip()


def _day(said: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(said.get(name))  # type: ignore[arg-type]  # caught below
    except (TypeError, ValueError):
        raise PaymentPolicyWrong("not a day such as 2027-01-01", field=name) from None


def _minutes(said: Mapping[str, Any], name: str) -> timedelta:
    found = said.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= A_DAY:
        raise PaymentPolicyWrong("whole minutes from 1 to 1440", field=name)
    return timedelta(minutes=found)
