"""Two clocks beside each other: the instant an act claims, and when the database wrote it down.

The first is part of the entry's hash, the second is not: the hash is made before the database
knows its own instant. It is set by a trigger whatever a writer says, and cannot be changed later.
"""

from datetime import datetime, timedelta


def apart(at: datetime, recorded_at: datetime, limit: timedelta) -> timedelta | None:
    """Return how much later than ``at`` the entry was written, negative if earlier.

    None within ``limit``: a request takes its time, and two machines never agree quite.
    """
    difference = recorded_at - at
    return difference if abs(difference) > limit else None
