"""Reading an organisation file at the door: right in shape, or refused row by row.

The format is described in docs/howto/organisation-file.md; the columns below are it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from thongsuot.domains.organisation.rules import codes
from thongsuot.domains.organisation.terms import AgencyKind, Level, PostKind, Problem, Role
from thongsuot.kernel.text import single_line

FORMAT: Final = "thongsuot-organisation/1"

Value = str | bool | date | None
Reader = Callable[[object], Value]


@dataclass(frozen=True, slots=True)
class Column:
    """How one field is read; a field without a default must be there."""

    read: Reader
    required: bool = True
    default: Value = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row that is right in itself; whether it fits the others is not yet known."""

    section: str
    number: int
    values: Mapping[str, Value]

    def text(self, field: str) -> str:
        """Return a field that holds text; '' when it was left out."""
        value = self.values[field]
        return value if isinstance(value, str) else ""

    def day(self, field: str) -> date:
        """Return a field that holds a day."""
        value = self.values[field]
        if not isinstance(value, date):
            raise TypeError(f"{field} holds no day")
        return value

    def problem(self, field: str, problem: str) -> Problem:
        """Return what is wrong with a field of this row."""
        return Problem(self.section, self.number, field, problem)


@dataclass(frozen=True, slots=True)
class Plan:
    """An organisation file as read: rows by section, and what is wrong with the others."""

    source: str
    rows: Mapping[str, list[PlanRow]]
    problems: tuple[Problem, ...]


# --- readers: a value, or a ValueError that says what is wrong and never repeats the value -----


def _text(longest: int) -> Reader:
    def read(raw: object) -> str:
        if not isinstance(raw, str):
            raise ValueError("is not text")
        text = single_line(raw)
        if not text:
            raise ValueError("is empty")
        if len(text) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return text

    return read


def _matching(pattern: str, meaning: str) -> Reader:
    compiled = re.compile(pattern)

    def read(raw: object) -> str:
        if not isinstance(raw, str) or not compiled.fullmatch(raw.strip()):
            raise ValueError(f"is not {meaning}")
        return raw.strip()

    return read


def _one_of(choices: type[StrEnum]) -> Reader:
    def read(raw: object) -> str:
        if raw not in {choice.value for choice in choices}:
            raise ValueError("is none of " + ", ".join(choice.value for choice in choices))
        return str(raw)

    return read


def _agency_code(raw: object) -> str:
    if not isinstance(raw, str) or not codes.is_code(raw.strip()):
        raise ValueError("is not an agency code, highest level first")
    return raw.strip()


def _legacy_code(raw: object) -> str:
    if raw == "":
        return ""
    if not isinstance(raw, str) or not codes.is_legacy_code(raw.strip()):
        raise ValueError("is not an agency code, highest level last")
    return raw.strip()


def _username(raw: object) -> str:
    name = raw.strip().lower() if isinstance(raw, str) else ""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,59}", name):
        raise ValueError("is not an account name")
    return name


def _day(raw: object) -> date:
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise ValueError("is not a day written as 2025-07-01")


def _yes_or_no(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise ValueError("is neither true nor false")
    return raw


_DAYS: Final = {"valid_from": Column(_day), "valid_to": Column(_day, required=False)}
_AREA: Final = _matching(r"\d{2}|\d{3}|\d{5}", "a code of an administrative unit")
_PHONE: Final = Column(_matching(r"[0-9+() .-]{3,20}", "a telephone number"), False, "")
_POST: Final = _matching(r"[A-Z0-9.]{3,40}:[A-Za-z0-9._-]{1,39}", "a post code (agency:name)")
_PROCEDURE: Final = _matching(r"[0-9A-Za-z][0-9A-Za-z.-]{1,19}", "a procedure code")
_SOURCE: Final = Column(_text(200), False, "")

SECTIONS: Final[Mapping[str, Mapping[str, Column]]] = {
    "agencies": {
        "code": Column(_agency_code),
        "code_legacy": Column(_legacy_code, required=False),
        "name": Column(_text(200)),
        "short_name": Column(_text(80), False, ""),
        "kind": Column(_one_of(AgencyKind)),
        "level": Column(_one_of(Level)),
        "area": Column(_AREA),
        "parent": Column(_agency_code, False, ""),
        "desk": Column(_yes_or_no, False, False),
        "phone": _PHONE,
        **_DAYS,
    },
    "posts": {
        "code": Column(_POST),
        "title": Column(_text(120)),
        "kind": Column(_one_of(PostKind)),
        **_DAYS,
    },
    "officers": {
        "username": Column(_username),
        "full_name": Column(_text(100)),
        "phone": _PHONE,
    },
    "appointments": {"officer": Column(_username), "post": Column(_POST), **_DAYS},
    "roles": {
        "officer": Column(_username),
        "agency": Column(_agency_code),
        "role": Column(_one_of(Role)),
        "source": _SOURCE,
        **_DAYS,
    },
    "competences": {
        "procedure": Column(_PROCEDURE),
        "level": Column(_one_of(Level)),
        "area": Column(_AREA, False, ""),
        "agency": Column(_agency_code),
        "source": _SOURCE,
        **_DAYS,
    },
}
_HEAD: Final = {"format", "source"}


def parse(document: object) -> Plan:
    """Return the rows of an organisation file that are right in themselves, and the problems."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return _refused("format", f"is not {FORMAT}")
    try:
        source = str(_text(150)(document.get("source")))
    except ValueError as error:
        return _refused("source", str(error))
    problems = [
        Problem(str(name), 0, "", "is no section of an organisation file")
        for name in document
        if name not in SECTIONS and name not in _HEAD
    ]
    rows: dict[str, list[PlanRow]] = {}
    for section in SECTIONS:
        rows[section], wrong = _parse_section(section, document.get(section, []))
        problems += wrong
    return Plan(source, rows, tuple(problems))


def _refused(field: str, problem: str) -> Plan:
    return Plan("", {}, (Problem("file", 0, field, problem),))


def _parse_section(section: str, raw: object) -> tuple[list[PlanRow], list[Problem]]:
    if not isinstance(raw, list):
        return [], [Problem(section, 0, "", "is not a list of rows")]
    rows: list[PlanRow] = []
    problems: list[Problem] = []
    for number, item in enumerate(raw, start=1):
        row, wrong = _parse_row(section, number, item)
        problems += wrong
        if not wrong:
            rows.append(row)
    return rows, problems


def _parse_row(section: str, number: int, raw: object) -> tuple[PlanRow, list[Problem]]:
    columns = SECTIONS[section]
    values: dict[str, Value] = {}
    row = PlanRow(section, number, values)
    if not isinstance(raw, dict):
        return row, [row.problem("", "is not an object with fields")]
    problems = [row.problem(str(n), "is no field of this section") for n in raw if n not in columns]
    for name, column in columns.items():
        try:
            values[name] = _read(column, raw.get(name))
        except ValueError as error:
            problems.append(row.problem(name, str(error)))
    return row, problems or _days_in_order(row)


def _read(column: Column, raw: object) -> Value:
    if raw is not None:
        return column.read(raw)
    if column.required:
        raise ValueError("is missing")
    return column.default


def _days_in_order(row: PlanRow) -> list[Problem]:
    first, end = row.values.get("valid_from"), row.values.get("valid_to")
    if isinstance(first, date) and isinstance(end, date) and end <= first:
        return [row.problem("valid_to", "is not after valid_from")]
    return []
