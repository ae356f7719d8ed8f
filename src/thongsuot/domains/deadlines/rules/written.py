"""Hours as tables keep them, and read back."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from thongsuot.domains.deadlines.terms import Season
from thongsuot.domains.deadlines.terms.hours import Hours, MonthDay


def hours(of: Hours) -> list[list[str]]:
    """Return sessions as ``[["07:00", "11:30"], ...]``."""
    return [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in of]


def season(of: Season) -> dict[str, Any]:
    """Return a season as the document writes it."""
    return {"from": _day(of.first), "to": _day(of.last), "sessions": hours(of.sessions)}


def weekdays(of: Mapping[int, Hours]) -> dict[str, Any]:
    """Return the sessions of each weekday."""
    return {str(number): hours(sessions) for number, sessions in of.items()}


def read_hours(kept: Sequence[Sequence[str]]) -> Hours:
    """Return the sessions that were kept."""
    return tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in kept)


def read_season(kept: Mapping[str, Any]) -> Season:
    """Return the season that was kept."""
    return Season(_read_day(kept["from"]), _read_day(kept["to"]), read_hours(kept["sessions"]))


def read_weekdays(kept: Mapping[str, Any]) -> dict[int, Hours]:
    """Return the sessions of each weekday that were kept."""
    return {int(number): read_hours(sessions) for number, sessions in kept.items()}


def _day(of: MonthDay) -> str:
    month, day = of
    return f"{month:02}-{day:02}"


def _read_day(kept: str) -> MonthDay:
    month, day = kept.split("-")
    return int(month), int(day)
