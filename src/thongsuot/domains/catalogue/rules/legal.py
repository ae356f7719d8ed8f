"""Reading numbers of legal documents that page text has run together with the next word.

Source:  data/README of the national crawl: a number may have swallowed the letter after it
         (``123/2015/NĐ-CPN`` from "123/2015/NĐ-CPNghị định"); docs/law/catalogue.md.
"""

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"(?P<number>\d[\d.]*/(?:\d{4}/)?)(?P<symbol>\S+)")
_SWALLOWED = re.compile(r"[-A-ZĐ]{1,5}")


def repair_base(text: str, symbols: frozenset[str]) -> str:
    """Return the number of the document with the letters it has swallowed cut off.

    Only a known symbol followed by at most five capitals is cut; whatever else stays as it is.
    """
    match = _NUMBER.fullmatch(text)
    if not match or match["symbol"] in symbols:
        return text
    symbol = match["symbol"]
    for end in range(len(symbol) - 1, 2, -1):
        if symbol[:end] in symbols and _SWALLOWED.fullmatch(symbol[end:]):
            return match["number"] + symbol[:end]
    return text


def repair_bases(texts: Iterable[str], symbols: frozenset[str]) -> tuple[tuple[str, ...], int]:
    """Return the numbers, repaired and each once, in order; and how many were repaired."""
    given = [text for text in texts if text]
    repaired = [repair_base(text, symbols) for text in given]
    changed = sum(before != after for before, after in zip(given, repaired, strict=True))
    return tuple(dict.fromkeys(repaired)), changed


def looks_like_number(text: str) -> bool:
    """Tell whether ``text`` has the shape of a document number."""
    return _NUMBER.fullmatch(text) is not None
