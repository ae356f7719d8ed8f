"""Where the time goes: the same requests inside this process, watched from within.

Watching costs time itself: read the figures as shares of each other, not as rates.
"""

import cProfile
import io
import pstats
import time
from collections import Counter as Count
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application
from django.db import connection

from thongsuot.entrypoints.cli.bench.clients import Client, NotAnswered, code_in
from thongsuot.entrypoints.cli.bench.units import KINDS, Counter

WATCHED_UNITS = 100
PROFILED_UNITS = 300
SHOWN = 12
STATEMENT_LETTERS = 110

PARTS = (
    ("/django/db/", "Django: queries and rows"),
    ("/django/", "Django: the rest"),
    ("/psycopg", "psycopg"),
    ("psycopg", "psycopg"),
    ("/ninja/", "ninja and pydantic"),
    ("/pydantic", "ninja and pydantic"),
    ("pydantic", "ninja and pydantic"),
    ("/structlog/", "log"),
    ("/logging/", "log"),
    ("/procrastinate/", "procrastinate"),
    ("/thongsuot/kernel/", "our rooms and kernel"),
    ("/thongsuot/domains/", "our rooms and kernel"),
    ("/thongsuot/", "our doors"),
)
WAITING = ("wait_c", "select.epoll", "poll", "sleep")


@dataclass
class Watch:
    """What was asked of the database while a request ran."""

    queries: int = 0
    database_s: float = 0.0
    statements: Count[str] = field(default_factory=Count)
    statement_s: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def __call__(self, execute: Callable[..., Any], query: str, *rest: Any) -> Any:
        """Run one statement and note how long the answer took (Django's execute wrapper)."""
        started = time.perf_counter()
        try:
            return execute(query, *rest)
        finally:
            self._note(" ".join(query.split())[:STATEMENT_LETTERS], time.perf_counter() - started)

    @contextmanager
    def commits(self) -> Iterator[None]:
        """Watch commits too, which are no statements to Django."""
        connection.ensure_connection()
        raw = connection.connection
        commit = raw.commit

        def watched() -> None:
            started = time.perf_counter()
            commit()
            self._note("COMMIT", time.perf_counter() - started)

        raw.commit = watched
        try:
            yield
        finally:
            del raw.commit

    def _note(self, statement: str, spent: float) -> None:
        self.queries += 1
        self.database_s += spent
        self.statements[statement] += 1
        self.statement_s[statement] += spent


class Insider(Client):
    """Sends a unit's requests to the application in this process."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.application = get_wsgi_application()

    def _create(self, number: int, content: bytes) -> str:
        return code_in(self._ask("POST", "", f"inside-entry-{number}", content))

    def _receive(self, number: int, code: str) -> None:
        self._ask("POST", f"/{code}/receive", f"inside-receipt-{number}")

    def _read(self, code: str) -> None:
        self._ask("GET", f"/{code}")

    def _ask(self, method: str, path: str, key: str = "", content: bytes = b"") -> bytes:
        request: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": f"/api/dossiers{path}",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_AUTHORIZATION": f"Bearer {self.counter.token}",
            "HTTP_IDEMPOTENCY_KEY": key,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": io.BytesIO(content),
        }
        setup_testing_defaults(request)
        answers: list[str] = []

        def note(status: str, *_rest: object) -> Callable[[bytes], object]:
            answers.append(status)
            return lambda _written: None

        response = self.application(request, note)
        answer = b"".join(response)
        response.close()
        if not answers[0].startswith("20"):
            raise NotAnswered(answers[0])
        return answer


def breakdown(counter: Counter, first: int) -> dict[str, Any]:
    """Return how many queries each kind of request makes, and what takes the time."""
    inside = Insider(counter)
    for request in inside.requests(first):
        request()
    everything = Watch()
    by_kind = _watched(inside, first + 1, everything)
    return {
        "requests": by_kind,
        "statements": _statements(everything),
        "parts": _profiled(inside, first + 1 + WATCHED_UNITS),
    }


def _watched(inside: Insider, first: int, everything: Watch) -> dict[str, Any]:
    totals, watches = dict.fromkeys(KINDS, 0.0), {kind: Watch() for kind in KINDS}
    for number in range(first, first + WATCHED_UNITS):
        for kind, request in zip(KINDS, inside.requests(number), strict=True):
            started = time.perf_counter()
            with connection.execute_wrapper(watches[kind]), watches[kind].commits():
                request()
            totals[kind] += time.perf_counter() - started
    for watch in watches.values():
        everything.statements += watch.statements
        for statement, spent in watch.statement_s.items():
            everything.statement_s[statement] += spent
    return {
        kind: {
            "queries": round(watch.queries / WATCHED_UNITS, 1),
            "database_ms": _ms(watch.database_s),
            "total_ms": _ms(totals[kind]),
        }
        for kind, watch in watches.items()
    }


def _ms(seconds: float) -> float:
    """Return milliseconds per request of what all watched ones took."""
    return round(seconds / WATCHED_UNITS * 1000, 2)


def _statements(watch: Watch) -> list[dict[str, Any]]:
    return [
        {
            "statement": statement,
            "per_unit": round(watch.statements[statement] / WATCHED_UNITS, 2),
            "ms_per_unit": _ms(spent),
        }
        for statement, spent in _largest(watch.statement_s)[:SHOWN]
    ]


def _profiled(inside: Insider, first: int) -> list[dict[str, Any]]:
    profile = cProfile.Profile()
    profile.enable()
    for number in range(first, first + PROFILED_UNITS):
        for request in inside.requests(number):
            request()
    profile.disable()
    by_part: defaultdict[str, float] = defaultdict(float)
    for (file, _line, name), (_c, _n, own, _t, _callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]  # public, and missing in the stubs
        by_part[_part_of(file, name)] += own
    whole = sum(by_part.values())
    return [{"part": part, "share": round(spent / whole, 3)} for part, spent in _largest(by_part)]


def _largest(spent: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(spent.items(), key=lambda pair: pair[1], reverse=True)


def _part_of(file: str, name: str) -> str:
    waits = name == "wait" and file.endswith("/psycopg/connection.py")
    if waits or any(word in name for word in WAITING):
        return "waiting for the database"
    place = name if file == "~" else file
    return next((part for mark, part in PARTS if mark in place), "Python's own library")
