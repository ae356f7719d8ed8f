"""The rows of an organisation file beside those on record: new, changed, the same, or refused."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models

from thongsuot.domains.organisation.models import (
    Agency,
    Appointment,
    Competence,
    Officer,
    Post,
    RoleGrant,
)
from thongsuot.domains.organisation.rules.plan import PlanRow
from thongsuot.domains.organisation.terms import Problem

BATCH = 2_000
CORRECTED: Mapping[type[models.Model], tuple[str, ...]] = {
    Agency: (
        "code_legacy", "name", "short_name", "kind", "level", "area_id", "is_desk", "phone",
        "address", "valid_to",
    ),
    Post: ("title", "kind", "valid_to"),
    Officer: ("full_name", "full_name_folded", "phone"),
    Appointment: ("valid_to",),
    RoleGrant: ("source", "valid_to"),
    Competence: ("source", "valid_to"),
}  # fmt: skip
"""What a file may change of a row on record: what describes it, and its end until it has come."""
Fields = Mapping[str, Any]
KeyOf = Callable[[Any], Hashable]
HeldBy = Callable[[Collection[int]], Mapping[tuple[int, int], int]]
"""How many things each of these officers holds, by officer and post; a room above knows."""


@dataclass
class Taken:
    """What has been taken over so far; later sections refer to earlier ones through it."""

    source: str
    problems: list[Problem]
    on: date
    held: HeldBy
    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    spans: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    """Dated rows by what they are and their code: where references are looked up."""
    officers: dict[str, Officer] = field(default_factory=dict)

    def find(
        self, what: str, row: PlanRow, name: str, of: Callable[[str], str] = str
    ) -> Any | None:
        """Return the ``what`` that the field names on the row's first day, or note a problem."""
        for candidate in self.spans[what].get(of(row.text(name)), ()):
            if holds(candidate, row.day("valid_from")):
                return candidate
        self.problems.append(row.problem(name, f"names no {what} that stands on valid_from"))
        return None

    def find_officer(self, row: PlanRow) -> Officer | None:
        """Return the account in the field ``officer``, or note a problem."""
        officer = self.officers.get(row.text("officer"))
        if officer is None:
            self.problems.append(row.problem("officer", "names no account"))
        return officer

    def know(self, what: str, rows: Iterable[Any]) -> None:
        """Let later rows refer to these rows by their code."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            found[row.code].append(row)
        self.spans[what] = found


def holds(row: Any, on: date) -> bool:
    """Return whether a dated row stands on that day."""
    began = row.valid_from is None or row.valid_from <= on
    return began and (row.valid_to is None or on < row.valid_to)


@dataclass
class Changes:
    """The rows of one section beside those on record."""

    model: type[models.Model]
    key: KeyOf
    on_record: dict[Hashable, Any]
    taken: Taken
    rows: dict[Hashable, PlanRow] = field(default_factory=dict)
    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    shortened: list[Any] = field(default_factory=list)
    same: int = 0

    def take(self, row: PlanRow, fields: Fields) -> None:
        """Note what the row means for the record: new, changed or the same."""
        wanted = self.model(**fields)
        key = self.key(wanted)
        if key in self.rows:
            again = f"says again what row {self.rows[key].number} says"
            self.taken.problems.append(row.problem("", again))
            return
        self.rows[key] = row
        there = self.on_record.get(key)
        if there is None:
            self.new.append(wanted)
        elif not (changed := [n for n, value in fields.items() if getattr(there, n) != value]):
            self.same += 1
        elif self._may_change(row, there, changed):
            self._change(there, fields)

    def _may_change(self, row: PlanRow, there: Any, changed: Collection[str]) -> bool:
        """Return whether a row on record may change so; note a problem where its end has come."""
        if "valid_to" not in changed or (there.valid_to or date.max) > self.taken.on:
            return True
        ended = f"stays: it has ended, on {there.valid_to.isoformat()}"
        self.taken.problems.append(row.problem("valid_to", ended))
        return False

    def _change(self, there: Any, fields: Fields) -> None:
        end_before = getattr(there, "valid_to", None) or date.max
        for name, value in fields.items():
            setattr(there, name, value)
        is_shorter = (getattr(there, "valid_to", None) or date.max) < end_before
        (self.shortened if is_shorter else self.changed).append(there)

    def refuse_twice_at_once(self, same: KeyOf, field_name: str) -> None:
        """Note a problem for each row that would hold on a day with another of the same kind."""
        groups: dict[Hashable, list[Any]] = defaultdict(list)
        for item in (*self.on_record.values(), *self.new):
            if same(item):
                groups[same(item)].append(item)
        for group in groups.values():
            group.sort(key=lambda item: item.valid_from)
            for earlier, later in pairwise(group):
                if earlier.valid_to is None or earlier.valid_to > later.valid_from:
                    self._refuse_pair(earlier, later, field_name)

    def _refuse_pair(self, earlier: Any, later: Any, field_name: str) -> None:
        row = self.rows.get(self.key(later)) or self.rows.get(self.key(earlier))
        if row is None:
            return
        other = self.rows.get(self.key(earlier))
        clash = f"row {other.number}" if other not in (None, row) else "what is on record"
        self.taken.problems.append(row.problem(field_name, f"holds twice on one day, with {clash}"))

    def write(self, section: str) -> None:
        """Write all changes in bulk, unless the file is refused anyway."""
        self.taken.created[section] = len(self.new)
        self.taken.updated[section] = len(self.changed) + len(self.shortened)
        self.taken.unchanged[section] = self.same
        if any(problem.section == section for problem in self.taken.problems):
            return
        names = [name.removesuffix("_id") for name in CORRECTED[self.model]]
        # What is shortened goes first, so that what takes its place finds the days free.
        for rows in (self.shortened, self.changed):
            self.model._default_manager.bulk_update(rows, names, batch_size=BATCH)
        self.model._default_manager.bulk_create(self.new, batch_size=BATCH)
