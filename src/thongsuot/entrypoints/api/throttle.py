"""A bound on what strangers may have us write: so many at once, so many a second."""

import threading
import time
from collections.abc import Callable


class Throttle:
    """Lets ``burst`` through at once and ``a_second`` on; the others are counted until the next.

    For one process. It stands behind the check of a checksum: what is genuine never meets it.
    """

    def __init__(
        self, *, burst: int, a_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._a_second, self._clock = burst, a_second, clock
        self._room, self._seen_at, self._passed_over = float(burst), clock(), 0
        self._turn = threading.Lock()

    def take(self) -> int:
        """Return how many calls this one stands for; 0 when it is one too many."""
        with self._turn:
            now = self._clock()
            self._room = min(self._burst, self._room + (now - self._seen_at) * self._a_second)
            self._seen_at = now
            if self._room < 1:
                self._passed_over += 1
                return 0
            self._room -= 1
            calls, self._passed_over = self._passed_over + 1, 0
            return calls
