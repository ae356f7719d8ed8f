"""Nhắc việc: what one was reminded of, and what is late, due, to be answered or signed today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_safe

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.answering import queries as answering
from thongsuot.domains.dossiers.lateness.terms import Addressee, Reminded
from thongsuot.domains.dossiers.queries import Block
from thongsuot.domains.dossiers.queries.reminders import MOST
from thongsuot.entrypoints.officer.clocks import uncounted_in_words, working_days
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.places import place_in, place_named
from thongsuot.kernel.clock import local_date

TO_DO: Final[Mapping[Addressee, str | Promise]] = {
    Addressee.HOLDER: later("Giải quyết trước hạn; không kịp thì soạn văn bản xin lỗi, hẹn lại."),
    Addressee.HEAD: later("Đôn đốc người giữ, phân công lại nếu cần, ký văn bản xin lỗi."),
    Addressee.SUPERIOR: later("Yêu cầu người đứng đầu cơ quan giải trình và có ngày trả kết quả."),
}
TO_DO_AT_THE_DESK: Final[Mapping[Addressee, str | Promise]] = {
    Addressee.HEAD: later(
        "Đôn đốc nơi tiếp nhận trả lời người nộp: tiếp nhận, hướng dẫn, từ chối."
    ),
    Addressee.SUPERIOR: later("Yêu cầu nơi tiếp nhận giải trình và trả lời người nộp ngay."),
}
"""What to do about an answer that the desk owes; nobody holds the dossier yet."""


WAITING: Final[Mapping[Block, str | Promise]] = {
    Block.OFFERED: later("lời chuyển chờ trả lời"),
    Block.INTAKE: later("hồ sơ chờ tiếp nhận"),
    Block.OPINION: later("câu hỏi chờ ý kiến"),
    Block.DISPUTED: later("vụ việc chờ phân định"),
    Block.OBJECTION: later("ý kiến người nộp chờ trả lời"),
    Block.SIGN: later("quyết định chờ ký"),
    Block.APOLOGY: later("văn bản xin lỗi chờ ký"),
    Block.REQUEST: later("yêu cầu bổ sung chờ ký"),
}
"""What the digest counts beside what is due, and how the page names it."""
_ALWAYS: Final = frozenset({Block.OFFERED, Block.APOLOGY, Block.REQUEST})


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits in one block, and where its list is."""

    count: int
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One reminder as the page shows it."""

    told: Reminded
    standing: str
    is_late: bool
    to_do: str


@require_safe
@for_officers
def reminders(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what the visitor is reminded of, and on the first page the day in numbers that open."""
    after = place_in(request.GET.get("sau", ""), int)
    told = dossiers.reminders_of(visitor.by, before=after)
    last = told[-1] if len(told) == MOST else None
    calendar = _calendar(visitor)
    context = {
        "lines": [_line(one, visitor, calendar) for one in told],
        "count": dossiers.reminder_count(visitor.by),
        "due": None if after else _due(visitor),
        "uncounted": uncounted_in_words(deadlines.calendar_at(visitor.at), visitor.at),
        "is_first": after is None,
        "next": place_named(last.at, last.id) if last else "",
        "crumbs": [(_("Hồ sơ"), reverse("officer:inbox")), (_("Nhắc việc"), "")],
        "waiting": None if after else _waiting(visitor),
    }
    return page(request, visitor, "reminders.html", context)


def _waiting(visitor: Visitor) -> list[Waiting]:
    """Return what waits in the blocks that the digest counts; some are told only where it does."""
    by, at = visitor.by, visitor.at
    counts = dossiers.block_counts(by=by, at=at)
    counts[Block.SIGN] = dossiers.count_in(Block.SIGN, by=by, at=at)
    return [
        Waiting(
            counts[block],
            f"{words}{_late_in_words(visitor) if block is Block.INTAKE else ''}",
            reverse("officer:block", args=[block.value]),
        )
        for block, words in WAITING.items()
        if counts[block] or block in _ALWAYS
    ]


def _late_in_words(visitor: Visitor) -> str:
    """Return how much of what waits to be taken in should have been answered; '' where none."""
    late = answering.late_at(visitor.by.agency, visitor.at)
    return _(" ({n} quá giờ trả lời)").format(n=late) if late else ""


def _due(visitor: Visitor) -> dossiers.DueLists | None:
    """Return what is late and due; None where no calendar tells the next working day."""
    try:
        return dossiers.due_lists(visitor.by, at=visitor.at)
    except CalendarGap:
        return None


def _calendar(visitor: Visitor) -> WorkingCalendar | None:
    """Return what counts today; None where no calendar is published for it."""
    try:
        return deadlines.calendar_at(visitor.at)
    except CalendarGap:
        return None


def _line(told: Reminded, visitor: Visitor, calendar: WorkingCalendar | None) -> ReminderLine:
    late = told.due_at < visitor.at and local_date(told.due_at) < local_date(visitor.at)
    return ReminderLine(
        told=told, standing=_standing(told, visitor, calendar, late=late), is_late=late,
        to_do=str((TO_DO_AT_THE_DESK if told.is_answer else TO_DO)[told.to]),
    )  # fmt: skip


def _standing(
    told: Reminded, visitor: Visitor, calendar: WorkingCalendar | None, *, late: bool
) -> str:
    """Return how far off the promise is, counted now, by the hours of who settles it."""
    if calendar is None:
        return ""
    try:
        days = working_days(visitor.at, told.due_at, calendar.of(told.settles))
    except CalendarGap:
        return _("Quá hạn, chưa tính được số ngày") if late else ""
    if late:
        return _("Quá hạn {n} ngày làm việc").format(n=max(-days, 1))
    if local_date(told.due_at) == local_date(visitor.at):
        return _("Đến hạn hôm nay")
    return _("Còn {n} ngày làm việc").format(n=days)
