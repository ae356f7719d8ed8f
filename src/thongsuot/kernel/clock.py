"""Instants and local days. Instants are aware and UTC; days are those of Asia/Ho_Chi_Minh."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def utc_now() -> datetime:
    """Return the present instant. The only reader of the clock; for doors alone."""
    return datetime.now(UTC)


def to_local(at: datetime) -> datetime:
    """Return the instant ``at`` as people here read it off a wall clock.

    Raises:  ValueError if ``at`` carries no zone: its instant would be a guess.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(LOCAL)


def local_date(at: datetime) -> date:
    """Return the local day on which the instant ``at`` lies.

    Raises:  ValueError if ``at`` carries no zone.
    """
    return to_local(at).date()
