"""``thongsuot bench ledger``: append, seal, verify, prove, each beside its baseline."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import click
from django.db import connection

from thongsuot.entrypoints.cli.bench import record_filling, record_steps
from thongsuot.entrypoints.cli.bench.intake import Sizes
from thongsuot.entrypoints.cli.bench.record_growth import exponent
from thongsuot.entrypoints.cli.bench.record_steps import AtSize
from thongsuot.entrypoints.cli.installation import Installation, pass_installation
from thongsuot.entrypoints.cli.plumbing import answer, json_option, note, progress

RATES = ("append", "seal", "verify")
TREES = [10_000, 100_000, 1_000_000, 10_000_000]


@click.command("ledger")
@click.option("--sizes", default="10000,100000,1000000", show_default=True, type=Sizes(),
              help="Entries.")  # fmt: skip
@click.option("--trees", default=",".join(map(str, TREES)), show_default=True, type=Sizes(),
              help="Leaves of the trees that proofs are made in.")  # fmt: skip
@click.option("--seconds", default=4.0, show_default=True, type=click.FloatRange(min=0.2))
@json_option
@pass_installation
def ledger(
    installation: Installation, sizes: Sequence[int], trees: Sequence[int], seconds: float,
    as_json: bool,
) -> None:  # fmt: skip
    """Measure the record: append, seal, verify, prove.

    Appending stands beside a bare INSERT of the same rows, verifying beside hashing the same bytes
    with hashlib, in the same run. Entries are made in a scratch database; proofs in trees of
    synthetic leaves, whose tiles lie in the same tables.

    \b
    Examples: thongsuot bench ledger
              thongsuot bench ledger --sizes 10000,100000 --trees 10000 --json
    """
    note("preparing a scratch database")
    with installation.scratch_database():
        found = [_at_size(installation, size, seconds) for size in sizes]
    with installation.scratch_database():
        proofs = [_proofs(size) for size in trees]
    report = _report(found, proofs)
    answer(report, _lines(report), as_json=as_json)


def _at_size(installation: Installation, size: int, seconds: float) -> AtSize:
    started = time.monotonic()
    with installation.as_owner(), progress(f"{size:,} entries: filling") as tell:
        record_filling.fill(size, tell)
    filling_s = time.monotonic() - started
    with progress(f"{size:,} entries: sealing") as tell:
        sealed = record_steps.seal_all(tell)
    with progress(f"{size:,} entries: verifying") as tell:
        verified, cpu = record_steps.verified(tell)
    hashed, hash_us, once = record_steps.hashed()
    note(f"{size:,} entries: appending")
    append, bare = record_steps.appended(seconds, size)
    disk_mb = record_filling.disk_mb()
    connection.close()
    return AtSize(
        size, filling_s, disk_mb, append, bare, sealed, verified, cpu, hashed, hash_us, once
    )


def _proofs(size: int) -> dict[str, Any]:
    note(f"a tree of {size:,} leaves: growing")
    built_s = record_filling.grow_tree(size)
    note(f"a tree of {size:,} leaves: proving")
    found = record_steps.proved(size)
    return {"leaves": size, "growing_s": round(built_s, 2), **found}


def _report(found: Sequence[AtSize], proofs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the document; the head figures are those of appending at the largest size."""
    largest = found[-1]
    return {
        "ours": round(largest.append, 1),
        "baseline": round(largest.bare, 1),
        "ratio": round(largest.append / largest.bare, 3),
        "unit": "entries appended per second, a transaction each; baseline: bare INSERT",
        "seal": {"ours": round(largest.seal)},
        "verify": {
            "ours": round(largest.verify),
            "baseline": round(largest.hash),
            "ratio": round(largest.verify / largest.hash, 3),
            "ratio_to_one_hash": round(largest.verify / largest.hash_once, 3),
            "unit": "entries per second; baseline: hashlib over all bytes that are hashed",
        },
        "proof_ms": proofs[-1],
        "by_size": [row.document() for row in found],
        "by_tree": list(proofs),
        "exponents": _exponents(found, proofs),
    }


def _exponents(found: Sequence[AtSize], proofs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return by what power of the size the whole cost grows; 1 is linear."""
    rates = {name: [(r.entries, getattr(r, name)) for r in found] for name in RATES}
    whole = {name: exponent([(n, n / rate) for n, rate in rows]) for name, rows in rates.items()}
    whole["growing_a_tree"] = exponent([(p["leaves"], p["growing_s"]) for p in proofs])
    whole["proving_every_leaf"] = exponent(
        [(p["leaves"], p["leaves"] * p["median_ms"]) for p in proofs]
    )
    return whole


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield "   entries  append/s  bare INSERT/s  ratio   seal/s  verify/s  hashlib/s  ratio"
    for row in report["by_size"]:
        yield (
            f"{row['entries']:>10,}  {row['append']:>8,.0f}  {row['bare_insert']:>13,.0f}"
            f"  {row['append_ratio']:>5.3f}  {row['seal']:>7,.0f}  {row['verify']:>8,.0f}"
            f"  {row['hash']:>9,.0f}  {row['verify_ratio']:>5.3f}"
        )
    yield ""
    for row in report["by_size"]:
        yield (
            f"{row['entries']:>10,} entries: verifying one took {row['verify_cpu_us']} us of our"
            f" processes, {row['verify_database_cpu_us']} of the database;"
            f" hashing it {row['hash_cpu_us']}"
        )
    yield ""
    for row in report["by_size"]:
        yield (
            f"{row['entries']:>10,} entries: filled in {row['filling_s']:,.1f} s,"
            f" {row['disk_mb']:,} MB on disk"
        )
    yield ""
    for row in report["by_tree"]:
        yield (
            f"{row['leaves']:>10,} leaves: proof {row['median_ms']:.2f} ms"
            f" (p95 {row['p95_ms']:.2f}, own CPU {row['own_cpu_ms']:.2f}),"
            f" consistency {row['consistency_ms']:.2f} ms"
        )
    yield ""
    for name, power in report["exponents"].items():
        yield f"{name.replace('_', ' ')}: the whole cost grows as n^{power}"
