"""A stand-in witness that plays its side on the wire, for trying out and for tests.

It remembers in memory alone, so it is no witness to rely on: one that forgets can be lied to.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Final

from thongsuot.adapters.stand_in import on_loopback
from thongsuot.adapters.witness import wire
from thongsuot.domains.ledger.rules import notes, tree
from thongsuot.domains.ledger.rules.notes import Checkpoint, Cosigner, NoteWrong, Verifier

PLAIN: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire."""

    status: HTTPStatus
    text: str = ""
    kind: str = PLAIN


class StandInWitness:
    """Cosigns checkpoints of the logs it knows, as C2SP tlog-witness says.

    ``fault`` makes it misbehave: ``down``, ``slow`` (drips and never ends), ``wrong-size``,
    ``bad-signature``, ``stranger`` (another key signs), ``garbage``, ``endless``.
    """

    def __init__(
        self, name: str, private: bytes, logs: Sequence[Verifier], at: datetime | None = None
    ) -> None:
        self._cosigner, self._logs = Cosigner(name, private), list(logs)
        self._stranger = Cosigner(name, private[::-1][:31] + b"?")
        self._at = at or datetime(2026, 1, 1, tzinfo=UTC)
        self._turn = threading.Lock()
        self.remembered: dict[str, Checkpoint] = {}
        self.fault = ""
        self.asked = 0

    @property
    def verifier(self) -> Verifier:
        """Its key."""
        return self._cosigner.verifier

    def answer(self, body: bytes) -> Answer:
        """Return what it answers to a request."""
        self.asked += 1
        if self.fault == "down":
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE)
        if self.fault == "wrong-size":
            return Answer(HTTPStatus.CONFLICT, "0\n", wire.SIZE_TYPE)
        if self.fault == "garbage":
            return Answer(HTTPStatus.OK, "no signature at all\n")
        try:
            old, proof, note = wire.parsed_request(body)
        except ValueError:
            return Answer(HTTPStatus.BAD_REQUEST)
        with self._turn:
            return self._weighed(old, proof, note)

    def _weighed(self, old: int, proof: Sequence[bytes], note: str) -> Answer:
        try:
            said = notes.parsed(notes.text_of(note))
        except NoteWrong:
            return Answer(HTTPStatus.BAD_REQUEST)
        trusted = [log for log in self._logs if log.name == said.origin]
        if not trusted:
            return Answer(HTTPStatus.NOT_FOUND)
        try:
            notes.opened(note, trusted)
        except NoteWrong:
            return Answer(HTTPStatus.FORBIDDEN)
        return self._compared(old, proof, said)

    def _compared(self, old: int, proof: Sequence[bytes], said: Checkpoint) -> Answer:
        if old > said.size:
            return Answer(HTTPStatus.BAD_REQUEST)
        last = self.remembered.get(said.origin, Checkpoint(said.origin, 0, tree.EMPTY_ROOT))
        if old != last.size or (old == said.size and said.root != last.root):
            return Answer(HTTPStatus.CONFLICT, f"{last.size}\n", wire.SIZE_TYPE)
        if not tree.proves_consistency(old, last.root, said.size, said.root, proof):
            return Answer(HTTPStatus.UNPROCESSABLE_ENTITY)
        self.remembered[said.origin] = said
        return Answer(HTTPStatus.OK, self._line(said))

    def _line(self, said: Checkpoint) -> str:
        if self.fault == "bad-signature":
            return self._cosigner.line(f"{said.origin}\n0\n", self._at)
        signer = self._stranger if self.fault == "stranger" else self._cosigner
        return signer.line(said.text(), self._at)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve on loopback for a while; yields the submission prefix."""
        with on_loopback(_handler_of(self), before_end=self._close) as address:
            yield f"{address}/witness"

    def _close(self) -> None:
        self.fault = "closing"


def _handler_of(witness: StandInWitness) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if witness.fault in {"slow", "endless"}:
                _drip(self, witness)
            else:
                self._tell(witness.answer(body))

        def _tell(self, found: Answer) -> None:
            known = self.path == f"/witness{wire.PATH}"
            self.send_response(found.status if known else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", found.kind)
            self.send_header("Content-Length", str(len(found.text.encode())))
            self.end_headers()
            self.wfile.write(found.text.encode())

        def log_message(self, *_said: object) -> None:
            pass

    return Handler


def _drip(handler: BaseHTTPRequestHandler, witness: StandInWitness) -> None:
    """Answer without end: a byte now and then, or as many as the line carries."""
    witness.asked += 1
    kind, pause = witness.fault, threading.Event()
    handler.send_response(HTTPStatus.OK)
    handler.end_headers()
    while witness.fault == kind:
        try:
            handler.wfile.write(b"." if kind == "slow" else b"." * 65_536)
            handler.wfile.flush()
        except OSError:
            return
        pause.wait(0.02 if kind == "slow" else 0)
