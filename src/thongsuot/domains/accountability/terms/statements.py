"""Words for what the record says of one officer, and what he answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from thongsuot.domains.accountability.terms.figures import Period


class Happening(StrEnum):
    """What else a statement tells of an officer."""

    RETURNED_TO_HIM = "returned-to-him"
    RETURNED_BY_HIM = "returned-by-him"
    SILENT = "taken-by-silence"
    UNANSWERED = "his-question-left-to-silence"
    OPINION_GIVEN = "opinion-given"
    OPINION_LATE = "opinion-given-late"
    OPINION_SILENT = "opinion-left-to-silence"
    OPINION_WAITING = "opinion-asked"
    PART_DONE = "part-done"
    PART_LATE = "part-done-late"
    PART_OWED = "part-owed"
    REQUEST_SIGNED = "papers-asked-for"
    REQUEST_DRAFTED = "request-for-papers-drafted"
    GUIDED = "guided-before-receipt"
    REQUEST_KEPT = "objected-to-and-kept"
    REQUEST_TAKEN_BACK = "objected-to-and-taken-back"
    OBJECTION_ANSWERED = "objection-answered"
    OBJECTION_LATE = "objection-answered-late"
    REDATING_SIGNED = "new-date-signed"
    REDATING_DRAFTED = "new-date-drafted"
    REDATED_WITH_HIM = "new-date-while-he-held-it"
    RULING_ASKED = "went-to-the-superior"
    RULING_GIVEN = "ruling-given"
    RULING_RECEIVED = "ruling-received"


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One dossier of a statement: his own account in it.  Units: minutes of working time."""

    code: str
    held: int
    share: int
    over: int
    awaiting: int
    paused: int
    late: int
    whole_late: int


@dataclass(frozen=True, slots=True)
class StatementEvent:
    """Something that happened to him or that he did in the period.

    ``agency`` and ``post`` are the other side, the superior, or the agency found competent; 0 where
    the citizen is the other side. ``reason`` is a code: of the return, the answer, the timing of an
    apology, the loop; "again" for a request after another, "overdue" for what waits too long.
    """

    what: Happening
    code: str
    at: datetime
    agency: int
    post: int
    reason: str


@dataclass(frozen=True, slots=True)
class Explained:
    """An answer to one entry: whose, when, and its words."""

    code: str
    entry: int
    officer: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What the record says of one officer over a period, and what he answered."""

    officer: int
    period: Period
    at: datetime
    rows: tuple[StatementRow, ...]
    events: tuple[StatementEvent, ...]
    explained: tuple[Explained, ...]

    @property
    def held(self) -> int:
        """All that he held while clocks ran."""
        return sum(row.held for row in self.rows)

    @property
    def late(self) -> int:
        """All that he bears of lateness."""
        return sum(row.late for row in self.rows)

    def count(self, what: Happening) -> int:
        """Return how often something happened."""
        return sum(1 for event in self.events if event.what is what)
