"""Letters over SMTP: one connection a letter; a mail server's "later" and "never" kept apart."""

import smtplib
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from thongsuot.adapters.patience import cut_after
from thongsuot.domains.exchange.ports import CarrierDown, NeverWorks, NotCarried, TryLater
from thongsuot.domains.exchange.terms import Letter

PATIENCE_S: Final = 10.0
PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
CLOSING: Final = 421
"""The server closes the line: that is no answer to this letter."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where and how letters are given in; ``security`` is one of ``PORTS``."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    """Who vouches for the server, where that is none of the machine's own authorities."""


def mail_server(url: str, ca_file: str = "") -> MailServer:
    """Return the server that an address names, ``smtp+starttls://user:password@host:587``.

    Raises:  ValueError for another kind of address, or one without a host.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("a mail server is smtp://, smtp+starttls:// or smtps:// with its host")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        security=parts.scheme,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ca_file=ca_file,
    )


class SmtpCarrier:
    """Carries letters to one mail server, from one sender."""

    def __init__(self, server: MailServer, sender: str, patience_s: float = PATIENCE_S) -> None:
        self._server, self._sender, self._patience_s = server, sender, patience_s

    def carry(self, letter: Letter) -> str:
        """Give the letter in (``exchange.ports.Carrier``); returns its Message-ID."""
        written = self._written(letter)
        try:
            line = self._line(written["From"].addresses[0].domain)
            with closing(line), cut_after(self._patience_s, lambda: line.sock):
                self._enter(line)
                self._give(line, letter, written)
                with suppress(OSError, smtplib.SMTPException):  # it has the letter already
                    line.quit()
        except NotCarried:
            raise
        except TimeoutError as error:
            raise CarrierDown("time-out") from error
        except smtplib.SMTPResponseException as error:
            raise CarrierDown(f"smtp-{error.smtp_code}") from error
        except smtplib.SMTPNotSupportedError as error:
            raise CarrierDown("not-supported") from error
        except smtplib.SMTPServerDisconnected as error:
            raise CarrierDown("connection-lost") from error
        except ssl.SSLError as error:
            raise CarrierDown("tls") from error
        except (OSError, smtplib.SMTPException) as error:
            raise CarrierDown("no-connection") from error
        return str(written["Message-ID"])

    def _line(self, house: str) -> smtplib.SMTP:
        """Return a line that is not connected yet, so that connecting can be cut too."""
        wait = self._patience_s
        if self._server.security == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                local_hostname=house, timeout=wait, context=self._trust()
            )
        else:
            line = smtplib.SMTP(local_hostname=house, timeout=wait)
        line._host = self._server.host  # type: ignore[attr-defined]  # whom the certificate must name
        return line

    def _enter(self, line: smtplib.SMTP) -> None:
        """Connect and greet; with STARTTLS never go on in the clear."""
        greeted, _said = line.connect(self._server.host, self._server.port)
        if greeted != 220:
            raise CarrierDown(f"smtp-{greeted}")
        line.ehlo_or_helo_if_needed()
        if self._server.security == "smtp+starttls":
            line.starttls(context=self._trust())
            line.ehlo()
        if self._server.user:
            line.login(self._server.user, self._server.password)

    def _give(self, line: smtplib.SMTP, letter: Letter, written: EmailMessage) -> None:
        sender = written["From"].addresses[0].addr_spec
        _check(line.mail(sender), ours=True)
        _check(line.rcpt(letter.address))
        _check(line.data(written.as_bytes(policy=SMTP)))

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._server.ca_file or None)

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        try:
            letter.address.encode("ascii")
            message["From"], message["To"] = self._sender, letter.address
            message["Subject"] = letter.title
        except (ValueError, UnicodeError, IndexError) as error:
            raise NeverWorks("address-or-title") from error
        house = message["From"].addresses[0].domain
        message["Message-ID"] = f"<{letter.id}@{house}>"
        message["Date"] = format_datetime(letter.at)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
        message.set_content(letter.text + "\n")
        return message


def _check(answer: tuple[int, bytes], *, ours: bool = False) -> None:
    """Tell "later" from "never"; a refusal of our own sender closes the way for every letter."""
    status = answer[0]
    if 200 <= status < 400:
        return
    if status == CLOSING or (ours and status >= 500):
        raise CarrierDown(f"smtp-{status}")
    raise (TryLater if status < 500 else NeverWorks)(f"smtp-{status}")
