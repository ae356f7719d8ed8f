"""The root of every refusal.

    Refused
    └── <Room>Error                 one base per room, in its ``terms.py``
        └── NotTheHolder, ...       named for what happened

A refusal is an answer, not a fault: what was asked is not allowed, and the code says why.
Faults (a broken seal, a lost connection) are ordinary exceptions and do not come from here.
"""

from typing import ClassVar

Fact = str | int


class Refused(Exception):
    """The act asked for is not allowed; nothing was changed.

    ``code`` is stable and kebab-case: doors translate it into a Vietnamese sentence, and
    machines may branch on it. ``facts`` fill that sentence; they never hold personal data.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **facts: Fact) -> None:
        super().__init__(message or self.code)
        self.facts: dict[str, Fact] = facts
