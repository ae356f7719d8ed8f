"""The picture of custody as rows: who, from when to when, working minutes, of what kind."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.accountability.terms import Stretch, Use
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.beside_lanes import besides_of
from thongsuot.entrypoints.officer.words import STEPS
from thongsuot.entrypoints.shared.charges import Awaited, Charge, awaited_in
from thongsuot.entrypoints.shared.figures.tables import Cell, Table
from thongsuot.kernel.clock import to_local

Row = tuple[datetime, list[Cell]]
KINDS: Final[Mapping[Use, str | Promise]] = {
    Use.HELD: later("giữ, trong phần được chia"),
    Use.OVER: later("giữ, vượt phần được chia"),
    Use.PAUSED: later("giữ, đồng hồ dừng chờ người nộp"),
    Use.AWAITING: later("vẫn giữ, chờ bên khác nhận hoặc phân định"),
    Use.SILENT: later("vẫn giữ, chờ ý kiến đã quá hạn trả lời"),
    Use.EARLIER: later("giữ, trước khi thời hạn tính lại"),
    Use.AFTER: later("giữ, sau khi có quyết định"),
}


def lane_table(
    view: DossierView, charges: Sequence[Charge], *, at: datetime, calendar: WorkingCalendar
) -> Table:
    """Return the stretches of the picture, oldest first; one that lasts has no end.

    Raises:  CalendarGap.
    """
    rows = [*_held(view, charges), *_asked(view, at, calendar)]
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


def _held(view: DossierView, charges: Iterable[Charge]) -> Iterable[Row]:
    """Yield every span of custody, cut as the picture cuts it."""
    for charge in charges:
        span = charge.span
        for stretch in charge.spent.stretches:
            start, end = stretch.began_at, stretch.ended_at
            if start == end:
                continue
            lasts = span.ended_at is None and end == charge.spent.until
            yield start, [
                _kind(stretch, charge, view), span.holder.officer_name, span.holder.post_title,
                span.holder.agency_name, str(STEPS.get(span.step, span.step)), _when(start),
                "" if lasts else _when(end), stretch.minutes,
            ]  # fmt: skip


def _kind(stretch: Stretch, charge: Charge, view: DossierView) -> str:
    """Return what a stretch is called: whoever was given no share keeps within none."""
    if stretch.use is Use.HELD and not charge.share:
        return _("giữ, không có phần được chia")
    if awaited_in(stretch, view) is Awaited.TAKEN_BACK:
        return _("vẫn giữ, yêu cầu bổ sung đã bị rút lại")
    return str(KINDS[stretch.use])


def _asked(view: DossierView, at: datetime, calendar: WorkingCalendar) -> Iterable[Row]:
    """Yield who was asked and did not hold meanwhile: to take it over, for an opinion, to rule."""
    put = [
        (_("được chuyển, chờ trả lời"), offer.to_post_title, offer.to_agency_name,
         str(STEPS.get(offer.step, offer.step)), offer.offered_at, offer.answered_at)
        for offer in view.offers
    ]  # fmt: skip
    put += [(one.kind, one.post, one.agency, "", one.since, one.until) for one in besides_of(view)]
    for kind, post, agency, step, start, end in put:
        minutes = clocks.minutes_between(start, end or view.ended_at or at, calendar)
        yield start, [kind, "", post, agency, step, _when(start), _when(end), minutes]


def _when(at: datetime | None) -> str:
    """Return an instant as spreadsheets read it."""
    return f"{to_local(at):%Y-%m-%d %H:%M}" if at else ""
