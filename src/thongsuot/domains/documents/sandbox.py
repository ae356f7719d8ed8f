"""A process of its own for every file that strangers send: decoders are where attacks arrive.

The child has little memory and time, may write no file, and inherits no variable, so no secret.
What it cannot finish is refused as unreadable; the server lives on.

On the wire: the child reads the media type on one line and the content after it, and answers
with one line of JSON and, where it succeeded, the PDF.
"""

import json
import logging
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from thongsuot.domains.documents import terms
from thongsuot.domains.documents.terms import (
    FileRefused,
    FileUnreadable,
    MediaType,
    Readable,
    ReadersBusy,
)

MEMORY_BYTES: Final = 2 * 1024**3
CPU_SECONDS: Final = 30
WALL_SECONDS: Final = 60
AT_ONCE: Final = 2
"""Children of one server process that may run at the same time; others wait their turn."""
TURN_SECONDS: Final = 30
"""How long one waits for it: the server's threads are few, and officers need them too."""

_log = logging.getLogger(__name__)
_ARGUMENTS = (str(MEMORY_BYTES), str(CPU_SECONDS))
_turns = threading.BoundedSemaphore(AT_ONCE)
_SOURCE: Final = str(Path(__file__).resolve().parents[3])
_REFUSALS: Final = {
    refusal.code: refusal
    for refusal in vars(terms).values()
    if isinstance(refusal, type) and issubclass(refusal, FileRefused)
}


def make_readable(content: bytes, media_type: MediaType) -> Readable:
    """Return the PDF to read of a file that came in, made in a process of its own.

    Raises:  what ``conversion.make_readable`` raises; FileUnreadable if the process ended badly;
             ReadersBusy.
    """
    answer, _, pdf = _run(media_type.value.encode() + b"\n" + content).partition(b"\n")
    if not answer:
        raise FileUnreadable("its reading did not come to an end", media_type=media_type.value)
    said = json.loads(answer)
    if "refused" in said:
        raise _REFUSALS[said["refused"]](said["message"], **said["facts"])
    return Readable(pdf, said["pages"], said["disarmed"])


def _run(sent: bytes) -> bytes:
    """Return what the child answered, nothing if it was stopped or fell.  Raises: ReadersBusy."""
    command = [sys.executable, "-P", "-B", "-m", __name__, *_ARGUMENTS]
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise ReadersBusy("files of others are still being read")
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, no word of it from outside
            command,
            input=sent,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PYTHONPATH": _SOURCE},
            check=False,
        )
    except subprocess.TimeoutExpired:
        _log.warning("reading a file took longer than %s s", WALL_SECONDS)
        return b""
    finally:
        _turns.release()
    if ended.returncode != 0:
        _log.warning("reading a file ended with code %s", ended.returncode)
        return b""
    return ended.stdout


def main() -> None:
    """Answer one request on standard input, inside the limits."""
    memory, seconds = map(int, sys.argv[1:])
    _limit(memory, seconds)
    from thongsuot.domains.documents import conversion  # decoders load inside the limits

    kind, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        made = conversion.make_readable(content, MediaType(kind.decode()))
    except FileRefused as refusal:
        _answer({"refused": refusal.code, "message": str(refusal), "facts": refusal.facts})
        return
    _answer({"pages": made.pages, "disarmed": made.disarmed}, made.pdf)


def _limit(memory: int, seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        inherited = resource.getrlimit(what)[1]
        bound = most if inherited == resource.RLIM_INFINITY else min(most, inherited)
        resource.setrlimit(what, (bound, bound))


def _answer(said: dict[str, object], pdf: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + pdf)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
