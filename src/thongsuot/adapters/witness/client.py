"""A witness asked over HTTP or HTTPS; whatever it does, it is given up after some seconds."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from thongsuot.adapters.witness import wire
from thongsuot.domains.ledger.ports import WitnessElsewhere, WitnessRefused, WitnessUnavailable
from thongsuot.domains.ledger.rules.notes import Verifier

PATIENCE_S: Final = 5.0


class HttpWitness:
    """One witness by its submission prefix and its key."""

    def __init__(self, verifier: Verifier, url: str, patience_s: float = PATIENCE_S) -> None:
        self._verifier, self._url, self._patience_s = verifier, urlsplit(url), patience_s

    @property
    def verifier(self) -> Verifier:
        """The key by which its cosignatures are known."""
        return self._verifier

    def cosign(self, note: str, *, old: int, proof: Sequence[bytes]) -> str:
        """Ask for a cosignature (``ledger.ports.Witness``)."""
        status, kind, text = self._asked(wire.request(note, old=old, proof=proof))
        if status == HTTPStatus.OK:
            return text
        if status == HTTPStatus.CONFLICT and kind == wire.SIZE_TYPE:
            raise WitnessElsewhere(_size(text))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise WitnessUnavailable(f"answered {status}")
        raise WitnessRefused(f"answered {status}")

    def _asked(self, body: bytes) -> tuple[int, str, str]:
        path = f"{self._url.path.rstrip('/')}{wire.PATH}"
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        try:
            with self._connected() as connection:
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.getheader("Content-Type", ""), _read(answer)
        except (OSError, HTTPException, UnicodeDecodeError) as error:
            raise WitnessUnavailable(type(error).__name__) from error

    @contextmanager
    def _connected(self) -> Iterator[HTTPConnection]:
        """Connect; at the end of our patience the line is cut, however the other side drips."""
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=self._patience_s)
        connection.connect()
        line = connection.sock  # the connection gives it away to its answer
        was_cut = threading.Event()
        cutting = threading.Timer(self._patience_s, _cut, [line, was_cut])
        cutting.daemon = True
        cutting.start()
        try:
            yield connection
            if was_cut.is_set():
                raise TimeoutError("the witness did not come to an end")
        finally:
            cutting.cancel()
            connection.close()


def _cut(line: socket.socket, was_cut: threading.Event) -> None:
    was_cut.set()
    with suppress(OSError):  # closed already
        line.shutdown(socket.SHUT_RDWR)


def _read(answer: HTTPResponse) -> str:
    found = answer.read(wire.LARGEST_BYTES + 1)
    if len(found) > wire.LARGEST_BYTES:
        raise HTTPException("the answer is too long")
    return found.decode()


def _size(text: str) -> int:
    try:
        return wire.parsed_size(text)
    except ValueError as error:
        raise WitnessUnavailable("a conflict without a size") from error
