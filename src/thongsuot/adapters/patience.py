"""The end of our patience: a line is cut after some seconds, however the other side drips."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def cut_after(patience_s: float, line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Cut the line, which ``line`` returns once there is one, when the block lasts longer.

    A time-out of the socket alone counts from byte to byte, so a slow drip would last for ever.
    Raises:  TimeoutError when it was cut.
    """
    was_cut = threading.Event()
    cutting = threading.Timer(patience_s, _cut, [line, was_cut])
    cutting.daemon = True
    cutting.start()
    try:
        yield
    except Exception as error:
        if was_cut.is_set():
            raise TimeoutError("the other side did not come to an end") from error
        raise
    finally:
        cutting.cancel()
    if was_cut.is_set():
        raise TimeoutError("the other side did not come to an end")


def _cut(line: Callable[[], socket.socket | None], was_cut: threading.Event) -> None:
    was_cut.set()
    found = line()
    with suppress(OSError):  # closed already
        if found is not None:
            found.shutdown(socket.SHUT_RDWR)
