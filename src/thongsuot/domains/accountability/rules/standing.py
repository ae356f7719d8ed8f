"""Where units stand beside each other, as far as their numbers allow."""

from collections.abc import Sequence
from typing import Final

from thongsuot.domains.accountability.terms import League, Rank, Verdict
from thongsuot.kernel.rates import rank_ranges, wilson

CONFIDENCE: Final = 0.9
ENOUGH: Final = 50
"""Fewer dossiers than this give no verdict."""


def league_of(counts: Sequence[tuple[int, int, int, int]]) -> League:
    """Return the league of (agency, decided, on time, early), by the middle of the rank ranges.

    A verdict compares a unit with the whole, and allows for how many are compared (Bonferroni):
    the chance of any wrong verdict in the whole table stays under one in ten.
    """
    counts = [row for row in counts if row[1]]
    decided, on_time = sum(row[1] for row in counts), sum(row[2] for row in counts)
    judged = sum(1 for row in counts if row[1] >= ENOUGH)
    ranges = rank_ranges([(good, whole) for _agency, whole, good, _early in counts], CONFIDENCE)
    ranks = [
        Rank(
            agency, whole, good, *wilson(good, whole, CONFIDENCE), *span,
            verdict=_verdict(good, whole, on_time / decided, judged), early=early,
        )
        for (agency, whole, good, early), span in zip(counts, ranges, strict=True)
    ]  # fmt: skip
    ranks.sort(key=lambda rank: (rank.best + rank.worst, -rank.share, rank.agency))
    return League(decided, on_time, tuple(ranks))


def _verdict(good: int, whole: int, of_all: float, judged: int) -> Verdict:
    if whole < ENOUGH:
        return Verdict.TOO_FEW
    low, high = wilson(good, whole, 1 - (1 - CONFIDENCE) / judged)
    if low > of_all:
        return Verdict.GOOD
    return Verdict.ATTENTION if high < of_all else Verdict.COMMON
