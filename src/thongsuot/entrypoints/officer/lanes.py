"""Measures and words that every lane of the custody picture has in common."""

from typing import Final

from thongsuot.entrypoints.officer.axis import LEFT
from thongsuot.entrypoints.shared import shapes

LETTER: Final = 7.2
"""The usual width of a letter, in units of the picture."""
LANE, BAR = 66.0, 26.0


def beside(words: str, start: float, end: float, y: float, name: str) -> str:
    """Return words left of a bar where there is room, else right of it."""
    if start - LEFT > len(words) * LETTER:
        return shapes.text(start - 8, y, words, "end", name)
    return shapes.text(end + 12, y, words, "start", name)


def cut(text: str) -> str:
    """Return a name that finds room before the lanes."""
    most = int((LEFT - 16) / LETTER)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
