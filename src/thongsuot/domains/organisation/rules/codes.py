"""The two orders in which an agency's electronic code is written.

Source:  QĐ 20/2020/QĐ-TTg Art. 4 (highest level first); QCVN 102:2016 (highest level last).
         How many characters a level below the first has was not read in the text itself: two or
         three are accepted. See docs/law/areas.md.
"""

import re
from typing import Final

_FIRST: Final = re.compile(r"[A-Z][0-9]{2}(\.[0-9A-Z]{2,3}){0,4}")
_LAST: Final = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9]{2}")
_OLD_WIDTHS: Final = (3, 2, 2, 3)  # levels 1, 2, 3, 4 of the old order


def is_code(text: str) -> bool:
    """Return whether ``text`` is an agency code, highest level first."""
    return bool(_FIRST.fullmatch(text))


def is_legacy_code(text: str) -> bool:
    """Return whether ``text`` is an agency code of the old order, highest level last."""
    return bool(_LAST.fullmatch(text))


def in_old_order(code: str) -> str:
    """Return ``code`` as the old order writes it, or '' if it has no place there.

    H99.31 becomes 000.00.31.H99; absent levels are zeros.
    """
    levels = code.split(".")
    padded = levels + ["0" * width for width in _OLD_WIDTHS[len(levels) :]]
    if len(padded) != len(_OLD_WIDTHS):
        return ""
    if any(len(level) != width for level, width in zip(padded, _OLD_WIDTHS, strict=True)):
        return ""
    return ".".join(reversed(padded))


def in_new_order(legacy: str) -> str:
    """Return a code of the old order as the new one writes it: 000.00.31.H99 becomes H99.31."""
    levels = legacy.split(".")[::-1]
    while len(levels) > 1 and not levels[-1].strip("0"):
        levels.pop()
    return ".".join(levels)
