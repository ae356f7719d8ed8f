"""Two readings of the same figures for everybody: subtracting one from the other tells nothing.

Decision 0014: who answers today is told first; what went into it is told as it was only where
that is told and no number of any part of it is small.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from thongsuot.entrypoints.shared.figures.few import told_rows

AS_WAS: Final = "noi-cu"
"""What asks in an address, as ``theo=``, for agencies as they were before a reorganisation."""
Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cut(Generic[Row, Key]):
    """How rows of one figure are told.

    ``key`` is whose the row is, and ``stands`` who answers for that today; ``count`` decides
    whether the row is told, ``finest`` is its smallest number but nothing.
    """

    key: Callable[[Row], Key]
    stands: Callable[[Key], Key]
    count: Callable[[Row], int]
    finest: Callable[[Row], int]


def told(
    now: Sequence[Row], was: Sequence[Row] | None, cut: Cut[Row, Key], few: int,
    *, shared: Mapping[Key, int] | None = None,
) -> tuple[list[Row], bool]:  # fmt: skip
    """Return the rows that are told, and whether any with something was left out.

    Of ``was``, where that is given; ``shared`` is how much of an heir's number is in more than
    one of the rows that went into it.
    """
    rows, left_out = told_rows(now, cut.count, few)
    if was is None:
        return rows, left_out
    keys = told_as_was(was, cut, {cut.key(row) for row in rows}, few, shared=shared)
    kept = [row for row in was if cut.count(row) and cut.key(row) in keys]
    return kept, len(kept) < sum(1 for row in was if cut.count(row))


def told_as_was(
    was: Sequence[Row], cut: Cut[Row, Key], told_now: Collection[Key], few: int,
    *, shared: Mapping[Key, int] | None = None,
) -> set[Key]:  # fmt: skip
    """Return whose rows may be told as they were, beside those of ``told_now``."""
    groups: dict[Key, list[Row]] = {}
    for row in was:
        groups.setdefault(cut.stands(cut.key(row)), []).append(row)
    found: set[Key] = set()
    for heir, rows in groups.items():
        parts = [cut.finest(row) for row in rows] if len(rows) > 1 else []
        parts.append((shared or {}).get(heir, 0))
        if heir in told_now and not any(0 < part < few for part in parts):
            found |= {cut.key(row) for row in rows}
    return found


def least(*numbers: int) -> int:
    """Return the smallest number but nothing; 0 where all are nothing."""
    return min((number for number in numbers if number), default=0)
