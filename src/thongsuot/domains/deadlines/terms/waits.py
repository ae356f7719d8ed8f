"""How long a clock stood, in what the limit is counted in."""

from dataclasses import dataclass
from enum import StrEnum


class WaitedIn(StrEnum):
    """In what a wait is counted: the smallest whole part of the limit that stood."""

    WORKING_MINUTE = "working-minute"
    WORKING_DAY = "working-day"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Wait:
    """What a clock that stood leaves out of a limit: none or more of a unit."""

    quantity: int
    unit: WaitedIn
