"""Readers of the fields of files: a value, or a ValueError that says what is wrong with it.

They never repeat the value: what is wrong may be something personal in the wrong place.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from thongsuot.domains.organisation.rules import codes
from thongsuot.kernel.clock import LOCAL
from thongsuot.kernel.text import single_line

Value = str | bool | date | None
Reader = Callable[[object], Value]


@dataclass(frozen=True, slots=True)
class Column:
    """How one field is read; a field without a default must be there."""

    read: Reader
    required: bool = True
    default: Value = None


def text(longest: int) -> Reader:
    """Return what reads a line of text of at most ``longest`` characters, blanks made single."""

    def read(raw: object) -> str:
        if not isinstance(raw, str):
            raise ValueError("is not text")
        line = single_line(raw)
        if not line:
            raise ValueError("is empty")
        if len(line) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return line

    return read


def matching(pattern: str, meaning: str) -> Reader:
    """Return what reads text of this shape; ``meaning`` says in words what it is."""
    compiled = re.compile(pattern)

    def read(raw: object) -> str:
        if not isinstance(raw, str) or not compiled.fullmatch(raw.strip()):
            raise ValueError(f"is not {meaning}")
        return raw.strip()

    return read


def one_of(choices: type[StrEnum]) -> Reader:
    """Return what reads one of these words."""

    def read(raw: object) -> str:
        if raw not in {choice.value for choice in choices}:
            raise ValueError("is none of " + ", ".join(choice.value for choice in choices))
        return str(raw)

    return read


def agency_code(raw: object) -> str:
    """Read an agency code, highest level first.  Raises: ValueError."""
    if not isinstance(raw, str) or not codes.is_code(raw.strip()):
        raise ValueError("is not an agency code, highest level first")
    return raw.strip()


def either_code(raw: object) -> str:
    """Read an agency code in either order.  Raises: ValueError."""
    code = raw.strip() if isinstance(raw, str) else ""
    if not codes.is_code(code) and not codes.is_legacy_code(code):
        raise ValueError("is not an agency code")
    return code


def legacy_code(raw: object) -> str:
    """Read an agency code, highest level last, '' where there is none.  Raises: ValueError."""
    if raw == "":
        return ""
    if not isinstance(raw, str) or not codes.is_legacy_code(raw.strip()):
        raise ValueError("is not an agency code, highest level last")
    return raw.strip()


def username(raw: object) -> str:
    """Read an account name.  Raises: ValueError."""
    name = raw.strip().lower() if isinstance(raw, str) else ""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,59}", name):
        raise ValueError("is not an account name")
    return name


def day(raw: object) -> date:
    """Read a day.  Raises: ValueError."""
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise ValueError("is not a day written as 2025-07-01")


def start_of_day(raw: object) -> date:
    """Read an instant with its zone that is the first of a local day, and return that day.

    Raises:  ValueError.
    """
    try:
        at = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValueError("is not an instant with its zone, such as 2025-07-01T00:00:00+07:00")
    local = at.astimezone(LOCAL)
    if local.time() != time():
        raise ValueError("is not the first instant of a day: what holds, holds by the day")
    return local.date()


def yes_or_no(raw: object) -> bool:
    """Read a yes or no.  Raises: ValueError."""
    if not isinstance(raw, bool):
        raise ValueError("is neither true nor false")
    return raw


AREA: Final = matching(r"\d{2}|\d{3}|\d{5}", "a code of an administrative unit")
PHONE: Final = Column(matching(r"[0-9+() .-]{3,20}", "a telephone number"), False, "")
POST: Final = matching(r"[A-Z0-9.]{3,40}:[A-Za-z0-9._-]{1,39}", "a post code (agency:name)")
PROCEDURE: Final = matching(r"[0-9A-Za-z][0-9A-Za-z.-]{1,19}", "a procedure code")
SOURCE: Final = Column(text(200), False, "")
