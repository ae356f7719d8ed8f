"""A calendar for tests that go by the clock of today, whatever year that is.

The product ships only published calendars and refuses to guess the others; what the clock of the
machine says must not decide whether a test passes, so the coming years are invented here.
"""

import sys
from datetime import date
from typing import Any

YEARS_AHEAD = 2


def calendar_of_coming_years(today: date) -> dict[str, Any]:
    """Return the shipped calendar, in force from ``today``, with invented years after its last."""
    from thongsuot.domains.deadlines.queries import shipped_document

    document = dict(shipped_document())
    years = dict(document["years"])
    for year in range(int(max(years)) + 1, today.year + YEARS_AHEAD + 1):
        years[str(year)] = {"day_off": {f"{year}-01-01": "Tết Dương lịch"}, "work_on": []}
    return document | {
        "version": f"tests-{today:%Y%m%d}",
        "in_force_from": today.isoformat(),
        "source": "invented for tests",
        "years": years,
    }


def publish_calendar_of_coming_years() -> None:
    """Put it in force; done twice on a day, it is published once."""
    from thongsuot.domains.deadlines import services
    from thongsuot.domains.ledger.terms import Actor
    from thongsuot.kernel.clock import local_date, utc_now

    at = utc_now()
    document = calendar_of_coming_years(local_date(at))
    services.publish_calendar(document=document, by=Actor.system(), at=at)


if __name__ == "__main__":
    import django

    django.setup()
    publish_calendar_of_coming_years()
    sys.exit(0)
