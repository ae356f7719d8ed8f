"""A server on loopback that gives a browser a page which was kept, as it came then.

The server's own sheets are fetched once and may be kept by the browser. A browser whose requests
are answered one by one, as Playwright's routes do, keeps nothing: each page costs a third more.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx

EMPTY_FRAME = '<!doctype html><html lang="vi"><title>Giấy tờ</title><main><h1>Giấy tờ</h1></main>'
OF_ITS_WAY = {
    "connection", "content-encoding", "content-length", "date", "server", "set-cookie",
    "transfer-encoding",
}  # fmt: skip
"""Headers that say how a page came, not what it is."""
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Visit:
    """One page as a visitor had it before him."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class _Given:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Again:
    """What is shown at the moment, and the sheets that were fetched for it."""

    def __init__(self, port: int) -> None:
        self._home = f"http://127.0.0.1:{port}"
        self._shown: Visit | None = None
        self._sheets: dict[str, _Given] = {}

    def show(self, visit: Visit) -> str:
        """Have ``visit`` given to whoever asks for a whole page; return its address here."""
        self._shown = visit
        came = urlsplit(visit.address)
        return came._replace(scheme="http", netloc=urlsplit(self._home).netloc).geturl()

    def answer(self, path: str, wanted_for: str) -> _Given:
        """Return the page, one of the server's own sheets, or an empty frame."""
        assert self._shown is not None
        if path.startswith("/static/"):
            if path not in self._sheets:
                self._sheets[path] = self._fetched(path)
            return self._sheets[path]
        if wanted_for != "document":
            return _Given(HTTPStatus.OK, HTML, EMPTY_FRAME.encode())
        came = self._shown.headers.items()
        kept = {name: value for name, value in came if name.lower() not in OF_ITS_WAY}
        return _Given(self._shown.status, kept, self._shown.body.encode())

    def _fetched(self, path: str) -> _Given:
        came = urlsplit(self._shown.address)
        found = httpx.get(f"{came.scheme}://{came.netloc}{path}")
        headers = {"Content-Type": found.headers["Content-Type"], "Cache-Control": "max-age=3600"}
        return _Given(found.status_code, headers, found.content)


class _Handler(BaseHTTPRequestHandler):
    again: Again

    def do_GET(self) -> None:
        given = self.again.answer(self.path, self.headers.get("Sec-Fetch-Dest", ""))
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        self.wfile.write(given.body)

    def log_message(self, *args: Any) -> None:
        """Stay quiet."""


@contextmanager
def showing() -> Iterator[Again]:
    """Serve what is shown again, until the block ends."""

    class Handler(_Handler):
        """The handler of this server alone."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.again = Again(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Handler.again
    server.shutdown()
    server.server_close()
    thread.join()
