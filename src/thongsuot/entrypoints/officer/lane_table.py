"""The picture of custody as rows: who, from when to when, working minutes, of what kind."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.custody_story import Charge, charges_of
from thongsuot.entrypoints.officer.pieces import pieces_of
from thongsuot.entrypoints.officer.words import STEPS
from thongsuot.entrypoints.shared.figures.tables import Cell, Table
from thongsuot.kernel.clock import to_local

Row = tuple[datetime, list[Cell]]
KINDS: Final[Mapping[str, str | Promise]] = {
    "held": later("giữ, trong phần được chia"),
    "unshared": later("giữ, không có phần được chia"),
    "late": later("giữ, vượt phần được chia"),
    "paused": later("giữ, đồng hồ dừng chờ người nộp"),
    "given": later("vẫn giữ, chờ bên khác nhận hoặc phân định"),
}


def lane_table(view: DossierView, *, at: datetime, calendar: WorkingCalendar) -> Table:
    """Return the stretches of the picture, oldest first; one that lasts has no end.

    Raises:  CalendarGap.
    """
    rows = [*_held(view, at, calendar), *_asked(view, at, calendar)]
    return Table(
        name="dong-giu",
        caption=_("Từng đoạn của hình"),
        head=[
            _("Loại"), _("Ai"), _("Vị trí"), _("Cơ quan"), _("Bước"), _("Từ"), _("Đến"),
            _("Phút làm việc"),
        ],
        rows=[row for _start, row in sorted(rows, key=lambda row: row[0])],
        numbers=frozenset({7}),
    )  # fmt: skip


def _held(view: DossierView, at: datetime, calendar: WorkingCalendar) -> Iterable[Row]:
    """Yield every span of custody, cut as the picture cuts it."""
    for charge in charges_of(view, at=at, calendar=calendar):
        span = charge.span
        for start, end, kind in pieces_of(view, charge, at, calendar):
            if start == end:
                continue
            lasts = span.ended_at is None and end == charge.until
            yield start, [
                str(KINDS[_kind(kind, charge)]), span.holder.officer_name, span.holder.post_title,
                span.holder.agency_name, str(STEPS.get(span.step, span.step)), _when(start),
                "" if lasts else _when(end), clocks.minutes_between(start, end, calendar),
            ]  # fmt: skip


def _kind(kind: str, charge: Charge) -> str:
    """Return what a stretch is called: whoever was given no share keeps within none."""
    return "unshared" if kind == "held" and not charge.share else kind


def _asked(view: DossierView, at: datetime, calendar: WorkingCalendar) -> Iterable[Row]:
    """Yield who was asked and did not hold meanwhile: to take it over, or for an opinion."""
    put = [
        (_("được chuyển, chờ trả lời"), offer.to_post_title, offer.to_agency_name,
         str(STEPS.get(offer.step, offer.step)), offer.offered_at, offer.answered_at)
        for offer in view.offers
    ]  # fmt: skip
    put += [
        (_("được hỏi ý kiến, không giữ"), one.to_post_title, one.to_agency_name, "", one.asked_at,
         one.settled_at)
        for one in view.opinions
    ]  # fmt: skip
    for kind, post, agency, step, start, end in put:
        minutes = clocks.minutes_between(start, end or view.ended_at or at, calendar)
        yield start, [kind, "", post, agency, step, _when(start), _when(end), minutes]


def _when(at: datetime | None) -> str:
    """Return an instant as spreadsheets read it."""
    return f"{to_local(at):%Y-%m-%d %H:%M}" if at else ""
