"""Reading the plan of a reorganisation at the door: right in shape, or every fault with its place.

The format is described in docs/howto/reorganise.md; the columns below are it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from thongsuot.domains.organisation.rules.plan import SECTIONS as OF_ORGANISATION
from thongsuot.domains.organisation.rules.plan import PlanRow
from thongsuot.domains.organisation.rules.reading import (
    AREA,
    POST,
    PROCEDURE,
    SOURCE,
    Column,
    either_code,
    matching,
    one_of,
    start_of_day,
    text,
    username,
)
from thongsuot.domains.organisation.terms import Level, PostKind, Problem, Share, SplitBy

FORMAT: Final = "thongsuot-reorganisation/1"
_CODE: Final = matching(r"[A-Za-z0-9][A-Za-z0-9._-]{1,59}", "a short code of letters and digits")
_DOSSIER: Final = matching(r"[A-Za-z0-9./-]{3,60}", "the code of a dossier")
_HEAD: Final[Mapping[str, Column]] = {
    "code": Column(_CODE), "source": Column(text(150)), "instant": Column(start_of_day)
}  # fmt: skip
_AGENCY: Final[Mapping[str, Column]] = {
    name: column
    for name, column in OF_ORGANISATION["agencies"].items()
    if name not in {"valid_from", "valid_to"}
} | {"parent": Column(either_code, False, "")}
_LISTS: Final[Mapping[str, Mapping[str, Column]]] = {
    "posts": {
        "from": Column(POST),
        "to": Column(POST),
        "title": Column(text(120), False, ""),
        "kind": Column(one_of(PostKind), False, ""),
    },
    "appointments": {
        "officer": Column(username),
        "from": Column(POST),
        "to": Column(POST, False, ""),
    },
    "competences": {
        "procedure": Column(PROCEDURE),
        "level": Column(one_of(Level)),
        "area": Column(AREA, False, ""),
        "agency": Column(either_code),
        "source": SOURCE,
    },
    "decisions": {"dossier": Column(_DOSSIER), "to": Column(either_code)},
}
_AREA_LISTS: Final[Mapping[str, Mapping[str, Column]]] = {
    "begin": {"code": Column(AREA), "name": Column(text(80)), "parent": Column(AREA, False, "")},
    "go": {
        "old": Column(AREA), "new": Column(AREA), "share": Column(one_of(Share), False, "whole"),
    },
    "decided": {"old": Column(AREA), "new": Column(AREA), "source": SOURCE},
}  # fmt: skip
_RENAME: Final[Mapping[str, Column]] = {
    "agency": Column(either_code),
    "name": Column(text(200)),
    "short_name": Column(text(80), False, ""),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """That an agency ends, and what it goes into; ``heir`` answers for what is not divided.

    ``by`` is empty where there is one successor; ``settles`` names procedures by successor.
    """

    row: int
    place: str
    agency: str
    into: tuple[str, ...]
    heir: str
    by: str = ""
    settles: Mapping[str, str] = field(default_factory=dict)
    """The code of the successor by procedure code."""

    def problem(self, problem: str) -> Problem:
        """Return what is wrong with this ending, with its place in the file."""
        return Problem("steps", self.row, self.place, problem)


@dataclass(frozen=True, slots=True)
class Begin:
    """That an agency begins; ``at`` is where its step describes it."""

    row: PlanRow
    at: str

    def problem(self, name: str, problem: str) -> Problem:
        """Return what is wrong with a field of the description, with its place in the file."""
        return Problem("steps", self.row.number, f"{self.at}.{name}", problem)


@dataclass(frozen=True, slots=True)
class LevelEnds:
    """That all agencies of a level end in a step."""

    row: int
    level: str


@dataclass
class ReorganisationPlan:
    """A plan as read: what begins, ends and is renamed, and every fault with its place."""

    code: str = ""
    source: str = ""
    day: date = date.min
    begins: list[Begin] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    levels: list[LevelEnds] = field(default_factory=list)
    renames: list[PlanRow] = field(default_factory=list)
    rows: dict[str, list[PlanRow]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, section: str, row: int, where: str, problem: str) -> None:
        """Note a fault with its place in the file."""
        self.problems.append(Problem(section, row, where, problem))


def parse(document: object) -> ReorganisationPlan:
    """Return what a plan says, and all that is wrong with its shape."""
    plan = ReorganisationPlan()
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        plan.refuse("file", 0, "format", f"is not {FORMAT}")
        return plan
    head = _row(plan, "file", 0, "", {name: document.get(name) for name in _HEAD}, _HEAD)
    if head is not None:
        plan.code, plan.source, plan.day = (
            head.text("code"),
            head.text("source"),
            head.day("instant"),
        )
    known = {"format", "steps", "areas", *_HEAD, *_LISTS}
    for name in document:
        if name not in known:
            plan.refuse(str(name)[:40], 0, "", "is no section of a plan")
    _read_areas(plan, document.get("areas", {}))
    for name, columns in _LISTS.items():
        plan.rows[name] = _rows(plan, name, document.get(name, []), columns)
    _read_steps(plan, document.get("steps", []))
    return plan


def _read_areas(plan: ReorganisationPlan, raw: object) -> None:
    if not isinstance(raw, dict) or set(raw) - set(_AREA_LISTS):
        plan.refuse("areas", 0, "", "is not an object of begin, go and decided")
        raw = {}
    for name, columns in _AREA_LISTS.items():
        plan.rows[f"areas.{name}"] = _rows(plan, f"areas.{name}", raw.get(name, []), columns)


def _rows(
    plan: ReorganisationPlan, section: str, raw: object, columns: Mapping[str, Column]
) -> list[PlanRow]:
    if not isinstance(raw, list):
        plan.refuse(section, 0, "", "is not a list of rows")
        return []
    read = (_row(plan, section, n, "", item, columns) for n, item in enumerate(raw, start=1))
    return [row for row in read if row is not None]


def _row(
    plan: ReorganisationPlan, section: str, number: int, at: str, raw: object,
    columns: Mapping[str, Column],
) -> PlanRow | None:  # fmt: skip
    """Return the row if all its fields are right; ``at`` is where it stands in its step."""
    if not isinstance(raw, dict):
        plan.refuse(section, number, at, "is not an object with fields")
        return None
    place = f"{at}." if at else ""
    before = len(plan.problems)
    for name in raw:
        if name not in columns:
            plan.refuse(section, number, f"{place}{name}"[:80], "is no field here")
    values: dict[str, Any] = {}
    for name, column in columns.items():
        try:
            values[name] = _read(column, raw.get(name))
        except ValueError as error:
            plan.refuse(section, number, f"{place}{name}", str(error))
    return PlanRow(section, number, values) if len(plan.problems) == before else None


def _read(column: Column, raw: object) -> Any:
    if raw is not None:
        return column.read(raw)
    if column.required:
        raise ValueError("is missing")
    return column.default


def _read_steps(plan: ReorganisationPlan, raw: object) -> None:
    if not isinstance(raw, list) or not raw:
        plan.refuse("steps", 0, "", "is not a list of steps")
        return
    for number, step in enumerate(raw, start=1):
        do = step.get("do") if isinstance(step, dict) else None
        reader = _STEPS.get(str(do))
        if reader is None:
            plan.refuse("steps", number, "do", "is none of " + ", ".join(_STEPS))
            continue
        allowed = {"do", *_FIELDS[str(do)]}
        for name in step:
            if name not in allowed:
                plan.refuse("steps", number, str(name)[:40], "is no field of this step")
        reader(plan, number, step)


def _read_merge(plan: ReorganisationPlan, number: int, step: Mapping[str, Any]) -> None:
    codes = _codes(plan, number, "from", step.get("from"))
    into = _target(plan, number, "into", step.get("into"))
    if into:
        for place, code in codes:
            plan.endings.append(Ending(number, place, code, (into,), into))


def _read_split(plan: ReorganisationPlan, number: int, step: Mapping[str, Any]) -> None:
    code = _code(plan, number, "from", step.get("from"))
    raw = step.get("into")
    if not isinstance(raw, list) or len(raw) < 2:
        plan.refuse("steps", number, "into", "is not a list of two agencies or more")
        return
    into = [_target(plan, number, f"into[{n}]", item) for n, item in enumerate(raw, start=1)]
    heir = _code(plan, number, "heir", step["heir"]) if step.get("heir") else ""
    by = step.get("by", "")
    if by not in {"", *SplitBy}:
        plan.refuse("steps", number, "by", "is none of " + ", ".join(SplitBy))
    if heir and heir not in into:
        plan.refuse("steps", number, "heir", "is none of the successors")
    settles = _settles(plan, number, step.get("settles", {}), into)
    if code and all(into):
        plan.endings.append(Ending(number, "from", code, tuple(into), heir, str(by), settles))


def _settles(
    plan: ReorganisationPlan, number: int, raw: object, into: Sequence[str]
) -> dict[str, str]:
    if not isinstance(raw, dict):
        plan.refuse("steps", number, "settles", "is not an object of procedures by agency")
        return {}
    found: dict[str, str] = {}
    for agency, procedures in raw.items():
        place = f"settles.{agency}"[:60]
        if agency not in into:
            plan.refuse("steps", number, place, "is none of the successors")
        for procedure in procedures if isinstance(procedures, list) else [procedures]:
            try:
                code = PROCEDURE(procedure)
            except ValueError as error:
                plan.refuse("steps", number, place, str(error))
                continue
            if found.setdefault(str(code), agency) != agency:
                plan.refuse("steps", number, place, "names a procedure of another successor")
    return found


def _read_abolish(plan: ReorganisationPlan, number: int, step: Mapping[str, Any]) -> None:
    try:
        plan.levels.append(LevelEnds(number, str(one_of(Level)(step.get("level")))))
    except ValueError as error:
        plan.refuse("steps", number, "level", str(error))
    raw = step.get("into")
    if not isinstance(raw, dict) or not raw:
        plan.refuse("steps", number, "into", "is not an object: successor by agency that ends")
        return
    for old, target in raw.items():
        place = f"into.{old}"[:60]
        code = _code(plan, number, place, old)
        into = _target(plan, number, place, target)
        if code and into:
            plan.endings.append(Ending(number, place, code, (into,), into))


def _read_rename(plan: ReorganisationPlan, number: int, step: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in step.items() if name in _RENAME}
    row = _row(plan, "steps", number, "", fields, _RENAME)
    if row is not None:
        plan.renames.append(row)


def _codes(plan: ReorganisationPlan, number: int, place: str, raw: object) -> list[tuple[str, str]]:
    """Return the agencies of a list, each with its place."""
    if not isinstance(raw, list) or not raw:
        plan.refuse("steps", number, place, "is not a list of agency codes")
        return []
    found = [
        (f"{place}[{n}]", _code(plan, number, f"{place}[{n}]", item))
        for n, item in enumerate(raw, start=1)
    ]
    return [pair for pair in found if pair[1]]


def _code(plan: ReorganisationPlan, number: int, place: str, raw: object) -> str:
    try:
        return either_code(raw)
    except ValueError as error:
        plan.refuse("steps", number, place, str(error))
        return ""


def _target(plan: ReorganisationPlan, number: int, place: str, raw: object) -> str:
    """Return the code of a successor: one that stands, or a new one that is described here."""
    if not isinstance(raw, dict):
        return _code(plan, number, place, raw)
    row = _row(plan, "steps", number, place, raw, _AGENCY)
    if row is None:
        return ""
    plan.begins.append(Begin(row, place))
    return row.text("code")


_STEPS: Final = {
    "merge": _read_merge,
    "split": _read_split,
    "rename": _read_rename,
    "abolish": _read_abolish,
}
_FIELDS: Final[Mapping[str, set[str]]] = {
    "merge": {"from", "into"},
    "split": {"from", "into", "heir", "by", "settles"},
    "rename": set(_RENAME),
    "abolish": {"level", "into"},
}
