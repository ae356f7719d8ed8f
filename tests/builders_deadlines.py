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
