"""What a run of ``bench intake`` says: one document, and lines for people."""

from collections.abc import Iterator, Sequence
from typing import Any

from thongsuot.entrypoints.cli.bench.driving import Measured

Round = tuple[Measured, Measured]
"""What we did, and right after it the baseline."""


def report(found: Sequence[tuple[int, list[Round]]], where: dict[str, Any]) -> dict[str, Any]:
    """Return the document of the rounds at each number of dossiers.

    The head figures are those of the largest number; figures of a size are those of its middle
    round by units a second, beside the lowest and the highest rate of all its rounds.
    """
    sizes = [_at_size(size, rounds) for size, rounds in found]
    largest = sizes[-1]
    return {
        "ours": largest["units_per_s"],
        "baseline": largest["baseline_units_per_s"],
        "ratio": largest["ratio"],
        "unit": "dossiers entered, received and read per second",
        "server_cpu_ms_per_request": largest["server_cpu_ms_per_request"],
        "growth": round(sizes[-1]["units_per_s"] / sizes[0]["units_per_s"], 2),
        "by_size": sizes,
        "where": where,
    }


def _at_size(size: int, rounds: list[Round]) -> dict[str, Any]:
    ranked = sorted(rounds, key=lambda pair: pair[0].units_per_s)
    ours, baseline = ranked[len(ranked) // 2]
    return {
        "dossiers": size,
        "rounds": len(rounds),
        "units_per_s_lowest": round(ranked[0][0].units_per_s, 1),
        "units_per_s_highest": round(ranked[-1][0].units_per_s, 1),
        "units_per_s": round(ours.units_per_s, 1),
        "baseline_units_per_s": round(baseline.units_per_s, 1),
        "ratio": round(ours.units_per_s / baseline.units_per_s, 3),
        "server_cpu_ms_per_request": _ms(ours.spent.total, ours),
        "application_cpu_ms_per_request": _ms(ours.spent.application, ours),
        "database_cpu_ms_per_request": _ms(ours.spent.database, ours),
        "baseline_database_cpu_ms_per_request": _ms(baseline.spent.database, baseline),
        "latency_ms": {
            kind: {"median": _quantile(spent, 0.5), "p95": _quantile(spent, 0.95)}
            for kind, spent in ours.tally.latencies_s.items()
        },
    }


def _ms(seconds: float | None, run: Measured) -> float | None:
    return None if seconds is None else round(seconds / run.requests * 1000, 2)


def _quantile(ordered: Sequence[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the same for people."""
    yield (
        "dossiers   ours/s (lowest - highest)  baseline/s  ratio"
        "  CPU ms a request (application + database)"
    )
    for row in found["by_size"]:
        cpu = [row[f"{part}_cpu_ms_per_request"] for part in ("server", "application", "database")]
        yield (
            f"{row['dossiers']:>8,}  {row['units_per_s']:>7.1f}"
            f" ({row['units_per_s_lowest']:>7.1f} - {row['units_per_s_highest']:>7.1f})"
            f"  {row['baseline_units_per_s']:>10.1f}  {row['ratio']:>5.3f}"
            f"  {cpu[0]} ({cpu[1]} + {cpu[2]})"
        )
    yield (
        f"growth: {found['growth']} of the rate at {found['by_size'][0]['dossiers']:,} dossiers"
        f" is kept at {found['by_size'][-1]['dossiers']:,}"
    )
    yield ""
    for kind, row in found["where"]["requests"].items():
        yield (
            f"{kind:8} {row['queries']:>5.1f} statements, {row['database_ms']:>6.2f} of"
            f" {row['total_ms']:.2f} ms in the database"
        )
    yield ""
    for part in found["where"]["parts"]:
        yield f"{part['share']:>6.1%}  {part['part']}"
    yield ""
    for row in found["where"]["statements"]:
        yield f"{row['ms_per_unit']:>6.2f} ms, {row['per_unit']:>5.2f} a unit: {row['statement']}"
