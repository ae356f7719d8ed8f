"""Vì sao là ngày này: the counting of a due date told in sentences, for citizens and officers."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, WaitedIn
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.lateness.terms import ExtensionView
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.why_due import CalendarChange, Waited, WhyDue
from thongsuot.domains.dossiers.terms import DueReason, PauseCause
from thongsuot.entrypoints.shared.why_counted import (
    MINUTES_OF_AN_HOUR,
    ONE_DAY,
    counted_in_words,
    day_in_words,
    length_in_words,
    sources_in_words,
)
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

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
    return [*sentences(why), *_put_off(view.extension)] if why else []


def sentences(why: WhyDue) -> list[str]:
    """Return the sentences, in the order in which the date was counted."""
    return [
        _begun(why),
        *counted_in_words(
            why.counted, why.words, since=_("tiếp nhận"), whose=_("cơ quan giải quyết")
        ),
        *(_changed(change) for change in why.changes),
        *(_waited(one, why.minutes_a_day) for one in why.waited),
        *_waiting_rule(why),
        _("Vì vậy hẹn trả chậm nhất {moment}.").format(moment=formats.moment(why.due.due_at)),
        sources_in_words(why.counted, why.words),
    ]


def _put_off(extension: ExtensionView | None) -> Iterator[str]:
    """Yield why the new date of a signed apology is what it is."""
    if extension is None or extension.signed_at is None:
        return
    limit = TimeLimit(extension.days, Unit.WORKING_DAY)
    found = deadlines.explain(
        extension.original_due_at, limit, version=extension.calendar_version,
        hours_of=extension.hours_of,
    )  # fmt: skip
    yield _(
        "Ngày {on} cơ quan xin lỗi và hẹn lại thêm {limit} kể từ ngày hẹn đầu; ngày hẹn đầu vẫn "
        "dùng để tính quá hạn."
    ).format(on=day_in_words(local_date(extension.signed_at)), limit=length_in_words(limit))
    if found:
        yield from counted_in_words(*found, since=_("hẹn đầu"), whose=_("cơ quan giải quyết"))
    yield _("Vì vậy hẹn lại chậm nhất {moment}.").format(
        moment=formats.moment(extension.new_due_at)
    )


def _begun(why: WhyDue) -> str:
    limit = why.counted.limit
    return str(_BEGUN[why.begun_by]).format(
        moment=formats.moment(why.counted.start_at),
        limit=length_in_words(limit),
    )


def _changed(change: CalendarChange) -> str:
    return _(
        "Trước đây hẹn {was}; ngày {on} tính lại theo lịch nghỉ, làm bù công bố sau. "
        "Căn cứ: {source}."
    ).format(
        was=formats.moment(change.was_at),
        on=day_in_words(local_date(change.set_at)),
        source=change.source,
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


def _waiting_rule(why: WhyDue) -> Iterator[str]:
    """Yield by which rule what was waited moved the date, where one is named."""
    for rule in dict.fromkeys(one.rule for one in why.waited if one.rule):
        yield _(
            "Thời gian chờ tính theo cách {rule}: lúc dừng thời hạn còn bao nhiêu thì lúc chạy lại "
            "còn bấy nhiêu, đếm bằng đơn vị của thời hạn."
        ).format(rule=rule)
