"""Reading an organisation file at the door: right in shape, or refused row by row.

The format is described in docs/howto/organisation-file.md; the columns below are it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from thongsuot.domains.organisation.rules import codes
from thongsuot.domains.organisation.rules.reading import (
    AREA,
    PHONE,
    POST,
    PROCEDURE,
    SOURCE,
    Column,
    Value,
    agency_code,
    day,
    legacy_code,
    one_of,
    text,
    username,
    yes_or_no,
)
from thongsuot.domains.organisation.terms import AgencyKind, Level, PostKind, Problem, Role

FORMAT: Final = "thongsuot-organisation/1"


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
        """Return a field that holds a day.  Raises: TypeError if it holds none."""
        value = self.values[field]
        if not isinstance(value, date):
            raise TypeError(f"{field} holds no day")
        return value

    def problem(self, field: str, problem: str) -> Problem:
        """Return what is wrong with a field of this row."""
        return Problem(self.section, self.number, field, problem)


def agency_columns(row: PlanRow) -> dict[str, object]:
    """Return what a row says of an agency, by column; its unit, its days and its parent apart."""
    legacy = row.values["code_legacy"]
    return {
        "code": row.text("code"),
        "code_legacy": codes.in_old_order(row.text("code")) if legacy is None else legacy,
        "name": row.text("name"),
        "short_name": row.text("short_name") or row.text("name")[:80],
        "kind": row.text("kind"),
        "level": row.text("level"),
        "is_desk": row.values["desk"],
        "phone": row.text("phone"),
        "address": row.text("address"),
    }


@dataclass(frozen=True, slots=True)
class Plan:
    """An organisation file as read: rows by section, and what is wrong with the others."""

    source: str
    rows: Mapping[str, list[PlanRow]]
    problems: tuple[Problem, ...]


_DAYS: Final = {"valid_from": Column(day), "valid_to": Column(day, required=False)}

SECTIONS: Final[Mapping[str, Mapping[str, Column]]] = {
    "agencies": {
        "code": Column(agency_code),
        "code_legacy": Column(legacy_code, required=False),
        "name": Column(text(200)),
        "short_name": Column(text(80), False, ""),
        "kind": Column(one_of(AgencyKind)),
        "level": Column(one_of(Level)),
        "area": Column(AREA),
        "parent": Column(agency_code, False, ""),
        "desk": Column(yes_or_no, False, False),
        "phone": PHONE,
        "address": Column(text(200), False, ""),
        **_DAYS,
    },
    "posts": {
        "code": Column(POST),
        "title": Column(text(120)),
        "kind": Column(one_of(PostKind)),
        **_DAYS,
    },
    "officers": {
        "username": Column(username),
        "full_name": Column(text(100)),
        "phone": PHONE,
    },
    "appointments": {"officer": Column(username), "post": Column(POST), **_DAYS},
    "roles": {
        "officer": Column(username),
        "agency": Column(agency_code),
        "role": Column(one_of(Role)),
        "source": SOURCE,
        **_DAYS,
    },
    "competences": {
        "procedure": Column(PROCEDURE),
        "level": Column(one_of(Level)),
        "area": Column(AREA, False, ""),
        "agency": Column(agency_code),
        "source": SOURCE,
        **_DAYS,
    },
}
_HEAD: Final = {"format", "source"}


def parse(document: object) -> Plan:
    """Return the rows of an organisation file that are right in themselves, and the problems."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return _refused("format", f"is not {FORMAT}")
    try:
        source = str(text(150)(document.get("source")))
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
    if not (problems or any(rows.values())):
        return _refused("", "holds no row")
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
