"""A witness asked over HTTP or HTTPS; whatever it does, it is given up after some seconds."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from thongsuot.adapters import http_call
from thongsuot.adapters.http_call import NoAnswer
from thongsuot.adapters.witness import wire
from thongsuot.domains.ledger.ports import WitnessElsewhere, WitnessRefused, WitnessUnavailable
from thongsuot.domains.ledger.rules.notes import Verifier

PATIENCE_S: Final = 5.0
HEADERS: Final = {"Content-Type": "text/plain; charset=utf-8"}


class HttpWitness:
    """One witness by its submission prefix and its key."""

    def __init__(self, verifier: Verifier, url: str, patience_s: float = PATIENCE_S) -> None:
        self._verifier, self._url, self._patience_s = verifier, url, patience_s

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
        url = f"{self._url.rstrip('/')}{wire.PATH}"
        try:
            answer = http_call.post(
                url, body, HEADERS, patience_s=self._patience_s, most_bytes=wire.LARGEST_BYTES
            )
            return answer.status, answer.kind, answer.body.decode()
        except (NoAnswer, UnicodeDecodeError) as error:
            raise WitnessUnavailable(str(error)) from error


def _size(text: str) -> int:
    try:
        return wire.parsed_size(text)
    except ValueError as error:
        raise WitnessUnavailable("a conflict without a size") from error
