"""By what power of the size a cost grows."""

import math
from collections.abc import Sequence


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the slope of the line through (log size, log cost); None for a single size."""
    if len(points) < 2:
        return None
    xs = [math.log(size) for size, _cost in points]
    ys = [math.log(max(cost, 1e-9)) for _size, cost in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return round(over / sum((x - mean_x) ** 2 for x in xs), 3)
