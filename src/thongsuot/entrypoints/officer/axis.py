"""The axis of the swim-lane: equal columns for working days, a narrow gap for days off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Final

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
LABEL_ROOM: Final = 38.0
WEEKDAYS: Final = (
    later("Hai"), later("Ba"), later("Tư"), later("Năm"), later("Sáu"), later("Bảy"), later("CN"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """Where an instant stands on the axis."""

    starts: dict[date, float]
    width: float
    calendar: WorkingCalendar

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
    def end(self) -> float:
        """The right end of the axis."""
        return max(self.starts.values()) + self.width


def scale_of(view: DossierView, until: datetime, calendar: WorkingCalendar) -> Scale | None:
    """Return the axis from the first custody to the last promise; None where it is too long."""
    first = local_date(view.spans[0].started_at)
    last = max([local_date(until), *(due.due_on for due in view.due_dates)])
    days = _working_days(first, last, calendar)
    if not days or len(days) > MOST_DAYS:
        return None
    gaps = sum(1 for a, b in pairwise(days) if (b - a).days > 1)
    width = min(WIDEST_DAY, (WIDTH - LEFT - 20 - gaps * GAP) / len(days))
    starts, here = {}, LEFT
    for before, day in zip([None, *days], days, strict=False):
        here += GAP if before and (day - before).days > 1 else 0
        starts[day] = here
        here += width
    return Scale(starts, width, calendar)


def _working_days(first: date, last: date, calendar: WorkingCalendar) -> list[date]:
    number = calendar.working_days_until(first) + (0 if calendar.is_working(first) else 1)
    count = calendar.working_days_until(last) - number + 1
    return [calendar.nth_working_day(number + place) for place in range(max(count, 0))]


def axis_of(scale: Scale, until: datetime, bottom: float) -> Iterable[str]:
    """Draw the days, with as many of their names as there is room for."""
    yield shapes.line(0, bottom, scale.end, bottom, "var(--ts-line-strong)", 1)
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
