"""Rates that do not say more than their numbers: intervals, and ranges of ranks.

Source:  E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
         Journal of the American Statistical Association 22 (1927), 209-212.
"""

from collections.abc import Sequence
from random import Random
from statistics import NormalDist

DRAWS = 1_000
MOST_DRAWS = 400_000
"""Draws over all units together; many units share them."""
SEED = 20260101


def wilson(good: int, whole: int, confidence: float = 0.9) -> tuple[float, float]:
    """Return the interval in which the true share of ``good`` in ``whole`` lies.

    Units:   shares of one; ``confidence`` between 0 and 1.
    Raises:  ValueError where there is no whole, or more good than that.
    """
    if not 0 <= good <= whole or whole == 0:
        raise ValueError(f"no share of {good} in {whole}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = good / whole, z * z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * (share * (1 - share) / whole + spread / whole / 4) ** 0.5
    low = 0.0 if good == 0 else max(0.0, middle - half)
    high = 1.0 if good == whole else min(1.0, middle + half)
    return low, high


def rank_ranges(
    counts: Sequence[tuple[int, int]], confidence: float = 0.9
) -> list[tuple[int, int]]:
    """Return between which ranks each unit lies, 1 the best, by its (good, whole).

    Every unit's true share is drawn again and again as its numbers allow (Jeffreys); the same
    numbers give the same answer at any time. A whole of 0 may lie anywhere.
    """
    draws = max(100, min(DRAWS, MOST_DRAWS // max(len(counts), 1)))
    chance = Random(SEED)  # noqa: S311 - no secret depends on it
    ranks: list[list[int]] = [[] for _unit in counts]
    for _draw in range(draws):
        shares = [chance.betavariate(good + 0.5, whole - good + 0.5) for good, whole in counts]
        order = sorted(range(len(shares)), key=lambda unit: -shares[unit])
        for rank, unit in enumerate(order, start=1):
            ranks[unit].append(rank)
    cut = int(draws * (1 - confidence) / 2)
    return [(own[cut], own[-1 - cut]) for own in map(sorted, ranks)]
