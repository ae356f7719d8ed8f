"""The words of papers that no officer writes: they ship as data, each with its source."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from thongsuot.kernel.packaged import packaged_json


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """What papers say of themselves; ``{…}`` in a text is filled in by whoever prints it."""

    remedy: str
    recipients: tuple[str, ...]
    committee: tuple[str, str]
    """The long name and how it is cut where an agency stands above another."""
    granted_applicant: str
    granted_procedure: str
    granted_result: str
    granted_as_asked: str
    no_reason: str
    at_the_desk: str
    in_hand: str
    precedent: str


@cache
def paper_words() -> PaperWords:
    """Return the words that come with the package."""
    words = packaged_json("thongsuot.domains.dossiers", "paper_words.json")["words"]
    return PaperWords(**{name: _frozen(word["text"]) for name, word in words.items()})


def recipients_with(desk: str) -> tuple[str, ...]:
    """Return who gets a paper that the desk is to have too: it stands after the addressee.

    Source:  NĐ 61/2018 Art. 19(4), 19(9).
    """
    addressee, *others = paper_words().recipients
    return (addressee, desk, *others)


def _frozen(text: Any) -> Any:
    return text if isinstance(text, str) else tuple(text)
