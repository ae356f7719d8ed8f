"""What the record needs from outside: witnesses that cosign its checkpoints."""

from collections.abc import Sequence
from typing import Protocol

from thongsuot.domains.ledger.rules.notes import Verifier


class Witness(Protocol):
    """Somebody elsewhere who remembers how far the log was, and cosigns when it only grew."""

    @property
    def verifier(self) -> Verifier:
        """The key by which its cosignatures are known."""

    def cosign(self, note: str, *, old: int, proof: Sequence[bytes]) -> str:
        """Return signature lines for a checkpoint that grew from ``old`` entries, by ``proof``.

        Raises:  WitnessElsewhere when it remembers another size; WitnessRefused when it does
                 not cosign; WitnessUnavailable when it gave no usable answer.
        """


class WitnessError(Exception):
    """A witness did not cosign.

    WitnessError
    ├── WitnessUnavailable   no answer in time, or none that can be read
    ├── WitnessRefused       it answered that it does not cosign, or its signature does not hold
    ├── WitnessElsewhere     it remembers the log at another size
    └── WitnessAhead         it remembers the log larger than it is: acts are missing here
    """


class WitnessUnavailable(WitnessError):
    """No answer in time, or none that can be read."""


class WitnessRefused(WitnessError):
    """It answered that it does not cosign, or its signature does not hold."""


class WitnessElsewhere(WitnessError):
    """It remembers the log at another size."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the witness remembers {size} entries")
        self.size = size


class WitnessAhead(WitnessError):
    """It remembers the log larger than it is: acts are missing here."""
