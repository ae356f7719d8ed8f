"""What papers need from outside: a decision on reading, a stream, a signature."""

from datetime import datetime
from typing import Protocol

from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.ledger.terms import Actor


class MayRead(Protocol):
    """The decision of the room that owns the subject; papers know it by name alone."""

    def __call__(self, by: Actor, subject: str, kind: Kind) -> bool:
        """Return whether ``by`` may read papers of this kind of ``subject``."""


class Incoming(Protocol):
    """Bytes on their way in, read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end.  Raises OSError if the sender left."""


class Signer(Protocol):
    """Puts an officer's electronic signature on a PDF."""

    def sign(self, pdf: bytes, *, officer_id: int, reason: str, at: datetime) -> bytes:
        """Return ``pdf`` with a signature appended; what was there before stays byte by byte.

        It bounds its own time, being asked within the act's transaction: whoever acts on the same
        dossier, or takes a number of the same register, waits for it.
        Raises:  SigningFailed if the key or the certificate cannot be used, or no answer comes.
        """


class SigningFailed(Exception):
    """A fault of the signing service: nothing was signed."""
