"""One call over HTTP or HTTPS that comes to an end, whatever the other side does."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from thongsuot.adapters.patience import cut_after

PATIENCE_S: Final = 10.0
LARGEST_BYTES: Final = 256 * 1024


class NoAnswer(Exception):
    """Nobody answered in time, or what came is no answer; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    kind: str = ""
    """Its Content-Type."""


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, patience_s: float = PATIENCE_S,
    most_bytes: int = LARGEST_BYTES,
) -> Answer:  # fmt: skip
    """Return the answer to a POST; redirects are answers like others.

    Raises:  NoAnswer with ``no-connection``, ``time-out``, ``connection-lost`` or ``too-long``.
    """
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        with _connected(parts.scheme, parts.hostname or "", parts.port, patience_s) as connection:
            connection.request("POST", path or "/", body, dict(headers))
            with closing(connection.getresponse()) as answer:
                kind = answer.getheader("Content-Type", "")
                return Answer(answer.status, _read(answer, most_bytes), kind)
    except TimeoutError as error:
        raise NoAnswer("time-out") from error
    except HTTPException as error:
        raise NoAnswer("connection-lost") from error
    except ConnectionResetError as error:
        raise NoAnswer("connection-lost") from error
    except OSError as error:
        raise NoAnswer("no-connection") from error


@contextmanager
def _connected(
    scheme: str, host: str, port: int | None, patience_s: float
) -> Iterator[HTTPConnection]:
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(host, port, timeout=patience_s)
    connection.connect()
    line = connection.sock  # the connection gives it away to its answer
    try:
        with cut_after(patience_s, lambda: line):
            yield connection
    finally:
        connection.close()


def _read(answer: HTTPResponse, most_bytes: int) -> bytes:
    found = answer.read(most_bytes + 1)
    if len(found) > most_bytes:
        raise NoAnswer("too-long")
    return found
