"""A long list in parts: a statement of the database carries at most 65,535 values."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_parts(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the rows in their order, ``size`` at a time.  Units: ``size`` in rows, 1 or more."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
