"""Counts below which nothing is told: neither the count itself, nor what gives it away.

``few`` is the least count that is told; with 0 everything is. What is not told is None.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def told(number: int, few: int) -> int | None:
    """Return the count, or None where it is too small."""
    return number if number >= few else None


def told_parts(parts: Sequence[int], few: int) -> list[int | None]:
    """Return the parts of a whole that is told itself.

    What is left of the whole must not be a small count either: then the least part goes, too.
    """
    kept = sorted(part for part in parts if part >= few)
    rest = sum(parts) - sum(kept)
    least = kept[0] + 1 if kept and 0 < rest < few else few
    return [told(part, least) for part in parts]


def told_rows(rows: Sequence[Row], count: Callable[[Row], int], few: int) -> tuple[list[Row], bool]:
    """Return the rows that are told, in their order, and whether any with something was left out.

    The sum of all may be known from elsewhere: what is left out is never a small count itself.
    """
    shown = told_parts([count(row) for row in rows], few)
    kept = [row for row, number in zip(rows, shown, strict=True) if number]
    return kept, any(count(row) for row in rows) and len(kept) < sum(bool(count(r)) for r in rows)


def told_sum(numbers: Sequence[int], few: int) -> int | None:
    """Return the sum of counts of which the small ones are not told; None where it tells them."""
    hidden = sum(number for number in numbers if number < few)
    return None if 0 < hidden < few else sum(numbers)


def told_apart(
    cells: Mapping[tuple[int, int], int], told_now: Collection[int], few: int, *, none_is_told: bool
) -> set[int]:
    """Return the rows of an older cut of the same counts that may be told beside a newer one.

    ``cells`` are the counts by older and newer row. Older and newer rows that share a count hang
    together; sums and differences of what hangs together are sums of its cells. So it is told
    only where each of its cells is large (or nothing, where that is told) and each newer row of it
    is told: then whoever subtracts one cut from the other finds no small count.
    """
    found: set[int] = set()
    for group in _hanging_together(cells):
        large = all(cells[c] >= few or (none_is_told and not cells[c]) for c in group)
        if large and all(now in told_now for _was, now in group):
            found |= {was for was, _now in group}
    return found


def _hanging_together(cells: Collection[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    groups: list[list[tuple[int, int]]] = []
    for cell in cells:
        near = [g for g in groups if any(cell[0] == was or cell[1] == now for was, now in g)]
        groups = [g for g in groups if g not in near]
        groups.append([cell, *(other for group in near for other in group)])
    return groups
