"""What an answer to the record must be."""

from typing import Final

from thongsuot.domains.accountability.terms import WordsMissing

LETTERS: Final = 2_000
FEWEST: Final = 10


def check_words(words: str) -> str:
    """Return the words of an answer as they are kept.  Raises: WordsMissing."""
    kept = words.strip()
    if not FEWEST <= len(kept) <= LETTERS:
        raise WordsMissing("an answer says something", fewest=FEWEST, most=LETTERS)
    return kept
