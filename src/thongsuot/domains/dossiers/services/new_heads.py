"""Who came to head an agency after its head was told of what is late, and was told nothing."""

from collections.abc import Collection
from datetime import datetime

from thongsuot.domains.dossiers.lateness.models import Reminder
from thongsuot.domains.dossiers.lateness.terms import Addressee, Rung


def untold(dossier_id: int, due_at: datetime, rung: Rung, heads: Collection[int]) -> frozenset[int]:
    """Return the ``heads`` where none of them was told of a promise that another was told of.

    He ended with his agency, or left it. On a rung of theirs they are told anyway; the next one,
    which is their superior's, tells them too.
    """
    if rung.to is not Addressee.SUPERIOR:
        return frozenset()
    rows = Reminder.objects.filter(dossier_id=dossier_id, due_at=due_at, to=Addressee.HEAD)
    told = set(rows.values_list("officer_id", flat=True))
    return frozenset(heads) if told and told.isdisjoint(heads) else frozenset()
