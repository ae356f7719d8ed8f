"""Reading the values of a calendar document; each refusal names its place and reason."""

import re
from datetime import date, time
from typing import Any

from thongsuot.domains.deadlines.terms import CalendarWrong
from thongsuot.kernel.text import single_line


def wrong(place: str, reason: str) -> CalendarWrong:
    """Return the refusal of one place in the document, and why."""
    return CalendarWrong(f"{place} {reason}", place=place, reason=reason)


def object_of(raw: object, place: str) -> dict[str, Any]:
    """Return an object as it was read."""
    if not isinstance(raw, dict):
        raise wrong(place, "is not an object")
    return raw


def list_of(raw: object, place: str) -> list[Any]:
    """Return a list as it was read."""
    if not isinstance(raw, list):
        raise wrong(place, "is not a list")
    return raw


def text_of(raw: object, place: str) -> str:
    """Return a text of one line."""
    text = single_line(raw) if isinstance(raw, str) else ""
    if not 0 < len(text) <= 300:
        raise wrong(place, "is not a text of 1 to 300 characters")
    return text


def code_of(raw: object, place: str) -> str:
    """Return the name of a version."""
    if not isinstance(raw, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", raw):
        raise wrong(place, "is not a version")
    return raw


def day_of(raw: object, place: str) -> date:
    """Return a day."""
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise wrong(place, "is not a day written as 2026-01-31")


def clock_of(raw: object, place: str) -> time:
    """Return a time of day."""
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{2}:\d{2}", raw):
            return time.fromisoformat(raw)
    except ValueError:
        pass
    raise wrong(place, "is not a time written as 07:30")
