"""Vì sao là ngày này: the counting of a due date told in sentences, for citizens and officers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.deadlines.terms import Explained, FirstDay, Unit, WaitedIn
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.why_due import CalendarChange, Waited, WhyDue
from thongsuot.domains.dossiers.terms import DueReason, PauseCause
from thongsuot.entrypoints.shared.opening import hours_in_words
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

MINUTES_OF_AN_HOUR: Final = 60
ONE_DAY: Final = timedelta(days=1)

_LIMITS: Final[Mapping[Unit, str | Promise]] = {
    Unit.WORKING_HOUR: gettext_lazy("{n} giờ làm việc"),
    Unit.WORKING_DAY: gettext_lazy("{n} ngày làm việc"),
    Unit.DAY: gettext_lazy("{n} ngày"),
    Unit.MONTH: gettext_lazy("{n} tháng"),
    Unit.SAME_DAY: gettext_lazy("trong ngày làm việc"),
}
_BEGUN: Final[Mapping[DueReason, str | Promise]] = {
    DueReason.RECEIPT: gettext_lazy("Tiếp nhận đủ hồ sơ lúc {moment}; thời hạn là {limit}."),
    DueReason.SUPPLEMENT: gettext_lazy(
        "Nhận đủ giấy tờ bổ sung lúc {moment}; thời hạn {limit} được tính lại từ đầu."
    ),
}
_LOST: Final[Mapping[WaitedIn, str | Promise]] = {
    WaitedIn.WORKING_DAY: gettext_lazy(
        "{n} ngày làm việc trong thời gian đó không tính, ngày hẹn lùi {n} ngày làm việc"
    ),
    WaitedIn.DAY: gettext_lazy("{n} ngày trong thời gian đó không tính, ngày hẹn lùi {n} ngày"),
}
_LOST_NONE: Final[Mapping[WaitedIn, str | Promise]] = {
    WaitedIn.WORKING_DAY: gettext_lazy("không mất ngày làm việc nào nên ngày hẹn giữ nguyên"),
    WaitedIn.DAY: gettext_lazy("chạy lại trong cùng ngày nên ngày hẹn giữ nguyên"),
}


def why_due_of(view: DossierView) -> list[str]:
    """Return why the due date of a dossier is what it is; nothing where none is promised."""
    why = dossiers.why_due(view)
    return sentences(why) if why else []


def sentences(why: WhyDue) -> list[str]:
    """Return the sentences, in the order in which the date was counted."""
    return [
        _begun(why),
        *_first_day(why.counted),
        *_skipped(why),
        *_reached(why.counted),
        *_own_hours(why),
        *(_changed(change) for change in why.changes),
        *(_waited(one, why.minutes_a_day) for one in why.waited),
        *_waiting_rule(why),
        _("Vì vậy hẹn trả chậm nhất {moment}.").format(moment=formats.moment(why.due.due_at)),
        _sources(why),
    ]


def _begun(why: WhyDue) -> str:
    limit = why.counted.limit
    return str(_BEGUN[why.begun_by]).format(
        moment=formats.moment(why.counted.start_at),
        limit=str(_LIMITS[limit.unit]).format(n=limit.quantity),
    )


def _first_day(counted: Explained) -> Iterator[str]:
    unit = counted.limit.unit
    first = local_date(counted.start_at)
    if unit is Unit.WORKING_HOUR:
        yield _("Chỉ tính giờ làm việc ({hours}), kể từ lúc tiếp nhận.").format(
            hours=hours_in_words(counted.sessions)
        )
    elif unit is Unit.WORKING_DAY and counted.rule.first_day is FirstDay.NEXT_DAY:
        yield _("Ngày {day} không tính; đếm từ ngày làm việc tiếp theo.").format(day=_day(first))
    elif unit is Unit.WORKING_DAY:
        yield _("Mỗi ngày làm việc tính đến đúng giờ đã tiếp nhận.")
    elif unit is Unit.SAME_DAY:
        yield _same_day(counted, first)
    else:
        yield _("Tính cả ngày nghỉ, kể từ hôm sau ngày {day}.").format(day=_day(first))
    if counted.opened:
        yield _("Ngày {day} cơ quan mở cửa tiếp nhận nhưng không tính vào thời hạn.").format(
            day=_weekday(first)
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


def _skipped(why: WhyDue) -> Iterator[str]:
    """Yield which days were not counted, by name, and which weekend days were."""
    counted = why.counted
    if counted.nominal_on is not None:
        if counted.nominal_on != counted.due_on:
            yield _("Hết hạn vào {day} là ngày nghỉ nên chuyển sang ngày làm việc kế tiếp.").format(
                day=_weekday(counted.nominal_on)
            )
        return
    if counted.weekend_days:
        yield _("Không tính {n} ngày thứ Bảy, Chủ nhật.").format(n=counted.weekend_days)
    if counted.days_off:
        named = "; ".join(_named(counted.days_off, why.words.names))
        yield _("Không tính ngày nghỉ: {days}.").format(days=named)
    if counted.weekend_worked:
        days = ", ".join(_weekday(day) for day in counted.weekend_worked)
        yield _("Có tính ngày làm bù: {days}.").format(days=days)
    if counted.half_days:
        named = "; ".join(_named(counted.half_days, why.words.names))
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
        until = _("–{day}").format(day=_day(stretch[-1])) if len(stretch) > 1 else ""
        yield f"{_day(stretch[0])}{until} ({names.get(stretch[0], _('nghỉ'))})"


def _reached(counted: Explained) -> Iterator[str]:
    """Yield where the count ends, and when the offices close that day."""
    limit = counted.limit
    if limit.unit is Unit.WORKING_HOUR or counted.rule.first_day is FirstDay.SAME_CLOCK:
        yield _("Đếm đủ vào {moment}.").format(moment=formats.moment(counted.due_at))
        return
    yield _("Đếm đủ vào {day}; hạn là hết giờ làm việc hôm đó, {time}.").format(
        day=_weekday(counted.due_on), time=formats.time(counted.due_at)
    )


def _own_hours(why: WhyDue) -> Iterator[str]:
    """Yield which hours the offices keep on the last day, where they are an agency's own."""
    counted = why.counted
    if counted.hours is None or not (counted.hours.agency or counted.hours.seasons):
        return
    source = why.words.hours_sources.get((counted.hours.agency, counted.hours.valid_from), "")
    words = (
        _("Giờ làm việc hôm đó của cơ quan giải quyết: {hours} ({source}).")
        if counted.hours.agency
        else _("Giờ làm việc hôm đó: {hours} ({source}).")
    )
    yield words.format(hours=hours_in_words(counted.sessions), source=source)


def _changed(change: CalendarChange) -> str:
    return _(
        "Trước đây hẹn {was}; ngày {on} tính lại theo lịch nghỉ, làm bù công bố sau. "
        "Căn cứ: {source}."
    ).format(
        was=formats.moment(change.was_at), on=_day(local_date(change.set_at)), source=change.source
    )


def _waited(one: Waited, minutes_a_day: int) -> str:
    words = (
        _("Đồng hồ dừng từ {start} đến {end} để chờ bổ sung giấy tờ (phiếu yêu cầu bổ sung){cited}")
        if one.pause.cause is PauseCause.SUPPLEMENT
        else _("Đồng hồ dừng từ {start} đến {end} để chờ nộp tiền{cited}")
    )
    cited = _(" theo thông báo {number}").format(number=one.document) if one.document else ""
    ended = one.pause.ended_at or one.pause.started_at
    told = words.format(
        start=formats.moment(one.pause.started_at), end=formats.moment(ended), cited=cited
    )
    return _("{told}; {outcome}.").format(told=told, outcome=_moved_by(one, minutes_a_day))


def _moved_by(one: Waited, minutes_a_day: int) -> str:
    """Return what the wait did to the date, in what the limit is counted in."""
    wait = one.wait
    if wait.unit is WaitedIn.WORKING_MINUTE:
        return _("cộng thêm {time}").format(time=_time(wait.quantity, minutes_a_day))
    if wait.quantity == 0:
        return str(_LOST_NONE[wait.unit])
    told = str(_LOST[wait.unit]).format(n=wait.quantity)
    nominal = local_date(one.was_at) + wait.quantity * ONE_DAY
    if wait.unit is WaitedIn.DAY and local_date(one.due_at) > nominal:
        told += _(" và chuyển sang ngày làm việc kế tiếp")
    return told


def _time(minutes: int, minutes_a_day: int) -> str:
    """Return working time in days, hours and minutes, the largest parts that say it exactly."""
    days, rest = divmod(minutes, minutes_a_day)
    hours, left = divmod(rest, MINUTES_OF_AN_HOUR)
    parts = [
        _("{n} ngày làm việc").format(n=days) if days else "",
        _("{n} giờ").format(n=hours) if hours else "",
        _("{n} phút").format(n=left) if left or not minutes else "",
    ]
    return " ".join(part for part in parts if part)


def _sources(why: WhyDue) -> str:
    rule = why.counted.rule.version
    return _("Lịch làm việc {calendar} ({source}); cách tính {rule} ({rule_source}).").format(
        calendar=why.counted.calendar_version,
        source=why.words.source,
        rule=rule,
        rule_source=why.words.rule_sources.get(rule, ""),
    )


def _waiting_rule(why: WhyDue) -> Iterator[str]:
    """Yield by which rule what was waited moved the date, where one is named."""
    for rule in dict.fromkeys(one.rule for one in why.waited if one.rule):
        yield _(
            "Thời gian chờ tính theo cách {rule}: lúc dừng thời hạn còn bao nhiêu thì lúc chạy lại "
            "còn bấy nhiêu, đếm bằng đơn vị của thời hạn."
        ).format(rule=rule)


def _day(day: date) -> str:
    return f"{day:%d/%m}"


def _weekday(day: date) -> str:
    return f"{formats.weekday(day)} {formats.date(day)}"
