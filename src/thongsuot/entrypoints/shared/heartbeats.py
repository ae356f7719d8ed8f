"""How soon a background worker that was killed is missed, and its job taken up by another.

A worker that is only slow may be taken for dead; its job then runs twice, which every job allows.
"""

from typing import Final

HEARTBEAT_S: Final = 5
DEAD_AFTER_S: Final = 20
EVERY_FIFTEEN_SECONDS: Final = "* * * * * */15"
"""When to look, as cron writes it with seconds in the sixth place."""
EVERY_MINUTE_APART: Final = "* * * * * 8"
"""Once a minute, at a second when nothing else that holds ``TIME_ACTS`` begins."""
TIME_ACTS = "time-acts"
"""Held by whoever does what follows from time alone, or keeps that from being done meanwhile."""
