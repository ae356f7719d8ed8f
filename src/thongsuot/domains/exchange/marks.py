"""By what a carrier's report is told apart from a forged one: a mark that only we can make."""

from typing import Final
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT: Final = "exchange.reports"
_LETTERS: Final = 32


def mark_of(letter: UUID) -> str:
    """Return what a carrier must send back with its report on a letter."""
    return salted_hmac(_SALT, str(letter), algorithm="sha256").hexdigest()[:_LETTERS]


def is_marked(letter: UUID, mark: str) -> bool:
    """Whether a mark is that of a letter."""
    return constant_time_compare(mark, mark_of(letter))
