"""A real mail server (aiosmtpd) on loopback that keeps letters and answers as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import create_server
from typing import Any

from aiosmtpd.controller import Controller

FINE = "250 OK"
HANG_UP = "hang up"


@dataclass
class Desk:
    """The other side of the counter; ``answers`` by the command that they answer."""

    envelopes: list[Any] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def letters(self) -> list[EmailMessage]:
        """What was taken in, as letters."""
        return [message_from_bytes(e.content, policy=policy.default) for e in self.envelopes]  # type: ignore[misc]  # as the policy makes them

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        """Answer to the sender."""
        if "MAIL" not in self.answers:
            envelope.mail_from = address
        return self.answers.get("MAIL", FINE)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - as above
        """Answer to whom it is for."""
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", FINE)

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - as above
        """Answer to the letter itself; what is hung up on was taken all the same."""
        answer = self.answers.get("DATA", FINE)
        if answer in {FINE, HANG_UP}:
            self.envelopes.append(envelope)
        if answer == HANG_UP:
            server.transport.abort()
        return answer


@contextmanager
def post_office(desk: Desk, **options: Any) -> Iterator[int]:
    """Run a mail server; yields its port."""
    with create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    office = Controller(desk, hostname="127.0.0.1", port=port, ready_timeout=20, **options)
    office.start()
    try:
        yield port
    finally:
        office.stop()
