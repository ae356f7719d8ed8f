"""Places in the order of the inbox, as an address carries them: instants and a row's number."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from thongsuot.domains.dossiers.queries.inbox_places import NEVER_PAUSED, Place

AFTER: Final = "sau"
BEFORE: Final = "truoc"
MOST_DIGITS: Final = 18
"""Fewer than the database's widest whole number has."""
_PARTS: Final = 4
_MICROSECOND: Final = timedelta(microseconds=1)


def written(place: Place) -> str:
    """Return a place for an address; ``asked`` reads it back.

    Units:  microseconds since 1970, three times, then the row's number.
    """
    instants = (place.paused_or_not, place.due_or_never, place.submitted_at)
    counted = [(instant - NEVER_PAUSED) // _MICROSECOND for instant in instants]
    return ".".join(str(number) for number in [*counted, place.number])


def asked(request: HttpRequest, side: str) -> Place | None:
    """Return the place that the address names under ``side``; None for what is none."""
    parts = request.GET.get(side, "").split(".")
    numbers = [int(part) for part in parts if _is_number(part)]
    if len(parts) != _PARTS or len(numbers) != _PARTS:
        return None
    try:
        first, second, third = (NEVER_PAUSED + _MICROSECOND * number for number in numbers[:3])
    except OverflowError:
        return None
    return Place(first, second, third, numbers[3])


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS
