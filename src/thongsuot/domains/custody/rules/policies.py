"""Reading hand-over policies: dated data, never constants of the program."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from thongsuot.domains.custody.terms import (
    HandoverPolicy,
    OpinionBasis,
    PolicyWrong,
    Silence,
)
from thongsuot.domains.deadlines.terms import TimeLimit, Unit

FORMAT: Final = "thongsuot-handover-policy/1"
_CODE_LETTERS: Final = 40
_MOST: Final = 1_000_000
"""A limit this high never comes: how a replay says that loops go nowhere."""


def parse_policy(document: object) -> HandoverPolicy:
    """Return the policy that a document states, every value checked.

    Raises:  PolicyWrong, naming the field; also for silence that is to be consent though no law
             and no liability is named (NĐ 61/2018 Art. 19(5)(b): silence is no consent in general).
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise PolicyWrong("not a hand-over policy", field="format")
    own_words = "basis_words" in document
    return HandoverPolicy(
        version=_text(document, "version", most=_CODE_LETTERS),
        valid_from=_day(document, "valid_from"),
        source=_text(document, "source"),
        answer_minutes=_number(document, "answer_minutes"),
        returns_on_one_ground=_number(document, "returns_on_one_ground", least=2),
        crossings_of_two_agencies=_number(document, "crossings_of_two_agencies", least=2),
        opinion_bases=tuple(_basis(row) for row in _rows(document, "opinion_bases")),
        basis_words=_words(document, "basis_words") if own_words else shipped_policy().basis_words,
    )


def _basis(row: Mapping[str, Any]) -> OpinionBasis:
    silence = _choice(Silence, row, "silence")
    liability = str(row.get("liability", "")).strip()
    if silence is Silence.CONSENT and not liability:
        raise PolicyWrong("consent by silence names who answers for it", field="liability")
    return OpinionBasis(
        code=_text(row, "code", most=_CODE_LETTERS),
        name=_text(row, "name"),
        source=_text(row, "source"),
        limit=TimeLimit(_number(row, "quantity"), _choice(Unit, row, "unit")),
        silence=silence,
        liability=liability,
        procedures=_words(row, "procedures"),
        levels=_words(row, "levels"),
    )


def check_consent_is_bounded(stated: HandoverPolicy) -> None:
    """Refuse to publish consent by silence for whatever procedure.

    Policies that were published before this was asked stay readable; their consent covers nothing.
    Raises:  PolicyWrong.
    Source:  NĐ 61/2018 Art. 19(5)(b): only where a special law says so.
    """
    for basis in stated.opinion_bases:
        if basis.silence is Silence.CONSENT and not basis.procedures:
            raise PolicyWrong("consent by silence names its procedures", field="procedures")


def policy_on(on: date, published: Iterable[HandoverPolicy]) -> HandoverPolicy:
    """Return the policy in force on a day: the one that began last, the newest of equals.

    ``published`` come oldest first; the shipped policy is the oldest of all.
    """
    begun = [p for p in (shipped_policy(), *published) if p.valid_from <= on]
    return max(reversed(begun), key=lambda p: p.valid_from, default=shipped_policy())


@cache
def shipped_policy() -> HandoverPolicy:
    """Return the policy that comes with the package."""
    file = files("thongsuot.domains.custody").joinpath("data", "policy.json")
    return parse_policy(json.loads(file.read_text("utf-8")))


def _text(row: Mapping[str, Any], name: str, *, most: int = 400) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        raise PolicyWrong("a text is missing or too long", field=name)
    return value.strip()


def _words(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = row.get(name, [])
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        raise PolicyWrong("not a list of codes", field=name)
    return tuple(found)


def _number(row: Mapping[str, Any], name: str, *, least: int = 1) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MOST:
        raise PolicyWrong("not a number in its bounds", field=name)
    return value


def _day(row: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(row.get(name))  # type: ignore[arg-type]  # caught below
    except (TypeError, ValueError):
        raise PolicyWrong("not a day", field=name) from None


def _rows(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = row.get(name)
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise PolicyWrong("not a list of rows", field=name)
    return found


def _choice(words: Any, row: Mapping[str, Any], name: str) -> Any:
    try:
        return words(row.get(name))
    except ValueError:
        raise PolicyWrong("not one of the known words", field=name) from None
