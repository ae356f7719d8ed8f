"""Our own icons and state marks, one drawing a file under ``icons/`` and ``icons/signs/``.

Icons: 24 grid, stroke 1.75, round ends, no fill. State marks: filled shapes 12 high. Neither
stands without a word beside it, so both are hidden from screen readers.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "icons"
_SVG: Final = re.compile(r"<svg[^>]*viewBox=\"(?P<box>[^\"]+)\"[^>]*>(?P<shapes>.*)</svg>", re.S)


def _read(folder: Path) -> Mapping[str, tuple[str, str]]:
    drawings = {}
    for path in folder.glob("*.svg"):
        found = _SVG.search(path.read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"{path.name} is not a drawing with a viewBox")
        drawings[path.stem] = (found["box"], found["shapes"])
    return drawings


ICONS: Final = _read(FOLDER)
SIGNS: Final = _read(FOLDER / "signs")
LIFE_EVENTS: Final = (
    "child",
    "marriage",
    "house",
    "school",
    "work",
    "business",
    "vehicle",
    "elderly",
)
"""Icons of the eight life events, in the order of the home page."""


def icon_svg(name: str, modifier: str = "") -> str:
    """Return an icon to stand inline; ``modifier`` adds the class ``ts-icon--…``."""
    return _inline("ts-icon" + (f" ts-icon--{modifier}" if modifier else ""), *ICONS[name])


def sign_svg(name: str) -> str:
    """Return a state mark to stand inline."""
    return _inline(f"ts-sign ts-sign--{name}", *SIGNS[name])


def _inline(classes: str, box: str, shapes: str) -> str:
    opening = f'<svg class="{classes}" viewBox="{box}" aria-hidden="true" focusable="false">'
    return f"{opening}{shapes}</svg>"
