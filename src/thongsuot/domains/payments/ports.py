"""What payments need from outside: the platform that takes citizens' money for the state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from thongsuot.domains.payments.terms import Confirmation, PlatformOrder


class PlatformUnavailable(Exception):
    """The platform does not answer, or nothing usable; the payment may have been opened."""


class PlatformRefused(Exception):
    """The platform answered, and will not."""


class MessageForged(Exception):
    """The checksum is wrong, or the message is not about what was asked."""


class PaymentPlatform(Protocol):
    """Opens payments, tells what became of them, confirms them at our door."""

    def open(self, order: PlatformOrder) -> str:
        """Return where the citizen goes on; opened again under its reference, the same payment.

        Raises:  PlatformUnavailable; PlatformRefused.
        """

    def query(self, reference: str, *, at: datetime) -> Confirmation:
        """Return what became of a payment.  Raises: PlatformUnavailable; MessageForged."""

    def bill(self, reference: str, *, at: datetime) -> bytes:
        """Return the platform's receipt.  Raises: PlatformUnavailable; PlatformRefused."""

    def read(self, message: Mapping[str, Any]) -> Confirmation:
        """Return what a confirmation says.  Raises: MessageForged."""

    def answer(self, reference: str, *, accepted: bool, at: datetime) -> dict[str, Any]:
        """Return what a confirmation is answered with."""
