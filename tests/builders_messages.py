"""Carriers of messages that fail as they are told, and messages that nothing could carry."""

from datetime import timedelta

from tests.builders import LAN

from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import Channel, MessageState, Recipient

AROUND = exchange.Surroundings("https://mauan.example", "1900 0000")
LAN_BOTH = Recipient(email="lan@vidu.example", phone=LAN.phone)


class Way:
    """A carrier that keeps letters, or fails as it is told, as often as it is told."""

    def __init__(self, *failures):
        self.failures, self.letters = list(failures), []

    def carry(self, letter):
        if self.failures:
            raise self.failures.pop(0)
        self.letters.append(letter)
        return "ref-1"


def ways(to=LAN_BOTH, **carriers):
    """Return the ways of a test: carriers by channel, one recipient for everybody."""
    return exchange.Ways(
        {Channel(name): carrier for name, carrier in carriers.items()}, lambda _whom: to, AROUND
    )


def copies_of(dead, count):
    """Add dead messages that ended one minute after another, behind the first."""
    for number in range(1, count + 1):
        Message.objects.create(
            subject=dead.subject, recipient=dead.recipient, template="received",
            cause=f"x{number}", values={}, created_at=dead.created_at, next_at=dead.created_at,
            state=MessageState.DEAD, ended_at=dead.ended_at + timedelta(minutes=number),
            last_error="too-old",
        )  # fmt: skip
