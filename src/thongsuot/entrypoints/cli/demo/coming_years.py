"""Calendars of years that nobody has published yet, invented: for samples and measures alone.

The product ships published calendars and refuses to guess the others. A sample that is tried, a
measurement and a test may not stop for that; the calendar's source says that it is invented.
"""

from datetime import date, datetime
from typing import Any, Final

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import services
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

YEARS_AHEAD: Final = 2
NEEDED_AHEAD: Final = 1
"""A limit that begins in one year may end in the next."""


def with_invented_years(today: date) -> dict[str, Any]:
    """Return the shipped calendar with invented years after its last one."""
    document: Any = deadlines.shipped_document()
    years, last = dict(document["years"]), today.year + YEARS_AHEAD
    missing = range(int(max(years)) + 1, last + 1)
    if not missing:
        return dict(document)
    for year in missing:
        years[str(year)] = {"day_off": {f"{year}-01-01": "Tết Dương lịch"}, "work_on": []}
    said = f"{document['source']}; từ năm {missing[0]} là dữ liệu mẫu, chưa được công bố"
    return document | {"source": said, "years": years}


def invented_calendar(today: date) -> dict[str, Any]:
    """Return it as a version of its own, in force from ``today``."""
    document = with_invented_years(today)
    named = {"version": f"mau-{max(document['years'])}", "in_force_from": today.isoformat()}
    return document | named


def publish_invented(at: datetime) -> None:
    """Put invented years in force where the calendar ends too soon; else change nothing."""
    today = local_date(at)
    if deadlines.calendar_at(at).facts.last_year < today.year + NEEDED_AHEAD:
        services.publish_calendar(document=invented_calendar(today), by=Actor.system(), at=at)
