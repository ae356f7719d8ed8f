"""Reading the words of citizens: plain names, synonyms, life events."""

from collections.abc import Mapping, Sequence
from typing import Any

from thongsuot.domains.catalogue.terms import Elsewhere, LifeEvent, PlainName, PlainWords, Synonym
from thongsuot.kernel.text import fold

_PREFIX = "Thủ tục "


def read_words(document: Mapping[str, Any]) -> PlainWords:
    """Return the words that ``document`` (the parsed data file) holds.

    Raises:  KeyError when a part is missing.
    """
    names: Sequence[Mapping[str, Any]] = document["procedures"]
    return PlainWords(
        names={
            item["code"]: PlainName(item["code"], item["plain_name"], tuple(item["says"]))
            for item in names
        },
        life_events=tuple(
            LifeEvent(item["slug"], item["name"], item["hint"], tuple(item["procedures"]))
            for item in document["life_events"]
        ),
        synonyms=tuple(
            Synonym(tuple(item["says"]), item["means"]) for item in document["synonyms"]
        ),
        fillers=frozenset(fold(word) for word in document["fillers"]),
        elsewhere=tuple(
            Elsewhere(tuple(item["says"]), item["answer"], item["source"])
            for item in document["elsewhere"]
        ),
    )


def plain_name(words: PlainWords, code: str, official: str) -> str:
    """Return the name citizens use, or the official one without "Thủ tục"."""
    known = words.names.get(code)
    if known:
        return known.name
    bare = official[len(_PREFIX) :] if fold(official).startswith(fold(_PREFIX)) else official
    return bare[:1].upper() + bare[1:]
