"""A place in a list that grows at its head, as an address names it: an instant and a number.

The next page begins after the last line shown, whatever came or went meanwhile.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

Key = TypeVar("Key")


def place_named(at: datetime, key: object) -> str:
    """Return the place of one line, to be put in an address."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}_{key}"


def place_in(text: str, key: Callable[[str], Key]) -> tuple[datetime, Key] | None:
    """Return the place that an address names; None, the beginning, for any other text.

    ``key`` reads the number and raises ValueError where it is none.
    """
    instant, _parted, number = text.partition("_")
    try:
        return datetime.fromisoformat(instant).replace(tzinfo=UTC), key(number)
    except ValueError:
        return None
