"""What a custody thread and a clock chip show, as values that doors fill and templates draw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thongsuot.kernel import clock, formats

SOON_WORKING_DAYS = 2
"""From this many working days left, a clock chip warns."""
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class StopKind(StrEnum):
    """The shape of one point on the thread."""

    HOLDER = "holder"
    PAST = "past"
    RETURN = "return"
    OK = "ok"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Mark:
    """One remark under a stop: a state mark (a key of ``icons.SIGNS``), words, perhaps a link."""

    text: str
    sign: str = ""
    link: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One holder on the thread, newest first; the stretch below is this holder's own time.

    Units: ``late`` and ``paused`` are shares of the stretch, 0 to 1; late lies at its newer end.
    ``dotted`` draws the stretch as waiting without custody.
    """

    who: str
    when: str = ""
    kind: StopKind = StopKind.PAST
    marks: Sequence[Mark] = field(default_factory=tuple)
    late: float = 0.0
    paused: float = 0.0
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock chip: ``tone`` is the class, ``sign`` the shape, ``text`` the words."""

    tone: str
    text: str
    sign: str = ""
    lateness: str = ""

    @classmethod
    def paused(cls, reason: str, *, working_days_late: int | None = 0) -> Self:
        """The clock stands; ``reason`` says for what, e.g. "Chờ bổ sung, từ 12/11".

        What was late before it was stopped stays late; None where no calendar tells how late.
        """
        return cls("paused", reason, "paused", _days_late(working_days_late))

    @classmethod
    def waiting(cls, text: str) -> Self:
        """An offer waits for its answer."""
        return cls("waiting", text, sign="waiting")

    @classmethod
    def ended(cls, *, working_days_late: int | None, is_early: bool = False) -> Self:
        """Return the chip of a dossier that was settled; 0 days late is on time, or early.

        None: late, and no calendar tells how late.
        """
        if working_days_late is not None and working_days_late <= 0:
            return cls("done", _("Trước hạn") if is_early else _("Đúng hạn"), sign="done")
        return cls("done", _("Đã xong"), "done", _days_late(working_days_late))

    @classmethod
    def uncounted(cls, due_at: datetime, *, is_late: bool) -> Self:
        """Return the chip of a running clock where no calendar tells the days to or from a day."""
        day = formats.date(clock.local_date(due_at))
        if is_late:
            return cls("late", _("Quá hạn, hẹn {day}").format(day=day), sign="late")
        return cls("plain", _("Hẹn {day}").format(day=day))

    @classmethod
    def running(cls, *, due_at: datetime, at: datetime, working_days: int, is_late: bool) -> Self:
        """Return the chip of a running clock.

        A limit in days lasts as long as its last day; that its hour is past is said all the same.
        Units: ``working_days`` between now and the due moment, counted by the calendar;
        never negative: days left before it, days over after it.
        """
        if is_late:
            return cls("late", _late_text(due_at, at, working_days), sign="late")
        if due_at < at and clock.local_date(due_at) == clock.local_date(at):
            return cls("today", _("Quá giờ hẹn {past}").format(past=_past(due_at, at)), "soon")
        if clock.local_date(due_at) == clock.local_date(at):
            text = _("Hôm nay {time}").format(time=formats.time(due_at))
            return cls("today", text, sign="soon")
        text = _("Còn {n} ngày").format(n=working_days)
        if working_days <= SOON_WORKING_DAYS:
            return cls("soon", text, sign="soon")
        return cls("plain", text)


def _days_late(number: int | None) -> str:
    if number is None:
        return _("quá hạn")
    if number <= 0:
        return ""
    return ngettext("quá hạn {n} ngày", "quá hạn {n} ngày", number).format(n=number)


def _past(due_at: datetime, at: datetime) -> str:
    """Return since how long an instant is past: minutes first, then hours."""
    minutes = max(int((at - due_at) / MINUTE), 1)
    if at - due_at < HOUR:
        return _("{n} phút").format(n=minutes)
    return _("{h} giờ {n} phút").format(h=minutes // 60, n=minutes % 60)


def _late_text(due_at: datetime, at: datetime, working_days: int) -> str:
    if working_days >= 1:
        return _("Quá {n} ngày").format(n=working_days)
    if at - due_at < HOUR:
        return _("Quá hạn {past}").format(past=_past(due_at, at))
    if clock.local_date(due_at) == clock.local_date(at):
        return _("Quá hạn từ {time}").format(time=formats.time(due_at))
    # Within a day or two the year is no news, and a list's row has no room for it.
    return _("Quá hạn từ {moment}").format(moment=f"{clock.to_local(due_at):%H:%M %d/%m}")
