"""Reading the process tables of earlier one-stop systems (data/workflows): groups with tasks.

There a step is a group of people with days of its own, and its tasks share them. A task becomes a
step here. Days that the groups have and that do not add up to the limit are flagged: which of the
two numbers is meant, nobody can tell from the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from thongsuot.domains.catalogue.terms import (
    END,
    Fault,
    Lane,
    Process,
    ProcessStep,
    ProcessWrong,
    Seat,
    StepOutcome,
    Work,
)
from thongsuot.domains.organisation.terms import AgencyKind, PostKind
from thongsuot.kernel.text import single_line

_Row = Mapping[str, object]
STEPS_NOT_THE_LIMIT = "steps-not-the-limit"


@dataclass(frozen=True, slots=True)
class TableWords:
    """What the words of such a table mean; data that ships with the room."""

    groups: Mapping[str, Mapping[str, object]]
    tasks: Mapping[str, Mapping[str, str]]
    no_limit: frozenset[str]
    no_next: frozenset[str]


def is_table(row: object) -> bool:
    """Return whether a document is a process of this kind."""
    return isinstance(row, Mapping) and "total_days" in row


def process_of_table(
    row: _Row, words: TableWords, *, day_minutes: int
) -> tuple[Process, list[Fault]]:
    """Return the process of one table, and what its two sets of days say against each other.

    Units:   ``day_minutes`` in minutes of working time.
    Raises:  ProcessWrong for a group, task or number that nobody has explained.
    """
    groups = _rows(row, "steps", "")
    limit = _limit(row, words)
    tasks = [(group, task) for group in groups for task in _rows(group, "tasks", "")]
    process = Process(
        code=_text(row, "code", ""),
        name=_text(row, "name", ""),
        procedure="",
        limit_minutes=None if limit is None else _minutes(limit, day_minutes, ""),
        source=str(row.get("file") or ""),
        steps=tuple(_step(group, task, words, day_minutes) for group, task in tasks),
    )
    if not process.steps:
        raise ProcessWrong("the table has no tasks", step="", field="steps")
    return process, list(_unequal(groups, limit))


def _limit(row: _Row, words: TableWords) -> Decimal | None:
    if str(row.get("total_days") or "").strip() in words.no_limit:
        return None
    return _days(row, "total_days", "")


def _unequal(groups: Sequence[_Row], limit: Decimal | None) -> Iterator[Fault]:
    days = sum((_days(group, "days", "", least=-1) for group in groups), Decimal())
    if limit is not None and days != limit:
        reason = f"the steps have {days:f} days together, the limit is {limit:f}"
        yield Fault("", "steps", STEPS_NOT_THE_LIMIT, reason, refuses=False)


def _step(group: _Row, task: _Row, words: TableWords, day_minutes: int) -> ProcessStep:
    code = _text(task, "code", "")
    after = str(task.get("next") or "").strip()
    outcome = StepOutcome(code="xong", name="", next=END if after in words.no_next else after)
    work, lane = _work_and_lane(group, code, words)
    return ProcessStep(
        code=code,
        name=_text(task, "name", code),
        work=work,
        lane=lane,
        share_minutes=_minutes(_days(task, "time", code), day_minutes, code),
        outcomes=(outcome,),
    )


def _work_and_lane(group: _Row, code: str, words: TableWords) -> tuple[Work, Lane]:
    name, last = _text(group, "group", code), code.rpartition("::")[2]
    known, task = words.groups.get(name), words.tasks.get(last)
    if known is None or task is None:
        unknown = name if known is None else last
        raise ProcessWrong(f"nobody has said who or what {unknown} is", step=code, field="group")
    other = known.get("works")
    work = other.get(last, task["work"]) if isinstance(other, Mapping) else task["work"]
    kind = known.get("agency_kind")
    lane = Lane(
        seat=Seat(str(known["seat"])),
        post=PostKind(str(known.get("post") or task["post"])),
        agency_kind=AgencyKind(str(kind)) if kind else None,
        unit=name,
    )
    return Work(work), lane


def _minutes(days: Decimal, day_minutes: int, step: str) -> int:
    minutes = days * day_minutes
    if minutes != int(minutes):
        raise ProcessWrong("the days are no whole minutes", step=step, field="time")
    return int(minutes)


def _days(row: _Row, name: str, step: str, *, least: int = 0) -> Decimal:
    try:
        days = Decimal(str(row.get(name)))
    except InvalidOperation:
        raise ProcessWrong("not a number of days", step=step, field=name) from None
    if not days.is_finite() or not least <= days <= 10_000:
        raise ProcessWrong("not a number of days", step=step, field=name)
    return days


def _rows(row: _Row, name: str, step: str) -> Sequence[_Row]:
    found = row.get(name)
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise ProcessWrong("not a list of rows", step=step, field=name)
    return found


def _text(row: _Row, name: str, step: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not 0 < len(single_line(value)) <= 600:
        raise ProcessWrong("a text is missing or too long", step=step, field=name)
    return single_line(value)
