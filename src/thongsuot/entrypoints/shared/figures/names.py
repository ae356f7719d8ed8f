"""Names for the ids that figures hold; asked for once a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.reports import Report
from thongsuot.domains.accountability.terms import Holder
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.organisation import facts as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.facts import AgencyFact, PostFact
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

MINUTES_OF_AN_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Names:
    """What agencies, posts and officers are called in figures."""

    agencies: Mapping[int, AgencyFact]
    posts: Mapping[int, PostFact]
    officers: Mapping[int, str]

    def agency(self, agency: int) -> str:
        """Return the short name of an agency."""
        found = self.agencies.get(agency)
        return found.short_name if found else _("cơ quan khác")

    def code(self, agency: int) -> str:
        """Return the code of an agency."""
        found = self.agencies.get(agency)
        return found.code if found else ""

    def holder(self, holder: Holder) -> str:
        """Return who answers: the officer, the post that was asked, or who heads an agency."""
        if holder.officer:
            return self.officers.get(holder.officer, "")
        if not holder.post:
            return _("Người đứng đầu (khi phân định hoặc vì yêu cầu bổ sung bị rút lại)")
        return _("{post} (khi được hỏi)").format(post=self.post(holder.post))

    def post(self, post: int) -> str:
        """Return the title of a post."""
        found = self.posts.get(post)
        return found.title if found else ""


def names_of(
    agencies: Iterable[int], posts: Iterable[int] = (), officers: Iterable[int] = ()
) -> Names:
    """Return the names for these ids, in at most three queries."""
    posts, officers = set(posts), set(officers) - {0}
    return Names(
        organisation.agencies_of(set(agencies)),
        organisation.posts_of(posts) if posts else {},
        organisation.officer_names(officers) if officers else {},
    )


def agencies_in(report: Report) -> set[int]:
    """Return the ids of all agencies that a report tells of."""
    found = {end for flow in report.handovers.flows for end in (flow.giver, flow.taker)}
    found |= {end for loop in report.loops for end in (loop.one, loop.other)}
    found |= {rank.agency for rank in report.league.ranks}
    found |= {place.agency for place in report.hiding_places}
    found |= {age.key for age in report.ages}
    found |= {row.agency for row in report.consulting}
    found |= {row.holder.agency for row in report.holdings.rows}
    found |= {agency for chain in report.chains for agency in chain.way}
    found |= {wait.agency for wait in report.citizen_waits}
    for loop in report.brought_up:
        found |= {loop.giver, loop.asked, loop.superior, loop.named} - {0}
    return found | {row.holder.agency for row in report.charges}


def heirs_in(report: Report, on: date) -> dict[int, int]:
    """Return which agency answers on ``on`` for each one of a report that went into others."""
    into = successors.heirs(on)
    return {agency: into[agency] for agency in agencies_in(report) if agency in into}


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Working minutes in words: hours below a day, days with one decimal from a day on."""

    day: int
    uncounted_since: datetime | None = None
    """Since when nothing is counted, in a year whose calendar is not published."""

    @classmethod
    def of(cls, calendar: WorkingCalendar, at: datetime) -> "WorkingTime":
        """Return how long a day is worked by the calendar around ``at``."""
        return cls(calendar.minutes_of_a_day(local_date(at)), calendar.uncounted_since(at))

    def days(self, minutes: int) -> str:
        """Return ``2,5``."""
        rounded = round(minutes / self.day, 1)
        return formats.number(int(rounded) if rounded == int(rounded) else rounded)

    def words(self, minutes: int) -> str:
        """Return ``40 phút``, ``3,5 giờ`` or ``2,5 ngày``, of working time."""
        if minutes < MINUTES_OF_AN_HOUR:
            return _("{n} phút").format(n=minutes)
        if minutes < self.day:
            hours = formats.number(minutes / MINUTES_OF_AN_HOUR, 1).removesuffix(",0")
            return _("{n} giờ").format(n=hours)
        return _("{n} ngày").format(n=self.days(minutes))
