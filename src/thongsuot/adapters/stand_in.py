"""A server on loopback that plays another system's side on the wire, faults included."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import Final

Play = Callable[[str, Mapping[str, str], bytes], bytes]
"""From path, headers and body to the body of the answer."""
FAULTS: Final = ("", "down", "slow", "lost-answer", "garbage")
"""Nothing; 503; never an end; done but not told; no answer in the agreed form."""


@contextmanager
def on_loopback(
    handler: type[BaseHTTPRequestHandler], *, before_end: Callable[[], None]
) -> Iterator[str]:
    """Serve on a free port of loopback for a while; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        before_end()
        server.shutdown()
        server.server_close()
        thread.join()


class StandInServer:
    """Answers POSTs by ``play``; ``fault`` makes it misbehave from the next request on."""

    def __init__(self, play: Play) -> None:
        self._play, self.fault, self.over = play, "", threading.Event()

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve for a while; yields the address."""
        with on_loopback(_handler_of(self), before_end=self.over.set) as address:
            yield address

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request, well or badly."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
        fault = self.fault
        if fault == "slow":
            self._drip(handler)
            return
        if fault == "down":
            _tell(handler, 503, b"")
            return
        said = self._play(handler.path, dict(handler.headers.items()), body)
        if fault == "lost-answer":
            handler.connection.shutdown(SHUT_RDWR)
            handler.close_connection = True
            return
        _tell(handler, 200, b"<html>" if fault == "garbage" else said)

    def _drip(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not self.over.wait(0.02):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return


def _tell(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _handler_of(server: StandInServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.answer(self)

        def log_message(self, *_said: object) -> None:
            pass

    return Handler
