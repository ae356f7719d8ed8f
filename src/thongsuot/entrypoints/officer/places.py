"""Places in the order of a list, as an address carries them: instants and a row's number."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from thongsuot.domains.dossiers.queries.inbox_places import NEVER_PAUSED, Place

AFTER: Final = "sau"
BEFORE: Final = "truoc"
MOST_DIGITS: Final = 18
"""Fewer than the database's widest whole number has."""
FEW_DIGITS: Final = 9
"""Fewer than a plain whole number of the database has."""
_MICROSECOND: Final = timedelta(microseconds=1)
_OF_THE_INBOX: Final = 3
"""Instants in a place of the inbox."""


def written(place: Place) -> str:
    """Return a place of the inbox for an address; ``asked`` reads it back."""
    instants = (place.paused_or_not, place.due_or_never, place.submitted_at)
    return _written(instants, place.number)


def asked(request: HttpRequest, side: str) -> Place | None:
    """Return the place of the inbox that the address names under ``side``, if it names one."""
    found = _asked(request, side, _OF_THE_INBOX)
    if found is None:
        return None
    (paused, due, submitted), number = found
    return Place(paused, due, submitted, number)


def written_due(due_at: datetime, number: int) -> str:
    """Return a place among what is due, for an address; ``asked_due`` reads it back."""
    return _written([due_at], number)


def asked_due(request: HttpRequest) -> tuple[datetime, int] | None:
    """Return the place among what is due behind which to begin; None for what is none."""
    found = _asked(request, AFTER, 1)
    return (found[0][0], found[1]) if found else None


def number_asked(request: HttpRequest) -> int | None:
    """Return behind which number to begin: 0 where none is named, None for what is no number."""
    said = request.GET.get(AFTER, "0")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= FEW_DIGITS else None


def _written(instants: Iterable[datetime], number: int) -> str:
    """Return instants in microseconds since 1970, then the row's number."""
    counted = [(instant - NEVER_PAUSED) // _MICROSECOND for instant in instants]
    return ".".join(str(each) for each in [*counted, number])


def _asked(request: HttpRequest, side: str, instants: int) -> tuple[list[datetime], int] | None:
    parts = request.GET.get(side, "").split(".")
    numbers = [int(part) for part in parts if _is_number(part)]
    if len(parts) != instants + 1 or len(numbers) != instants + 1:
        return None
    try:
        return [NEVER_PAUSED + _MICROSECOND * number for number in numbers[:-1]], numbers[-1]
    except OverflowError:
        return None


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS
