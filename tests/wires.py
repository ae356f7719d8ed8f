"""Other sides on the wire that never come to an end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def dripping_server(drop: bytes = b"2") -> Iterator[int]:
    """Accept whoever comes and send a byte now and then; yields the port."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.05)
        dripping = threading.Thread(target=_drip, args=[door, drop, over], daemon=True)
        dripping.start()
        yield door.getsockname()[1]
        over.set()
        dripping.join()


def _drip(door: socket.socket, drop: bytes, over: threading.Event) -> None:
    lines: list[socket.socket] = []
    while not over.wait(0.01):
        with suppress(TimeoutError):
            lines.append(door.accept()[0])
        for line in lines:
            with suppress(OSError):  # hung up
                line.sendall(drop)
    for line in lines:
        line.close()
