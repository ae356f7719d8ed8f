"""The axis of the swim-lane: equal columns for working days, a narrow gap for days off.

Longer than a season it names weeks, longer than half a year months; the days stay equally wide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.shared import shapes
from thongsuot.kernel.clock import local_date, to_local

WIDTH: Final = 1180.0
LEFT: Final = 236.0
TOP: Final = 72.0
WIDEST_DAY: Final = 4 * 51.5
GAP: Final = 10.0
MOST_DAYS: Final = 60
"""Working days up to which each has its column; from there on a column is a week."""
MOST_WEEK_DAYS: Final = 130
"""Working days from which on a column is a month."""
LABEL_ROOM: Final = 38.0
LEAST: Final = 1.5
"""How wide anything is drawn at least where days are narrow, in units of the picture."""


class Column(StrEnum):
    """What a column of the axis stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


COLUMNS: Final[Mapping[Column, str | Promise]] = {
    Column.DAY: later("mỗi cột một ngày làm việc"),
    Column.WEEK: later("mỗi cột một tuần, chỉ ngày làm việc"),
    Column.MONTH: later("mỗi cột một tháng, chỉ ngày làm việc"),
}
WEEKDAYS: Final = (
    later("Hai"), later("Ba"), later("Tư"), later("Năm"), later("Sáu"), later("Bảy"), later("CN"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """Where an instant stands on the axis."""

    starts: dict[date, float]
    width: float
    calendar: WorkingCalendar
    column: Column = Column.DAY

    def x(self, at: datetime) -> float:
        """Return the place of an instant; times off work stand at the end of the day before."""
        day = local_date(at)
        if day not in self.starts:
            earlier = [known for known in self.starts if known < day]
            return self.starts[earlier[-1]] + self.width if earlier else LEFT
        return self.starts[day] + self.width * self._share_of_day(at)

    def _share_of_day(self, at: datetime) -> float:
        sessions = self.calendar.sessions_on(local_date(at))
        local = to_local(at)
        clock = ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000
        worked = sum(min(end, clock) - begin for begin, end in sessions if begin < clock)
        return worked / sum(end - begin for begin, end in sessions)

    @property
    def least(self) -> float:
        """How wide a stretch is drawn at least: where days are narrow, an hour would vanish."""
        return 0 if self.column is Column.DAY else LEAST

    @property
    def end(self) -> float:
        """The right end of the axis."""
        return max(self.starts.values()) + self.width


def scale_of(view: DossierView, until: datetime, calendar: WorkingCalendar) -> Scale | None:
    """Return the axis from the first custody to the last promise; None where no day is counted."""
    first = local_date(view.spans[0].started_at)
    last = max([local_date(until), *(due.due_on for due in view.due_dates), *_put_off_to(view)])
    days = _working_days(first, last, calendar)
    if not days:
        return None
    column = column_of(len(days))
    gap = GAP if column is Column.DAY else 0
    gaps = sum(1 for a, b in pairwise(days) if (b - a).days > 1)
    width = min(WIDEST_DAY, (WIDTH - LEFT - 20 - gaps * gap) / len(days))
    starts, here = {}, LEFT
    for before, day in zip([None, *days], days, strict=False):
        here += gap if before and (day - before).days > 1 else 0
        starts[day] = here
        here += width
    return Scale(starts, width, calendar, column)


def column_of(days: int) -> Column:
    """Return what a column stands for on an axis of so many working days."""
    if days <= MOST_DAYS:
        return Column.DAY
    return Column.WEEK if days <= MOST_WEEK_DAYS else Column.MONTH


def _put_off_to(view: DossierView) -> list[date]:
    put_off = view.extension
    return [put_off.new_due_on] if put_off and put_off.signed_at else []


def _working_days(first: date, last: date, calendar: WorkingCalendar) -> list[date]:
    number = calendar.working_days_until(first) + (0 if calendar.is_working(first) else 1)
    count = calendar.working_days_until(last) - number + 1
    return [calendar.nth_working_day(number + place) for place in range(max(count, 0))]


def axis_of(scale: Scale, until: datetime, bottom: float) -> Iterable[str]:
    """Draw the columns, with as many of their names as there is room for."""
    yield shapes.line(0, bottom, scale.end, bottom, "var(--ts-line-strong)", 1)
    if scale.column is Column.DAY:
        yield from _days(scale, until, bottom)
    else:
        yield from _columns(scale, bottom)


def _columns(scale: Scale, bottom: float) -> Iterable[str]:
    """Draw a line where each week or month begins, named by its first working day."""
    room, free = LABEL_ROOM if scale.column is Column.WEEK else 1.5 * LABEL_ROOM, 0.0
    for day, x in _firsts(scale):
        yield shapes.line(x, TOP, x, bottom, "var(--ts-line)", 1)
        if x < free or x + room > WIDTH:
            continue
        name = f"{day:%d/%m}" if scale.column is Column.WEEK else f"{day:%m/%Y}"
        yield shapes.text(x + 3, 62, name, "start", "of-lane__soft of-lane__figures")
        free = x + 3 + room


def _firsts(scale: Scale) -> Iterable[tuple[date, float]]:
    """Yield the first day of each week or month that the axis reaches, and its place."""
    before: tuple[int, int] | None = None
    for day, x in scale.starts.items():
        year, week, _day = day.isocalendar()
        here = (year, week) if scale.column is Column.WEEK else (day.year, day.month)
        if here != before:
            yield day, x
        before = here


def _days(scale: Scale, until: datetime, bottom: float) -> Iterable[str]:
    every = max(1, round(LABEL_ROOM / scale.width + 0.49))
    today = local_date(until)
    previous: float | None = None
    for place, (day, x) in enumerate(scale.starts.items()):
        if previous is not None and x - previous > 1:
            yield shapes.rect(previous, TOP, x - previous, bottom - TOP, "var(--ts-sunk)")
        yield shapes.line(x, TOP, x, bottom, "var(--ts-line)", 1)
        previous = x + scale.width
        if place % every and day != today:
            continue
        name = "of-lane__strong" if day == today else "of-lane__soft"
        middle = x + scale.width / 2
        yield shapes.text(middle, 52, f"{day:%d/%m}", "middle", f"{name} of-lane__figures")
        yield shapes.text(middle, 67, str(WEEKDAYS[day.weekday()]), "middle", "of-lane__soft")
