"""How a limit was counted, told in sentences: days skipped, where it ends, whose hours, by what.

One piece for everything that has a limit: the due date, answers, opinions, windows, rulings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.deadlines.terms import (
    CalendarWords,
    Explained,
    FirstDay,
    TimeLimit,
    Unit,
)
from thongsuot.entrypoints.shared.opening import hours_in_words
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

MINUTES_OF_AN_HOUR: Final = 60
ONE_DAY: Final = timedelta(days=1)

LIMITS: Final[Mapping[Unit, str | Promise]] = {
    Unit.WORKING_HOUR: gettext_lazy("{n} giờ làm việc"),
    Unit.WORKING_DAY: gettext_lazy("{n} ngày làm việc"),
    Unit.DAY: gettext_lazy("{n} ngày"),
    Unit.MONTH: gettext_lazy("{n} tháng"),
    Unit.SAME_DAY: gettext_lazy("trong ngày làm việc"),
}
"""How long a limit is, in words with its number."""


@dataclass(frozen=True, slots=True)
class Limited:
    """One limit to be explained, and the sentences around its counting.

    ``begun`` says what began when and how long it may take, ``rests_on`` the rule that allows so
    much, ``ends`` (with {moment}) what is due; ``since`` finishes "kể từ lúc", ``whose`` names
    the agency with office hours of its own. ``between`` is what moved the end since.
    """

    begun: str
    counted: Explained
    words: CalendarWords
    due_at: datetime
    rests_on: str
    ends: str
    since: str
    whose: str
    between: Sequence[str] = ()


def limit_told(one: Limited) -> list[str]:
    """Return the sentences, in the order in which it was counted."""
    return [
        one.begun,
        *counted_in_words(one.counted, one.words, since=one.since, whose=one.whose),
        *one.between,
        one.ends.format(moment=formats.moment(one.due_at)),
        *([one.rests_on] if one.rests_on else []),
        sources_in_words(one.counted, one.words),
    ]


def length_in_words(limit: TimeLimit | int) -> str:
    """Return how long a limit is; a number is minutes of working time."""
    if not isinstance(limit, int):
        return str(LIMITS[limit.unit]).format(n=limit.quantity)
    hours, minutes = divmod(limit, MINUTES_OF_AN_HOUR)
    parts = [
        _("{n} giờ").format(n=hours) if hours else "",
        _("{n} phút").format(n=minutes) if minutes else "",
    ]
    return _("{time} làm việc").format(time=" ".join(part for part in parts if part))


def counted_in_words(
    counted: Explained, words: CalendarWords, *, since: str, whose: str
) -> list[str]:
    """Return what was counted, what was skipped, and where the count ends."""
    return [
        *_first_day(counted, since),
        *_skipped(counted, words),
        *_reached(counted),
        *_own_hours(counted, words, whose),
    ]


def _first_day(counted: Explained, since: str) -> Iterator[str]:
    unit = counted.limit.unit
    first = local_date(counted.start_at)
    if unit is Unit.WORKING_HOUR:
        yield _("Chỉ tính giờ làm việc ({hours}), kể từ lúc {since}.").format(
            hours=hours_in_words(counted.sessions), since=since
        )
    elif unit is Unit.WORKING_DAY and counted.rule.first_day is FirstDay.NEXT_DAY:
        yield _("Ngày {day} không tính; đếm từ ngày làm việc tiếp theo.").format(
            day=day_in_words(first)
        )
    elif unit is Unit.WORKING_DAY:
        yield _("Mỗi ngày làm việc tính đến đúng giờ đã {since}.").format(since=since)
    elif unit is Unit.SAME_DAY:
        yield _same_day(counted, first)
    else:
        yield _("Tính cả ngày nghỉ, kể từ hôm sau ngày {day}.").format(day=day_in_words(first))
    if counted.opened:
        yield _("Ngày {day} cơ quan mở cửa tiếp nhận nhưng không tính vào thời hạn.").format(
            day=weekday_in_words(first)
        )


def _same_day(counted: Explained, first: date) -> str:
    until = f"{counted.rule.same_day_until:%H:%M}"
    if counted.due_on == first:
        return _("Thủ tục trả kết quả trong ngày: nộp trước {until} thì trả trong ngày đó.").format(
            until=until
        )
    return _(
        "Thủ tục trả kết quả trong ngày: nộp sau {until}, sau giờ làm việc hoặc vào ngày nghỉ "
        "thì tính sang ngày làm việc tiếp theo."
    ).format(until=until)


def _skipped(counted: Explained, words: CalendarWords) -> Iterator[str]:
    """Yield which days were not counted, by name, and which weekend days were."""
    if counted.nominal_on is not None:
        if counted.nominal_on != counted.due_on:
            yield _("Hết hạn vào {day} là ngày nghỉ nên chuyển sang ngày làm việc kế tiếp.").format(
                day=weekday_in_words(counted.nominal_on)
            )
        return
    if counted.weekend_days:
        yield _("Không tính {n} ngày thứ Bảy, Chủ nhật.").format(n=counted.weekend_days)
    if counted.days_off:
        named = "; ".join(_named(counted.days_off, words.names))
        yield _("Không tính ngày nghỉ: {days}.").format(days=named)
    if counted.weekend_worked:
        days = ", ".join(weekday_in_words(day) for day in counted.weekend_worked)
        yield _("Có tính ngày làm bù: {days}.").format(days=days)
    if counted.half_days:
        named = "; ".join(_named(counted.half_days, words.names))
        yield _("Ngày chỉ làm việc một buổi vẫn tính là một ngày: {days}.").format(days=named)


def _named(days: Sequence[date], names: Mapping[date, str]) -> Iterator[str]:
    """Yield days off with their names; neighbours of one name as one stretch."""
    stretches: list[list[date]] = []
    for day in days:
        last = stretches[-1][-1] if stretches else None
        if last == day - ONE_DAY and names.get(last) == names.get(day):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    for stretch in stretches:
        until = _("–{day}").format(day=day_in_words(stretch[-1])) if len(stretch) > 1 else ""
        yield f"{day_in_words(stretch[0])}{until} ({names.get(stretch[0], _('nghỉ'))})"


def _reached(counted: Explained) -> Iterator[str]:
    """Yield where the count ends, and when the offices close that day."""
    limit = counted.limit
    if limit.unit is Unit.WORKING_HOUR or counted.rule.first_day is FirstDay.SAME_CLOCK:
        yield _("Đếm đủ vào {moment}.").format(moment=formats.moment(counted.due_at))
        return
    yield _("Đếm đủ vào {day}; hạn là hết giờ làm việc hôm đó, {time}.").format(
        day=weekday_in_words(counted.due_on), time=formats.time(counted.due_at)
    )


def _own_hours(counted: Explained, words: CalendarWords, whose: str) -> Iterator[str]:
    """Yield which hours the offices keep on the last day, where they are an agency's own."""
    if counted.hours is None or not (counted.hours.agency or counted.hours.seasons):
        return
    source = words.hours_sources.get((counted.hours.agency, counted.hours.valid_from), "")
    hours = hours_in_words(counted.sessions)
    if counted.hours.agency:
        yield _("Giờ làm việc hôm đó của {whose}: {hours} ({source}).").format(
            whose=whose, hours=hours, source=source
        )
    else:
        yield _("Giờ làm việc hôm đó: {hours} ({source}).").format(hours=hours, source=source)


def sources_in_words(counted: Explained, words: CalendarWords) -> str:
    """Return which calendar and which rule counted, and on what they rest."""
    rule = counted.rule.version
    return _("Lịch làm việc {calendar} ({source}); cách tính {rule} ({rule_source}).").format(
        calendar=counted.calendar_version, source=words.source, rule=rule,
        rule_source=words.rule_sources.get(rule, ""),
    )  # fmt: skip


def day_in_words(day: date) -> str:
    """Return a day without its year."""
    return f"{day:%d/%m}"


def weekday_in_words(day: date) -> str:
    """Return a day with its weekday."""
    return f"{formats.weekday(day)} {formats.date(day)}"
