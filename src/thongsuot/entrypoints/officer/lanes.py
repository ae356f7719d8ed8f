"""Measures and words that every lane of the custody picture has in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from thongsuot.entrypoints.officer.axis import LEFT, WIDTH
from thongsuot.entrypoints.shared import shapes

LETTER: Final = 7.2
"""The usual width of a letter, in units of the picture."""
BAR, LINE = 26.0, 15.0
UNDER: Final = 24.0
"""How far below their usual place words stand under a bar, where there is no room beside it."""
ABOVE, BELOW = 11.0, 3.0
"""How far a line of words reaches above and below where it stands."""


@dataclass(frozen=True, slots=True)
class Pitch:
    """How high a lane is, and how far below its top its bar and the three lines beside it stand."""

    lane: float
    bar: float
    words: tuple[float, float, float]


ROOMY: Final = Pitch(66.0, 20.0, (21.0, 38.0, 55.0))
DENSE: Final = Pitch(44.0, 9.0, (13.0, 26.0, 39.0))
MOST_ROOMY: Final = 5
"""More lanes than this stand closer, so that the picture and its heading are one sheet of A4."""


def pitch_of(lanes: int) -> Pitch:
    """Return how so many lanes are set."""
    return ROOMY if lanes <= MOST_ROOMY else DENSE


def lane_head(lane: Pitch, top: float, *said: tuple[str, str]) -> Iterator[str]:
    """Yield the three lines at the left of a lane: words, each with its class."""
    for lower, (words, name) in zip(lane.words, said, strict=True):
        yield shapes.text(0, top + lower, words, "start", name)


class Labels:
    """Words beside bars, none over another or over a bar: each finds the first free place."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float]] = []
        self._bars: list[tuple[float, float, float]] = []

    def keep_off(self, start: float, end: float, top: float) -> None:
        """Leave a bar to itself: words at other bars stand around it."""
        self._bars.append((start, end, top))

    def beside(self, words: str, start: float, end: float, y: float, name: str) -> str:
        """Return words left of a bar, right of it, or some lines lower or higher on either side.

        Where nothing is free they stand beside the bar: the table below the picture has them. Where
        the bar fills the picture they stand under it.
        """
        width = len(words) * LETTER
        sides = ((start - 8 - width, start - 8, "end"), (end + 12, end + 12 + width, "start"))
        for lower in (0.0, LINE, 2 * LINE, -LINE):
            for left, right, anchor in sides:
                if left >= LEFT and right <= WIDTH and self._is_free(left, right, y + lower):
                    self._taken.append((left, right, y + lower))
                    return shapes.text(
                        right if anchor == "end" else left, y + lower, words, anchor, name
                    )
        if sides[0][0] < LEFT and sides[1][1] > WIDTH:
            return shapes.text(start, y + UNDER, words, "start", name)
        left, right, anchor = sides[sides[0][0] < LEFT]
        return shapes.text(right if anchor == "end" else left, y, words, anchor, name)

    def _is_free(self, left: float, right: float, y: float) -> bool:
        return all(
            right < taken_left or left > taken_right or abs(y - at) >= LINE
            for taken_left, taken_right, at in self._taken
        ) and all(
            right < start or left > end or y + BELOW <= top or y - ABOVE >= top + BAR
            for start, end, top in self._bars
        )


def cut(text: str) -> str:
    """Return a name that finds room before the lanes."""
    most = int((LEFT - 16) / LETTER)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
