"""The promises in the picture of custody: the one that is judged, earlier ones, the new date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer.axis import Scale
from thongsuot.entrypoints.shared import shapes

ROOM: Final = 110.0
"""What a label needs right of its line, in units of the picture."""


def promises(view: DossierView, scale: Scale, until: datetime, bottom: float) -> Iterable[str]:
    """Draw the promise, and earlier ones struck through; they pass behind the ribbon.

    The date of an apology is dashed beside the promise that is judged, which stays.
    """
    newest = {due.due_at: due for due in reversed(view.due_dates)}
    for place, due in enumerate(reversed(newest.values())):
        x = scale.x(due.due_at)
        if place < len(newest) - 1:
            yield shapes.dashed(x, 8, x, bottom, "var(--ts-line-strong)", 1.5, "2 4")
            label = _("hẹn đầu {day}").format(day=f"{due.due_on:%d/%m}")
            yield shapes.text(x - 6, 14, label, "end", "of-lane__soft of-lane__struck")
            continue
        late = _late_until(view, until) > due.due_at
        colour = "var(--ts-late)" if late else "var(--ts-title)"
        yield shapes.line(x, 24, x, bottom + 8, colour, 2.5)
        label = _("Hẹn trả {day}").format(day=f"{due.due_on:%d/%m}")
        name = "of-lane__strong of-lane__late" if late else "of-lane__strong"
        yield _label(x, 14, label, name, scale)
    yield from _put_off(view, scale, bottom)


def _put_off(view: DossierView, scale: Scale, bottom: float) -> Iterable[str]:
    """Draw the one new date that was promised with an apology, once it is signed."""
    if view.extension is None or view.extension.signed_at is None:
        return
    x = scale.x(view.extension.new_due_at)
    yield shapes.dashed(x, 24, x, bottom + 8, "var(--ts-title)", 2, "7 4")
    label = _("xin lỗi, hẹn lại {day}").format(day=f"{view.extension.new_due_on:%d/%m}")
    yield _label(x, 32, label, "of-lane__strong ts-halo", scale)


def _label(x: float, y: float, words: str, name: str, scale: Scale) -> str:
    """Return words right of a line, or left of it where the picture ends."""
    left = x > scale.end - ROOM
    return shapes.text(x - 6 if left else x + 6, y, words, "end" if left else "start", name)


def _late_until(view: DossierView, until: datetime) -> datetime:
    """Return up to when lateness counts: the decision, or now."""
    return view.decided_at or until
