"""What ``bench ledger`` measures, one step each."""

import hashlib
import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import psutil
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from thongsuot.domains.ledger import auditing, public_log, sealing
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.bench.baseline import HASH
from thongsuot.entrypoints.cli.bench.cpu import Meter, Spent, postmaster_of
from thongsuot.entrypoints.cli.plumbing import own_processors
from thongsuot.kernel.clock import utc_now

ROUNDS: Final = 4
ACTS_A_SUBJECT: Final = 4
PROOFS: Final = 200
HASHED_FOR_S: Final = 2.0
ENTRY: Final = """
    INSERT INTO bench_entry (subject, seq, act, at, actor_kind, officer_id, post_id, agency,
      detail, previous_hash, hash, key)
    VALUES (%s, %s, 'noted', %s, 'officer', 1, 1, 'H99.31', %s, %s, %s, NULL)
"""
Tell = Callable[[int], None]
"""Hears how much was done."""
BY: Final = Actor.officer(officer_id=1, post_id=1, agency="H99.31")


@dataclass(frozen=True, slots=True)
class AtSize:
    """What was measured while there were so many entries; all in entries a second."""

    entries: int
    filling_s: float
    disk_mb: float
    append: float
    bare: float
    seal: float
    verify: float
    verify_cpu: Spent
    hash: float
    hash_cpu_us: float
    hash_once: float

    def document(self) -> dict[str, Any]:
        """Return the row of the report."""
        return {
            "entries": self.entries,
            "filling_s": round(self.filling_s, 3),
            "disk_mb": self.disk_mb,
            "append": round(self.append, 1),
            "bare_insert": round(self.bare, 1),
            "append_ratio": round(self.append / self.bare, 3),
            "seal": round(self.seal),
            "verify": round(self.verify),
            "hash": round(self.hash),
            "verify_ratio": round(self.verify / self.hash, 3),
            "verify_cpu_us": round(self.verify_cpu.application, 2),
            "verify_database_cpu_us": _rounded(self.verify_cpu.database),
            "hash_cpu_us": round(self.hash_cpu_us, 2),
        }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def appended(seconds: float, run: int) -> tuple[float, float]:
    """Return the rates of appending by us and by bare INSERT, by turns in the same run."""
    totals = [[0, 0.0], [0, 0.0]]
    for turn in range(ROUNDS):
        for place, write in enumerate((_ours, _bare)):
            numbers = itertools.count()
            name = f"dossier:append-{run}-{turn}-{place}"
            done, spent = _for(seconds / ROUNDS, partial(_next, write, name, numbers))
            totals[place][0] += done
            totals[place][1] += spent
    (ours, ours_s), (bare, bare_s) = totals
    return ours / ours_s, bare / bare_s


def _next(write: Callable[[str, int], None], name: str, numbers: Iterator[int]) -> None:
    write(name, next(numbers))


def _for(seconds: float, do: Callable[[], None]) -> tuple[int, float]:
    done, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        do()
        done += 1
    return done, spent


def _detail(number: int) -> dict[str, Any]:
    return {"limit": number % 30, "paper": HASH[:32], "step": "verify"}


def _ours(name: str, number: int) -> None:
    subject, _place = divmod(number, ACTS_A_SUBJECT)
    with transaction.atomic():
        ledger.record(
            subject=f"{name}-{subject}", act="noted", by=BY, at=utc_now(), detail=_detail(number)
        )


def _bare(name: str, number: int) -> None:
    subject, place = divmod(number, ACTS_A_SUBJECT)
    values: list[Any] = [
        f"{name}-{subject}",
        place + 1,
        utc_now(),
        Jsonb(_detail(number)),
        HASH,
        HASH,
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ENTRY, values)


def seal_all(tell: Tell) -> float:
    """Seal what waits; return entries a second."""
    signer, sealed, started = sealing.log_signer(), 0, time.perf_counter()
    while number := sealing.seal(signer=signer, at=utc_now()):
        sealed += number
        tell(sealed)
    return sealed / (time.perf_counter() - started)


def verified(tell: Tell) -> tuple[float, Spent]:
    """Verify chains, tree and checkpoints as ``ledger verify`` does.

    Returns entries a second, and the microseconds of processors that went into one.
    """
    connection.ensure_connection()
    meter = Meter(psutil.Process(), postmaster_of(connection.connection.info.backend_pid))
    before, started = meter.read(), time.perf_counter()
    with record.one_moment():
        found = auditing.audit(sealing.log_verifiers(), tell=tell, workers=own_processors())
    spent = time.perf_counter() - started
    if not found.ok:
        raise AssertionError(f"the record of the benchmark does not hold: {found.first_fault}")
    return found.entries / spent, (meter.read() - before).each(found.entries)


def hashed() -> tuple[float, float, float]:
    """Return entries a second of hashlib over the bytes that verification hashes.

    First as often as it must: entry, leaf, and a node of the tree, with the microseconds of the
    processor that went into that; then each entry once.
    """
    contents = list(itertools.islice(public_log.contents(), 20_000))
    sha256, pair = hashlib.sha256, bytes(65)

    def as_verified() -> None:
        for content in contents:
            sha256(content).digest()
            sha256(b"\x00" + content).digest()
            sha256(pair).digest()

    def once() -> None:
        for content in contents:
            sha256(content).digest()

    began = time.process_time()
    done, spent_s = _for(HASHED_FOR_S, as_verified)
    cpu_s = time.process_time() - began
    done_once, once_s = _for(HASHED_FOR_S, once)
    hashes = done * len(contents)
    return hashes / spent_s, cpu_s * 1e6 / hashes, done_once * len(contents) / once_s


def proved(size: int) -> dict[str, float]:
    """Return how long proofs take in a tree of ``size`` leaves, tiles read from the database."""
    chance = random.Random(size)  # noqa: S311 - which leaf is proved, not a secret
    began = time.process_time()
    inclusion = sorted(
        _spent(lambda: public_log.path_of(chance.randrange(size), size)) for _ in range(PROOFS)
    )
    own_s = (time.process_time() - began) / PROOFS
    growth = sorted(
        _spent(lambda: public_log.prove_growth(chance.randrange(1, size), size))
        for _ in range(PROOFS)
    )
    return {
        "median_ms": round(inclusion[PROOFS // 2] * 1000, 3),
        "p95_ms": round(inclusion[PROOFS * 95 // 100] * 1000, 3),
        "own_cpu_ms": round(own_s * 1000, 3),
        "consistency_ms": round(growth[PROOFS // 2] * 1000, 3),
    }


def _spent(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started
