"""The clock of one dossier: the promise, what is left of it, what it was, drawn as a ruler."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.deadlines import rules
from thongsuot.domains.deadlines.terms import CalendarGap, Timeliness, WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView, calendar_of
from thongsuot.domains.dossiers.queries.views import DueView
from thongsuot.domains.dossiers.terms import DueReason, NationalState, Pause, PauseCause
from thongsuot.entrypoints.shared.svg import Ruler, day_ruler
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

DAY_MINUTES: Final = 8 * 60
"""A working day as limits and shares are told to people; the calendar counts real hours."""
LEAST_LATE: Final = 0.05
LEAST_PAUSED: Final = 0.01
"""Of a working day; a shorter pause cannot be seen on the ruler."""
_PAUSED: Final[Mapping[PauseCause, str | Promise]] = {
    PauseCause.SUPPLEMENT: gettext_lazy(
        "Thời gian giải quyết tạm dừng từ {day} để chờ ông/bà bổ sung"
    ),
    PauseCause.OBLIGATION: gettext_lazy(
        "Thời gian giải quyết tạm dừng từ {day} để chờ ông/bà nộp tiền"
    ),
}
_LABELS: Final[Mapping[DueReason, str | Promise]] = {
    DueReason.RECEIPT: gettext_lazy("Hẹn trả kết quả"),
    DueReason.SUPPLEMENT: gettext_lazy("Hẹn lại sau khi bổ sung"),
    DueReason.PAUSE: gettext_lazy("Hẹn lại, cộng thời gian tạm dừng"),
    DueReason.CALENDAR: gettext_lazy("Hẹn lại theo lịch nghỉ mới công bố"),
}


@dataclass(frozen=True, slots=True)
class ClockCard:
    """The promise as the page shows it; ``days_late`` above 0 once it is broken.

    ``days_late`` is None where no published calendar counts them.
    """

    label: str
    day: date | None
    left: str
    earlier: tuple[date, ...]
    days_late: int | None
    is_late: bool
    is_same_day: bool
    """Whether the count begun anew ends on the day promised before."""
    ruler: SafeString | str


def clock_of(view: DossierView, *, at: datetime) -> ClockCard | None:
    """Return the clock of a received dossier, None before it runs."""
    due = view.due
    if due is None or view.received_at is None:
        return None
    paused = view.open_pause is not None
    end = view.decided_at or view.ended_at or _stood_still(view) or at
    late = rules.is_late(due.due_at, end, by_hour=due.by_hour)
    days_late, left, ruler = _counted(view, due, at, end, late=late)
    return ClockCard(
        label=_label(view, paused=paused),
        day=None if paused else _promised_on(view, due),
        left=left,
        earlier=_earlier(view, paused=paused),
        days_late=days_late,
        is_late=late,
        is_same_day=not paused and not _is_put_off(view) and _is_same_day(view),
        ruler=ruler,
    )


def _stood_still(view: DossierView) -> datetime | None:
    """Return since when the clock stands; what was late before stays late."""
    return view.open_pause.started_at if view.open_pause else None


def _promised_on(view: DossierView, due: DueView) -> date:
    """Return the day promised now: that of the apology, where one put the date off."""
    return local_date(view.promised_at) if view.promised_at else due.due_on


def _is_put_off(view: DossierView) -> bool:
    """Whether an apology put the date off."""
    return view.due is not None and view.promised_at not in (None, view.due.due_at)


def _label(view: DossierView, *, paused: bool) -> str:
    if view.state in {NationalState.WITHDRAWN, NationalState.STOPPED}:
        return _("Ngày hẹn trước khi hồ sơ dừng, không còn hiệu lực")
    if paused:
        return _("Đang tạm dừng")
    if _is_put_off(view):
        return _("Hẹn lại, kèm lời xin lỗi")
    last = view.due_dates[-1]
    stays = last.wait is not None and last.wait.quantity == 0
    return str(_LABELS[DueReason.RECEIPT if stays else DueReason(last.reason)])


def _is_same_day(view: DossierView) -> bool:
    days = [due.due_on for due in view.due_dates[-2:]]
    return len(days) > 1 and len(set(days)) == 1


def _earlier(view: DossierView, *, paused: bool) -> tuple[date, ...]:
    """Return the promises that no longer hold; they stay on the page, struck through."""
    dues = view.due_dates if paused or _is_put_off(view) else view.due_dates[:-1]
    promised = _promised_on(view, dues[-1]) if dues and not paused else None
    return tuple(dict.fromkeys(due.due_on for due in dues if due.due_on != promised))


def _counted(
    view: DossierView, due: DueView, at: datetime, end: datetime, *, late: bool
) -> tuple[int | None, str, SafeString | str]:
    """Return days late, what is left in words, and the ruler; less where the calendar ends."""
    try:
        calendar = calendar_of(view, at)
        days_late = _days_between(due.due_on, end, calendar) if late else 0
        left = _left(view, due, end, calendar, late=late)
        return days_late, left, day_ruler(_ruler(view, due, end, calendar, late=late))
    except CalendarGap:
        return None if late else 0, _uncounted(view, late=late), ""


def _uncounted(view: DossierView, *, late: bool) -> str:
    """Return what can be said without a calendar."""
    if view.open_pause:
        return _paused(view.open_pause)
    if view.decided_at or view.ended_at:
        return _ended(view, late=late)
    return _("Đã quá hạn") if late else ""


def _days_between(first: date, end: datetime, calendar: WorkingCalendar) -> int:
    return max(rules.working_days_between(first, local_date(end), calendar), 0)


def _left(
    view: DossierView, due: DueView, end: datetime, calendar: WorkingCalendar, *, late: bool
) -> str:
    if view.open_pause or view.decided_at or view.ended_at:
        return _uncounted(view, late=late)
    days = rules.working_days_between(local_date(end), due.due_on, calendar)
    if late and days == 0:
        return _("Đã quá hạn từ {time} hôm nay").format(time=formats.time(due.due_at))
    if late:
        return _("Đã quá hạn {n} ngày làm việc").format(n=max(-days, 0))
    promised = _promised_on(view, due)
    if promised != due.due_on:
        n = rules.working_days_between(local_date(end), promised, calendar)
        return _("Còn {n} ngày làm việc đến ngày hẹn lại").format(n=n)
    if days == 0 and due.due_at < end:
        return _("Đã qua giờ hẹn {time} hôm nay").format(time=formats.time(due.due_at))
    if days == 0:
        return _("Hôm nay, trước {time}").format(time=formats.time(due.due_at))
    return _("Còn {n} ngày làm việc").format(n=days)


def _paused(pause: Pause) -> str:
    return str(_PAUSED[pause.cause]).format(day=formats.date(local_date(pause.started_at)))


def _ended(view: DossierView, *, late: bool) -> str:
    if view.decided_at is None:
        return ""
    moment = formats.moment(view.decided_at)
    if late:
        return _("Có kết quả lúc {moment}, sau ngày hẹn").format(moment=moment)
    if view.due and rules.timeliness(view.due.due_at, view.decided_at) is Timeliness.EARLY:
        return _("Có kết quả lúc {moment}, trước ngày hẹn").format(moment=moment)
    return _("Có kết quả lúc {moment}, đúng hạn").format(moment=moment)


def _ruler(
    view: DossierView, due: DueView, end: datetime, calendar: WorkingCalendar, *, late: bool
) -> Ruler:
    received = view.received_at or due.counted_from

    def place(moment: datetime) -> float:
        return max(rules.working_minutes(received, moment, calendar), 0) / DAY_MINUTES

    now, promised = place(end), place(due.due_at)
    new_due = place(view.promised_at) if _is_put_off(view) and view.promised_at else None
    if late:
        now = max(now, promised + LEAST_LATE)
    stretches = [(place(pause.started_at), place(pause.ended_at or end)) for pause in view.pauses]
    pauses = [(start, stop) for start, stop in stretches if stop - start >= LEAST_PAUSED]
    return Ruler(
        description=_describe(view, due, end, late=late),
        length=ceil(max(now, promised, new_due or 0)) + 1,
        now=now,
        due=promised,
        start_label=_short(received),
        due_label=_("hẹn {day}").format(day=_short(due.due_at)),
        pauses=pauses,
        pause_label=_("tạm dừng") if pauses else "",
        late_label=_("quá hạn") if late else "",
        new_due=new_due,
        new_due_label=_("hẹn lại {day}").format(day=_short(view.promised_at or due.due_at)),
        is_over=bool(view.decided_at or view.ended_at),
    )


def _describe(view: DossierView, due: DueView, end: datetime, *, late: bool) -> str:
    facts = {
        "received": formats.date(local_date(view.received_at or due.counted_from)),
        "due": formats.date(due.due_on),
        "now": formats.date(local_date(end)),
    }
    if view.promised_at and _is_put_off(view):
        facts["due"] = _("{due}, hẹn lại {anew}").format(
            due=facts["due"], anew=formats.date(local_date(view.promised_at))
        )
    if late:
        words = _("Nhận ngày {received}, hẹn ngày {due}, đến {now} đã quá hạn")
    elif view.decided_at or view.ended_at:
        words = _("Nhận ngày {received}, hẹn ngày {due}, xong ngày {now}, trong hạn")
    else:
        words = _("Nhận ngày {received}, hẹn ngày {due}, hiện ở ngày {now}, còn trong hạn")
    return words.format(**facts)


def _short(at: datetime) -> str:
    return formats.date(local_date(at))[:5]


def in_words(minutes: int) -> str:
    """Return working time as people say it: "4 giờ", "2,5 ngày".

    Units:  ``minutes`` of working time; a day is 8 hours.
    """
    if minutes < 60:
        return _("dưới 1 giờ")
    if minutes < DAY_MINUTES:
        return _("{n} giờ").format(n=minutes // 60)
    days = timedelta(minutes=minutes) / timedelta(minutes=DAY_MINUTES)
    return _("{n} ngày").format(n=formats.number(days, 1).removesuffix(",0"))
