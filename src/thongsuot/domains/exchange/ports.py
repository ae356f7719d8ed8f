"""What this room needs from outside: somebody who carries a letter."""

from collections.abc import Callable
from typing import Protocol

from thongsuot.domains.exchange.terms import Letter, Recipient

AddressBook = Callable[[str], Recipient | None]
"""Where somebody can be reached whom a message names; nothing for whom nobody knows."""


class NotCarried(Exception):
    """A letter was not delivered; ``code`` says why and holds neither address nor words.

    NotCarried
    ├── CarrierDown    the way itself is closed: no letter goes by it for now
    ├── TryLater       this letter was put off
    └── NeverWorks     this letter cannot go by this way, however often it is tried
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:40]


class CarrierDown(NotCarried):
    """Nobody answered, or nobody let us in; the letter may yet have arrived."""


class TryLater(NotCarried):
    """The other side asks to try this letter again."""


class NeverWorks(NotCarried):
    """The other side refuses this letter for good."""


class Carrier(Protocol):
    """One way for letters to go. The same letter carried twice is known by its id."""

    def carry(self, letter: Letter) -> str:
        """Deliver a letter; return what the other side calls it.

        Raises:  CarrierDown; TryLater; NeverWorks.
        """
