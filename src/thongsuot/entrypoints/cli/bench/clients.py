"""Clients that cost next to nothing: they share the processors with what they measure.

Each keeps one connection and speaks just enough HTTP/1.1 for the machine doors; all run as
threads of one child process, whose time is counted to nobody.
"""

import socket
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from thongsuot.entrypoints.cli.bench.units import Counter, body

BUFFER = 65_536
TIMEOUT_S = 30.0

CREATE = (
    "POST /api/dossiers HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
    "Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
)
RECEIVE = (
    "POST /api/dossiers/{code}/receive HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}"
    "\r\nIdempotency-Key: {key}\r\nContent-Length: 0\r\n\r\n"
)
READ = "GET /api/dossiers/{code} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n"


class NotAnswered(Exception):
    """The server answered something else than what a unit needs."""


class Client(ABC):
    """Whoever sends the requests of units; how they travel is another matter."""

    counter: Counter

    def requests(self, number: int) -> tuple[Callable[[], None], ...]:
        """Return the three requests of one unit, in order."""
        found: list[str] = []
        content = body(self.counter, number)
        return (
            lambda: found.append(self._create(number, content)),
            lambda: self._receive(number, found[0]),
            lambda: self._read(found[0]),
        )

    @abstractmethod
    def _create(self, number: int, content: bytes) -> str: ...

    @abstractmethod
    def _receive(self, number: int, code: str) -> None: ...

    @abstractmethod
    def _read(self, code: str) -> None: ...


@dataclass
class HttpClient(Client):
    """One counter's program on one kept connection."""

    counter: Counter
    port: int

    def __post_init__(self) -> None:
        self.host = f"127.0.0.1:{self.port}"
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _create(self, number: int, content: bytes) -> str:
        head = self._head(CREATE, key=f"bench-entry-{number}", size=len(content))
        return code_in(self._ask(head + content, b"HTTP/1.1 201"))

    def _receive(self, number: int, code: str) -> None:
        head = self._head(RECEIVE, key=f"bench-receipt-{number}", code=code)
        self._ask(head, b"HTTP/1.1 200")

    def _read(self, code: str) -> None:
        self._ask(self._head(READ, code=code), b"HTTP/1.1 200")

    def _head(self, template: str, **parts: object) -> bytes:
        return template.format(host=self.host, token=self.counter.token, **parts).encode()

    def _ask(self, request: bytes, wanted: bytes) -> bytes:
        self.socket.sendall(request)
        answer = b""
        while not _is_whole(answer):
            piece = self.socket.recv(BUFFER)
            if not piece:
                raise NotAnswered("the server hung up")
            answer += piece
        if not answer.startswith(wanted):
            raise NotAnswered(answer.partition(b"\r\n")[0].decode(errors="replace"))
        return answer


def code_in(answer: bytes) -> str:
    """Return the dossier's code in the answer to an entry."""
    return answer.partition(b'"code":')[2].partition(b'"')[2].partition(b'"')[0].decode()


def _is_whole(answer: bytes) -> bool:
    head, found, content = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return len(content) >= int(length)
