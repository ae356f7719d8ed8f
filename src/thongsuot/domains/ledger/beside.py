"""The walk over all chains shared out to processes: each takes a range of subjects.

They see what the verifying transaction sees (one exported snapshot), each through a connection of
its own, and write the hashes of the leaves into one file. What they say is put together in the
order of the subjects, so that it is what one walk would have said.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Final

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from thongsuot.domains.ledger import streaming
from thongsuot.domains.ledger.leaves import LeafFile
from thongsuot.domains.ledger.rules import ChainWalk
from thongsuot.domains.ledger.streaming import Part
from thongsuot.domains.ledger.terms import Verification
from thongsuot.kernel.children import forked

SAMPLED: Final = 20_000
"""So many entries, about, are looked at to find where the ranges end."""
WORTH_A_PROCESS: Final = 50_000
"""Fewer entries are walked as soon by one."""
GRACE_S: Final = 5
OVER: Final = object()

_BOUNDS: Final = """
    SELECT percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY subject)
    FROM ledger_entry TABLESAMPLE SYSTEM (%s)
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a process beside works: what it enters, at which moment, and into which file."""

    link: str
    snapshot: str
    leaves: LeafFile


def workers_for(entries: int, most: int) -> int:
    """Return how many processes are worth it for so many entries, ``most`` at the most."""
    return max(1, min(most, entries // WORTH_A_PROCESS))


def walk(
    workers: int, entries: int, leaves: LeafFile, tell: Callable[[int], None],
    meanwhile: Iterator[object],
) -> Verification | None:  # fmt: skip
    """Walk every chain in ``workers`` processes; do the steps of ``meanwhile`` here.

    To be called in a transaction that sees one moment (``queries.one_moment``), in which the
    record holds ``entries``. None where a process was lost, or where what was walked is not what
    is there: then one walk has to do it.
    """
    parts = _parts(entries, workers)
    place = _Place(_link(), _snapshot(), leaves)
    with _begun(place, parts) as answers:
        found = _gathered(answers, tell, meanwhile)
    if len(found) < len(parts):
        return None
    told = _together(found)
    return told if told.entries == entries else None


def _together(found: Sequence[Verification]) -> Verification:
    """Return what the parts say as one; the first fault is that of the first subject."""
    faults = [part.first_fault for part in found if part.first_fault]
    entries, subjects = sum(part.entries for part in found), sum(part.subjects for part in found)
    unplaced = sum(part.unplaced for part in found)
    return Verification(entries, subjects, 0, next(iter(faults), None), unplaced=unplaced)


def _parts(entries: int, workers: int) -> list[Part]:
    shares = [place / workers for place in range(1, workers)]
    with connection.cursor() as cursor:
        cursor.execute(_BOUNDS, [shares, min(100.0, 100 * SAMPLED / max(1, entries))])
        [bounds] = cursor.fetchone()
    return [Part(*ends) for ends in pairwise([None, *dict.fromkeys(bounds or ()), None])]


def _link() -> str:
    """Return how the database is entered as we entered it; handed on through a pipe alone."""
    info = connection.connection.info
    secret = {"password": info.password} if info.password else {}
    return make_conninfo("", **info.get_parameters(), **secret)


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


@contextmanager
def _begun(place: _Place, parts: Sequence[Part]) -> Iterator[list[Connection]]:
    """Start a process a part; none is left behind, not by one who is killed either.

    Forked: it uses nothing of ours, and beginning anew would take it half a second.
    """
    answers, processes = [], []
    try:
        for part in parts:
            here, there = Pipe(duplex=False)
            process = forked(_walk_part, place, part, there)
            process.start()
            there.close()
            answers.append(here)
            processes.append(process)
        yield answers
    except BaseException:
        for process in processes:
            process.kill()
        raise
    finally:
        for process in processes:
            process.join(GRACE_S)
            process.kill()


def _gathered(
    answers: Sequence[Any], tell: Callable[[int], None], meanwhile: Iterator[object]
) -> list[Verification]:
    """Hear how far each is until all have answered; what was lost is missing."""
    done: dict[Any, int] = dict.fromkeys(answers, 0)
    found: dict[Any, Verification] = {}
    waited = list(answers)
    while waited:
        is_busy = next(meanwhile, OVER) is not OVER
        for answer in wait(waited, timeout=0 if is_busy else None):
            said = _said(answer)
            if isinstance(said, int):
                done[answer] = said
                tell(sum(done.values()))
                continue
            waited.remove(answer)
            if said is not None:
                found[answer] = said
    return [found[answer] for answer in answers if answer in found]


def _said(answer: Any) -> Any:
    try:
        return answer.recv()
    except (EOFError, OSError):  # it was lost, perhaps in the middle of a word
        return None


def _walk_part(place: _Place, part: Part, answer: Connection) -> None:
    """Walk one part, in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started us is told, and ends us
    walked = ChainWalk()
    with psycopg.connect(place.link, client_encoding="UTF8") as own:
        own.isolation_level, own.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        own.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(place.snapshot))
        own.execute("SET LOCAL max_parallel_workers_per_gather = 0")  # we are the ones side by side
        for done in walked.through(streaming.by_chain(own, part), place.leaves.hashes):
            answer.send(done)
    answer.send(
        Verification(walked.entries, walked.subjects, 0, walked.fault, unplaced=walked.unplaced)
    )
