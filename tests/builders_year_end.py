"""The turn of a year: dossiers of November that are looked at in January."""

from datetime import UTC, date, datetime

from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.demo.coming_years import invented_calendar

NOVEMBER = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
"""Monday 30 November 2026, 08:30 in Vietnam; the shipped calendar ends with December."""
JANUARY = datetime(2027, 1, 4, 1, 30, tzinfo=UTC)
"""Monday 4 January 2027, 08:30 in Vietnam."""


def publish_next_year() -> None:
    """Publish in December a calendar that goes on into the next year."""
    day = date(2026, 12, 10)
    deadlines.publish_calendar(
        document=invented_calendar(day), by=Actor.system(),
        at=datetime(2026, 12, 10, 1, 30, tzinfo=UTC),
    )  # fmt: skip
