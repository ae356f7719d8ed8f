"""A process tried on a sample dossier: its way as a picture, and on which days it is where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.process_ahead import usual_way
from thongsuot.domains.catalogue.terms import Process, Trigger
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.route_ahead import ahead_of
from thongsuot.entrypoints.shared.process_words import lane_in_words
from thongsuot.entrypoints.shared.routes import (
    Place,
    RouteLink,
    RouteStop,
    Tone,
    Way,
    route_picture,
)

WIDTHS = ((700.0, "ts-route ts-route--wide"), (330.0, "ts-route ts-route--narrow"))


@dataclass(frozen=True, slots=True)
class SampleDay:
    """One step of the sample dossier: what, by whom, from when until when."""

    step: str
    who: str
    share: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """The pictures, and the days where a calendar counts.

    ``whose`` is the agency by whose office hours they are; empty by everybody's. ``own`` are the
    agencies that settle it and have hours of their own: names by code.
    """

    pictures: Sequence[SafeString]
    days: Sequence[SampleDay]
    whose: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    is_settled_by_one: bool = False


def preview_of(
    process: Process, at: datetime, *, settlers: Mapping[str, str], wanted: str = ""
) -> Preview:
    """Return how a dossier received at ``at`` would go, each step using its whole share.

    By the office hours of the agency ``wanted``, where it is one of the ``settlers``; where there
    is only one, by its hours, as its dossiers are counted.
    """
    only = next(iter(settlers)) if len(settlers) == 1 else ""
    settles = wanted if wanted in settlers else only
    try:
        common = deadlines.calendar_at(at)
        calendar, day = common.of(settles), clocks.minutes_of_a_day(common, at)
        days, begins = list[SampleDay](), _opened(at, calendar)
        for step in usual_way(process):
            ends = deadline_rules.add_working_minutes(begins, step.share_minutes, calendar)
            share = clocks.share_in_words(step.share_minutes, day) if step.share_minutes else "–"
            name = f"{step.code}. {step.name}"
            days.append(SampleDay(name, lane_in_words(step.lane), share, begins, ends))
            begins = ends
    except CalendarGap:
        return Preview([], [])
    own = {code: name for code, name in settlers.items() if common.of(code) is not common}
    return Preview(_pictures(process, day), days, calendar.hours_of, own, bool(only))


def _opened(at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return ``at``, or when the desk opens next after it."""
    return deadline_rules.add_working_minutes(at, 1, calendar) - timedelta(minutes=1)


def _pictures(process: Process, day: int) -> list[SafeString]:
    ahead = ahead_of(
        process, process.start.code, here=1, first=2, day=day, triggers=frozenset(Trigger)
    )
    start = process.start
    stops = [
        RouteStop(_("Nộp hồ sơ"), Place.AHEAD),
        RouteStop(
            f"{start.code}. {start.name}", Place.AHEAD, [(lane_in_words(start.lane), Tone.SOFT)]
        ),
        *ahead.stops,
    ]
    links = [RouteLink(0, 1, Way.AHEAD), *ahead.links]
    title = _("Đường đi của quy trình {code}").format(code=process.code)
    return [
        route_picture(stops, links, width=width, title=title, finding="", name=name)
        for width, name in WIDTHS
    ]
