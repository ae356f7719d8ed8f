"""The shipped calendar without a database, and instants of local clock times."""

import json
from datetime import datetime
from pathlib import Path

from thongsuot.domains import deadlines
from thongsuot.domains.deadlines.rules.document import parse
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.kernel.clock import LOCAL

SHIPPED = json.loads(
    (Path(deadlines.__file__).parent / "data" / "calendar-2022-2026.json").read_text("utf-8")
)


def document(**parts) -> dict:
    """Return the shipped calendar document, with some parts replaced."""
    return json.loads(json.dumps(SHIPPED)) | parts


def calendar(**parts) -> WorkingCalendar:
    """Return the shipped calendar, with some parts of its document replaced."""
    return WorkingCalendar(parse(document(**parts)).facts)


def local(text: str) -> datetime:
    """Return the instant of a local clock time written as 2026-03-02 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


OWN_HOURS = {
    "agency": "H99.31", "valid_from": "2023-03-01", "source": "Quyết định mẫu",
    "sessions": [["07:30", "11:30"], ["13:00", "17:00"]],
    "seasons": [
        {"from": "04-16", "to": "10-15",
         "sessions": [["06:30", "09:00"], ["09:30", "11:30"], ["13:30", "16:30"]]},
        {"from": "12-20", "to": "01-10", "sessions": [["08:00", "12:00"], ["13:30", "16:30"]]},
    ],
}  # fmt: skip
"""An invented agency's hours: a summer, and a winter that crosses New Year."""
HALVES = {
    "2024": {"2024-02-07": {"worked": "morning", "name": "Nghỉ chiều 28 Tết"},
             "2024-06-08": {"worked": "morning", "name": "Làm bù buổi sáng thứ Bảy"}},
    "2025": {"2025-12-31": {"worked": "morning", "name": "Nghỉ chiều cuối năm"},
             "2025-09-03": {"worked": "afternoon", "name": "Làm buổi chiều"}},
}  # fmt: skip


def with_half_days() -> dict:
    """Return the shipped years with invented half days, two of weekdays, one of a Saturday."""
    return SHIPPED["years"] | {
        year: SHIPPED["years"][year] | {"half_day": halves} for year, halves in HALVES.items()
    }
