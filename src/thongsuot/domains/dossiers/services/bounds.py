"""Counting what one network sends in an hour, so that no stranger fills the disk."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from thongsuot.domains.dossiers.models import NetworkHour
from thongsuot.domains.dossiers.terms.bounds import FilingBounds, SentTooMuch
from thongsuot.domains.ledger.services import bookkeeping

AN_HOUR = timedelta(hours=1)
_A_MINUTE = timedelta(minutes=1)
_MEGABYTE = 10**6


@bookkeeping("what a network sends is counted before anything is done with it")
def take_room(
    *, network: str, at: datetime, drafts: int = 0, files: int = 0, size: int = 0
) -> None:
    """Count what comes now from ``network``, if it still fits in this hour.

    One statement looks and counts, so that a volley sent at once counts one by one; what does
    not fit is not counted. The network is kept for some hours, as a keyed hash.

    Units:   ``size`` in bytes.
    Raises:  SentTooMuch with the ``minutes`` until the hour ends.
    """
    bounds: FilingBounds = settings.FILING_BOUNDS
    hour = at.replace(minute=0, second=0, microsecond=0)
    index = settings.KEYRING.blind_index(network, "filing-network")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_networkhour AS kept (network_index, hour, drafts, files, size)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (network_index, hour) DO UPDATE"
            " SET drafts = kept.drafts + excluded.drafts, files = kept.files + excluded.files,"
            " size = kept.size + excluded.size"
            " WHERE kept.drafts + excluded.drafts <= %s AND kept.files + excluded.files <= %s"
            " AND kept.size + excluded.size <= %s RETURNING drafts",
            [index, hour, drafts, files, size,
             bounds.drafts, bounds.files, bounds.megabytes * _MEGABYTE],
        )  # fmt: skip
        if cursor.fetchone() is None:
            minutes = -(-(hour + AN_HOUR - at) // _A_MINUTE)
            raise SentTooMuch("this network sent enough within the hour", minutes=minutes)


@bookkeeping("an hour that is over bounds nothing")
def forget_network_hours(*, at: datetime) -> int:
    """Delete what was counted in hours that are over; return how many."""
    forgotten, _rows = NetworkHour.objects.filter(hour__lte=at - AN_HOUR).delete()
    return forgotten
