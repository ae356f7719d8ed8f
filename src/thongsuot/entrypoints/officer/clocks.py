"""The clock of a dossier as an officer reads it: chip, group of urgency, shares of time.

Everything is counted in working time by the published calendar; where the calendar has a gap, the
promised day alone is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody.terms import DisputeTerms, OfferTerms, OpinionTerms
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, Timeliness, WorkingCalendar
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.entrypoints.shared.sentences import state_name
from thongsuot.entrypoints.shared.threads import Clock
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, to_local

ENDED: Final = frozenset({NationalState.RESOLVED, NationalState.RETURNED})
BROKEN_OFF: Final = frozenset(
    {NationalState.NOT_RECEIVED, NationalState.WITHDRAWN, NationalState.STOPPED}
)
_PAUSES: Final[Mapping[NationalState, str | Promise]] = {
    NationalState.SUPPLEMENT_REQUESTED: later("Chờ bổ sung, từ {day}"),
    NationalState.OBLIGATION_REQUESTED: later("Chờ nộp tiền, từ {day}"),
}
MINUTES_OF_AN_HOUR: Final = 60
JUST_NOW: Final = timedelta(minutes=1)


class Urgency(StrEnum):
    """The groups of the inbox, in their order."""

    LATE = "late"
    UNANSWERED = "unanswered"
    PAST = "past"
    NOW = "now"
    ROOM = "room"
    PAUSED = "paused"
    YESTERDAY = "yesterday"
    TODAY = "today"
    COLLECT = "collect"
    BRING = "bring"


@dataclass(frozen=True, slots=True)
class Times:
    """What a clock is read from."""

    state: NationalState
    submitted_at: datetime
    due_at: datetime | None
    paused_since: datetime | None
    decided_at: datetime | None = None
    answer_by: datetime | None = None
    """By when a dossier not yet received must be answered, as its sender was promised."""
    waits_for_fee: bool = False
    """Whether the desk may not receive it before the fee is paid: its time stands."""
    by_hour: bool = False
    """Whether the limit is in working hours; one in days lasts as long as its last day."""

    def is_late(self, at: datetime) -> bool:
        """Return whether ``at`` is later than was promised."""
        return self.due_at is not None and deadline_rules.is_late(
            self.due_at, at, by_hour=self.by_hour
        )

    def is_early(self, at: datetime) -> bool:
        """Return whether ``at`` is before the day that was promised."""
        return (
            self.due_at is not None
            and deadline_rules.timeliness(self.due_at, at) is Timeliness.EARLY
        )


def chip(times: Times, *, at: datetime, calendar: WorkingCalendar) -> Clock:
    """Return the clock chip."""
    if times.state == NationalState.REGISTERED:
        return _unanswered(times, at, calendar)
    waits = times.due_at is not None or times.paused_since is not None
    if times.state in BROKEN_OFF or not waits:
        return Clock("plain", state_name(times.state))
    if times.state in ENDED and times.decided_at is not None:
        return Clock.ended(
            working_days_late=_days_late(times, times.decided_at, calendar),
            is_early=times.is_early(times.decided_at),
        )
    if times.paused_since is not None:
        since = f"{to_local(times.paused_since):%d/%m}"
        late = _days_late(times, times.paused_since, calendar)
        reason = _PAUSES.get(times.state, _PAUSES[NationalState.SUPPLEMENT_REQUESTED])
        return Clock.paused(str(reason).format(day=since), working_days_late=late)
    return _running(times, times.due_at or at, at, calendar)


def answer_in_words(offer: OfferTerms, at: datetime) -> str:
    """Return by when an offer is to be answered, and what silence means then."""
    if offer.answer_by is None:
        return _("chưa đặt hạn trả lời")
    when = f"{to_local(offer.answer_by):%H:%M %d/%m}"
    if offer.is_overdue(at):
        return _("quá hạn trả lời {when}, coi như đã nhận").format(when=when)
    return _("trả lời trước {when}, quá hạn coi như nhận").format(when=when)


def opinion_in_words(asked: OpinionTerms, at: datetime) -> str:
    """Return by when an opinion is to be given."""
    when = f"{to_local(asked.answer_by):%H:%M %d/%m}"
    if at >= asked.answer_by:
        return _("quá hạn trả lời {when}").format(when=when)
    return _("trả lời trước {when}").format(when=when)


def objection(answer_by: datetime, at: datetime) -> Clock:
    """Return by when a citizen who disagrees is answered, or that this is past."""
    when = f"{to_local(answer_by):%H:%M %d/%m}"
    if at > answer_by:
        return Clock("late", _("Quá hạn trả lời {when}").format(when=when), "late")
    return Clock("plain", _("Trả lời trước {when}").format(when=when))


def ruling_in_words(dispute: DisputeTerms, at: datetime) -> str:
    """Return by when the superior is to decide on a loop, or that he did not.

    Where no calendar reaches the end of his time, that it waits for one; where he had no limit,
    nothing.
    """
    if dispute.decide_by is None:
        waits = dispute.is_open and dispute.waits_for_calendar
        return _("hạn phân định chờ công bố lịch làm việc") if waits else ""
    when = f"{to_local(dispute.decide_by):%H:%M %d/%m}"
    if dispute.is_overdue(at):
        return _("quá hạn phân định {when}").format(when=when)
    return _("phân định trước {when}").format(when=when) if dispute.is_open else ""


def ruling(dispute: DisputeTerms, at: datetime) -> Clock | None:
    """Return the same as a chip."""
    said = ruling_in_words(dispute, at)
    if not said:
        return None
    words = said[0].upper() + said[1:]
    return Clock("late", words, "late") if dispute.is_overdue(at) else Clock("plain", words)


def pass_on(by: datetime, at: datetime) -> Clock:
    """Return by when a dossier is to be passed on, and that this is past."""
    when = f"{to_local(by):%H:%M %d/%m}"
    if at > by:
        return Clock("late", _("Quá hạn chuyển {when}").format(when=when), "late")
    if local_date(by) == local_date(at):
        return Clock("today", _("Chuyển trước {time}").format(time=formats.time(by)), "soon")
    return Clock("plain", _("Chuyển trước {when}").format(when=when))


def _unanswered(times: Times, at: datetime, calendar: WorkingCalendar) -> Clock:
    if times.waits_for_fee:
        return Clock.paused(_("Chờ nộp phí rồi mới tiếp nhận"))
    if times.answer_by is None:
        return Clock.waiting(_waited(times.submitted_at, at, calendar))
    when = f"{to_local(times.answer_by):%H:%M %d/%m}"
    if at > times.answer_by:
        return Clock("late", _("Quá hạn trả lời {when}").format(when=when), "late")
    if local_date(at) == local_date(times.answer_by):
        text = _("Trả lời trước {time} hôm nay").format(time=formats.time(times.answer_by))
        return Clock("today", text, "soon")
    return Clock("plain", _("Trả lời trước {when}").format(when=when))


def _running(times: Times, due_at: datetime, at: datetime, calendar: WorkingCalendar) -> Clock:
    try:
        days = abs(working_days(at, due_at, calendar))
    except CalendarGap:
        return Clock.uncounted(due_at, is_late=times.is_late(at))
    return Clock.running(due_at=due_at, at=at, working_days=days, is_late=times.is_late(at))


def working_days(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    """Return the working days after the day of ``start`` up to that of ``end``; negative before.

    Raises:  CalendarGap.
    """
    until = calendar.working_days_until
    return until(local_date(end)) - until(local_date(start))


def _days_late(times: Times, until: datetime, calendar: WorkingCalendar) -> int | None:
    """Return how many working days late it was ``until`` then; None where nobody can count them."""
    if times.due_at is None or not times.is_late(until):
        return 0
    try:
        return max(working_days(times.due_at, until, calendar), 1)
    except CalendarGap:
        return None


def uncounted_in_words(calendar: WorkingCalendar, at: datetime) -> str:
    """Return what no list can count at ``at``; '' within the published years."""
    since = calendar.uncounted_since(at)
    if since is None:
        return ""
    day = local_date(since)
    return _(
        "Lịch làm việc năm {year} chưa được công bố: hồ sơ quá hạn vẫn được nêu, "
        "nhưng số ngày, giờ quá hạn từ {day} chưa tính được."
    ).format(year=day.year, day=formats.date(day))


def _waited(since: datetime, at: datetime, calendar: WorkingCalendar) -> str:
    minutes = minutes_between(since, at, calendar)
    if minutes is None or minutes < MINUTES_OF_AN_HOUR:
        return _sent(since, at)
    day = minutes_of_a_day(calendar, at)
    if minutes < day:
        return _("Đã chờ {n} giờ").format(n=minutes // MINUTES_OF_AN_HOUR)
    return _("Đã chờ {n} ngày").format(n=days_in_words(minutes, day))


def _sent(since: datetime, at: datetime) -> str:
    if local_date(since) == local_date(at):
        return _("Vừa gửi {time}").format(time=formats.time(since))
    return _("Gửi {when}").format(when=f"{to_local(since):%H:%M %d/%m}")


def minutes_of_a_day(calendar: WorkingCalendar, at: datetime) -> int:
    """Return how many minutes a whole working day has by the office hours around ``at``."""
    return calendar.minutes_of_a_day(local_date(at))


def minutes_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> int | None:
    """Return the working minutes between two instants; None where the calendar has a gap."""
    if end <= start:
        return 0
    try:
        return deadline_rules.working_minutes(start, end, calendar)
    except CalendarGap:
        return None


def urgency(times: Times, at: datetime, calendar: WorkingCalendar) -> Urgency:
    """Return the group of the inbox a dossier stands in."""
    today = local_date(at)
    if times.state == NationalState.REGISTERED:
        if times.waits_for_fee:
            return Urgency.PAUSED
        if times.answer_by is not None and at > times.answer_by:
            return Urgency.UNANSWERED
        sent_today = local_date(times.submitted_at) == today
        return Urgency.TODAY if sent_today else Urgency.YESTERDAY
    if times.state in ENDED:
        return Urgency.COLLECT
    if times.paused_since is not None:
        return Urgency.PAUSED
    if times.due_at is not None and times.due_at < at and not times.is_late(at):
        return Urgency.PAST
    if times.due_at is None or not times.is_late(at):
        soon = times.due_at and local_date(times.due_at) <= next_working_day(today, calendar)
        return Urgency.NOW if soon else Urgency.ROOM
    return Urgency.LATE


def next_working_day(day: date, calendar: WorkingCalendar) -> date:
    """Return the working day after ``day``; the next day where the calendar has a gap."""
    tomorrow = day + timedelta(days=1)
    try:
        return calendar.working_day_from(tomorrow)
    except CalendarGap:
        return tomorrow


def days_in_words(minutes: int, minutes_a_day: int) -> str:
    """Return working minutes as days with at most one decimal: "2,5"."""
    return _short(minutes / minutes_a_day)


def share_in_words(minutes: int, minutes_a_day: int) -> str:
    """Return a share of time as people say it: "4 giờ làm việc", "2 ngày làm việc".

    What is less than an hour is said in minutes: it would be no hours at all.
    """
    if minutes < MINUTES_OF_AN_HOUR:
        return _("{n} phút làm việc").format(n=minutes)
    if minutes < minutes_a_day:
        return _("{n} giờ làm việc").format(n=_short(minutes / MINUTES_OF_AN_HOUR))
    return _("{n} ngày làm việc").format(n=days_in_words(minutes, minutes_a_day))


def waited_in_words(start: datetime, at: datetime, calendar: WorkingCalendar) -> str:
    """Return how long something waits; outside office hours nothing is counted."""
    minutes, minutes_a_day = minutes_between(start, at, calendar), minutes_of_a_day(calendar, at)
    if minutes is None:
        return _("chưa có lịch làm việc để tính giờ chờ")
    if minutes <= 0 and at - start < JUST_NOW:
        return _("vừa xong")
    if minutes <= 0:
        return _("ngoài giờ làm việc, chưa tính giờ chờ")
    return _("đã chờ {share}").format(share=share_in_words(minutes, minutes_a_day))


def _short(value: float) -> str:
    rounded = round(value, 1)
    return formats.number(int(rounded) if rounded == int(rounded) else rounded)
