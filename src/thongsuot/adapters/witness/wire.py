"""The request and answers of C2SP tlog-witness, as both sides write and read them."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Final

PATH: Final = "/add-checkpoint"
SIZE_TYPE: Final = "text/x.tlog.size"
MOST_STEPS: Final = 63
LARGEST_BYTES: Final = 64 * 1024


def request(note: str, *, old: int, proof: Sequence[bytes]) -> bytes:
    """Return the body that asks for a cosignature."""
    steps = "".join(f"{b64encode(step).decode()}\n" for step in proof)
    return f"old {old}\n{steps}\n{note}".encode()


def parsed_request(body: bytes) -> tuple[int, list[bytes], str]:
    """Return old size, proof and note of a body.  Raises: ValueError."""
    head, found, note = body.decode().partition("\n\n")
    first, *steps = head.split("\n")
    word, _, number = first.partition(" ")
    if not found or word != "old" or len(steps) > MOST_STEPS:
        raise ValueError("this is no add-checkpoint request")
    try:
        return parsed_size(f"{number}\n"), [b64decode(step, validate=True) for step in steps], note
    except NotBase64 as error:
        raise ValueError("a step of the proof is not base64") from error


def parsed_size(text: str) -> int:
    """Return the size that a witness remembers.  Raises: ValueError."""
    number = text.removesuffix("\n")
    if not (number.isascii() and number.isdigit()) or str(int(number)) != number:
        raise ValueError("this is no size")
    return int(number)
