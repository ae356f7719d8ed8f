"""What a procedure asks, takes and costs, in the words of the card and of the result list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.rules.cases import is_called_for, papers_left
from thongsuot.domains.catalogue.terms import Channel, ChannelNotOffered, Form, Needed, Paper
from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.entrypoints.citizen.costs import Fact, fee_fact

Words = str | Promise

LEVELS: Final[Mapping[str, Words]] = {
    "ministry": gettext_lazy("cấp bộ"),
    "province": gettext_lazy("cấp tỉnh"),
    "commune": gettext_lazy("cấp xã, phường"),
    "other": gettext_lazy("cơ quan khác"),
}
CHANNELS: Final[Mapping[str, Words]] = {
    Channel.ONLINE: gettext_lazy("Nộp trực tuyến"),
    Channel.DIRECT: gettext_lazy("Nộp tại nơi tiếp nhận"),
    Channel.POSTAL: gettext_lazy("Gửi qua bưu chính"),
}
UNITS: Final[Mapping[str, Words]] = {
    Unit.WORKING_HOUR: gettext_lazy("{n} giờ làm việc"),
    Unit.WORKING_DAY: gettext_lazy("{n} ngày làm việc"),
    Unit.DAY: gettext_lazy("{n} ngày"),
    Unit.MONTH: gettext_lazy("{n} tháng"),
    Unit.SAME_DAY: gettext_lazy("trong ngày làm việc"),
}


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One channel as published: how long it takes, what it costs."""

    channel: str
    limit: str
    fee: str


@dataclass(frozen=True, slots=True)
class Card:
    """A procedure as its page shows it."""

    code: str
    name: str
    official: str
    levels: str
    online: bool
    minutes: int
    facts: Sequence[Fact]
    held: Sequence[Paper]
    wanted: Sequence[Paper]
    called: Collection[str]
    components: Sequence[Any]
    methods: Sequence[MethodLine]
    content: Mapping[str, Any]
    version: Any


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure as a list shows it."""

    code: str
    name: str
    official: str
    facts: Sequence[str]


def limit_in_words(quantity: int, unit: str) -> str:
    """Return a time limit as people say it: "5 ngày làm việc"."""
    return str(UNITS[unit]).format(n=quantity)


def card_of(
    version: Any,
    form: Form | None,
    answers: Mapping[str, str] | None = None,
    tariffs: Sequence[Any] = (),
) -> Card:
    """Return the card of one version; three queries for its limits, fees and components.

    Papers that ``answers`` exclude are left out; ``called`` are the components they call for.
    """
    prefetch_related_objects([version], "limits", "fees", "components")
    online = form is not None and _limit(version, Channel.ONLINE) is not None
    channel = Channel.ONLINE if online else _first_channel(version)
    papers = papers_left(form, answers or {}) if form else []
    called = {paper.component_code for paper in papers if is_called_for(paper, answers or {})}
    components = [line for line in version.components.all() if line.is_paper]
    return Card(
        code=version.code,
        name=version.plain_name or version.name,
        official=version.name,
        levels=levels_in_words(version.levels),
        online=online,
        minutes=form.minutes if form else 0,
        facts=[
            _papers_fact(papers, len(components), called),
            _time_fact(version, channel),
            fee_fact(version, channel, tariffs),
            _place_fact(version.levels, online=online),
        ],
        held=[paper for paper in papers if paper.needed is Needed.HELD_BY_STATE],
        wanted=[paper for paper in papers if paper.needed is not Needed.HELD_BY_STATE],
        called=called,
        components=[] if form else components,
        methods=_methods(version),
        content=version.content,
        version=version,
    )


def line_of(version: Any, form: Form | None, tariffs: Sequence[Any] = ()) -> Line:
    """Return the line of a version whose limits and fees are at hand."""
    online = form is not None and _limit(version, Channel.ONLINE) is not None
    channel = Channel.ONLINE if online else _first_channel(version)
    limit = _limit(version, channel)
    facts = [
        levels_in_words(version.levels),
        limit_in_words(limit.quantity, limit.unit) if limit else "",
        fee_fact(version, channel, tariffs).strong.lower(),
        _("nộp được trực tuyến") if online else _("nộp tại nơi tiếp nhận"),
    ]
    name = version.plain_name or version.name
    return Line(version.code, name, version.name, [fact for fact in facts if fact])


def levels_in_words(levels: Sequence[str]) -> str:
    """Return at which levels a procedure is settled."""
    return ", ".join(str(LEVELS.get(level, level)) for level in levels)


def _limit(version: Any, channel: Channel) -> TimeLimit | None:
    try:
        return catalogue.find_limit(version, channel)
    except ChannelNotOffered:
        return None


def _first_channel(version: Any) -> Channel:
    offered = {row.channel for row in version.limits.all()}
    order = (Channel.DIRECT, Channel.ONLINE, Channel.POSTAL)
    return next((channel for channel in order if channel.value in offered), Channel.DIRECT)


def _papers_fact(papers: Sequence[Paper], components: int, called: Collection[str]) -> Fact:
    label = _("Cần gì")
    if not papers:
        strong = _("{n} loại giấy tờ").format(n=components) if components else _("Xem danh sách")
        return Fact("paper", label, strong, _("xem danh sách bên dưới") if components else "")
    needed = sum(paper.needed is Needed.REQUIRED for paper in papers)
    held = sum(paper.needed is Needed.HELD_BY_STATE for paper in papers)
    strong = _("{n} giấy tờ").format(n=needed) if needed else _("Không cần giấy tờ")
    notes = [_("{n} giấy tờ khác Nhà nước đã có").format(n=held)] if held else []
    more = sum(p.needed is Needed.OPTIONAL and p.component_code in called for p in papers)
    if more:
        notes.append(_("thêm {n} giấy tờ theo trường hợp của ông/bà").format(n=more))
    return Fact("paper", label, strong, "; ".join(notes))


def _time_fact(version: Any, channel: Channel) -> Fact:
    limit = _limit(version, channel)
    if limit is None:
        note = _("thời hạn công bố chưa rõ; hỏi nơi tiếp nhận")
        return Fact("clock", _("Bao lâu"), _("Chưa công bố rõ"), note)
    strong = limit_in_words(limit.quantity, limit.unit)
    note = _("kể từ khi nhận đủ giấy tờ")
    if limit.unit is Unit.SAME_DAY:
        note = _("nhận đủ giấy tờ cuối ngày thì ngày làm việc tiếp theo")
    return Fact("clock", _("Bao lâu"), strong, note)


def _place_fact(levels: Sequence[str], *, online: bool) -> Fact:
    desk = _("Trung tâm Phục vụ hành chính công")
    if "commune" in levels:
        desk = _("Trung tâm Phục vụ hành chính công xã, phường")
    if online:
        return Fact(
            "place", _("Nộp ở đâu"), _("Trực tuyến"), _("hoặc tại {desk}").format(desk=desk)
        )
    return Fact("place", _("Nộp ở đâu"), _("Đến nộp"), _("tại {desk}").format(desk=desk))


def _methods(version: Any) -> list[MethodLine]:
    fees: dict[str, list[str]] = {}
    for fee in version.fees.all():
        fees.setdefault(fee.channel, []).append(fee.raw)
    return [
        MethodLine(
            channel=str(CHANNELS[row.channel]),
            limit=limit_in_words(row.quantity, row.unit) if row.quantity else row.raw,
            fee=" · ".join(dict.fromkeys(filter(None, fees.get(row.channel, [])))),
        )
        for row in version.limits.all()
    ]
