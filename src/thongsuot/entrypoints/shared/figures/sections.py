"""A figure on a page: its answer as the heading, its picture, its table twin, its download."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thongsuot.domains.accountability.queries.chains import LONG
from thongsuot.domains.accountability.terms import (
    Age,
    Chain,
    Charged,
    Handovers,
    HidingPlace,
    League,
    Loop,
    Period,
)
from thongsuot.entrypoints.shared.figures import ageing, league, matrix
from thongsuot.entrypoints.shared.figures.few import told, told_parts, told_sum
from thongsuot.entrypoints.shared.figures.matrix import Matrix
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.tables import Cell, Table
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

Name = Callable[[int], str]
SHOWN: Final = 15
"""Rows of a table that stand on the page; the download has all."""
AT_FIRST: Final = 5
"""Rows that stand there at once in a narrow window; figures.css says the same."""


@dataclass(frozen=True, slots=True)
class Section:
    """One figure of a page."""

    title: str
    subtitle: str
    table: Table
    n: str
    picture: SafeString | None = None
    matrix: Matrix | None = None
    download: str = ""

    @property
    def rows(self) -> Sequence[object]:
        """The rows that stand on the page."""
        return self.table.cells[:SHOWN]

    @property
    def more(self) -> int:
        """How many rows only the download has."""
        return max(0, len(self.table.rows) - SHOWN)

    @property
    def rest(self) -> int:
        """How many rows of the page a narrow window shows only when they are asked for."""
        return max(0, len(self.rows) - AT_FIRST)


def days(period: Period) -> str:
    """Return a period as it stands under a heading."""
    return _("{first} – {last}").format(
        first=formats.date(period.first), last=formats.date(period.last)
    )


def league_section(
    found: League, names: Names, period: Period, few: int = 0, *, left_out: bool = False
) -> Section:
    """Who is on time, with how sure one can be."""
    return Section(
        title=league.league_sentence(found),
        subtitle=_(
            "Tỷ lệ có kết quả đúng hạn, {days}; chấm = tỷ lệ, thanh = khoảng tin cậy 90%. Xếp theo "
            "giữa khoảng hạng, không theo tỷ lệ; dưới 50 hồ sơ thì không nhận định."
        ).format(days=days(period)),
        table=league.league_table(found, names, few),
        picture=league.league_picture(found, names),
        n="; ".join(
            [
                _counted(_("n = {n} hồ sơ có kết quả"), found.decided, few, left_out),
                *([league.parts_of(found.ranks)] if found.ranks and not few else []),
            ]
        ),
    )


def standing_section(
    found: League, own: Collection[int], agency: tuple[str, str], names: Names, period: Period
) -> Section:
    """Where an agency, by code and name, stands among all, and those below it.

    ``own`` are these; no other agency is named.
    """
    code, name = agency
    ranks = tuple(rank for rank in found.ranks if rank.agency in own)
    kept = replace(found, ranks=ranks)
    first = next((rank for rank in ranks if names.code(rank.agency) == code), None)
    title = league.standing_sentence(found, first, name)
    return Section(
        title=title,
        subtitle=_(
            "Tỷ lệ có kết quả đúng hạn, {days}; chấm = tỷ lệ, thanh = khoảng tin cậy 90%. Khoảng "
            "hạng tính trong {n} cơ quan; dưới 50 hồ sơ thì không nhận định."
        ).format(days=days(period), n=len(found.ranks)),
        table=league.league_table(kept, names),
        picture=league.league_picture(kept, names, among=len(found.ranks), finding=title),
        n="; ".join(
            [
                _("n = {n} hồ sơ có kết quả").format(
                    n=formats.number(sum(r.decided for r in ranks))
                ),
                *([league.parts_of(ranks)] if ranks else []),
            ]
        ),
    )


def matrix_section(
    told: Handovers, name: Name, period: Period, who: tuple[str, str], few: int = 0
) -> Section:
    """Between whom dossiers go, and where they come back."""
    return Section(
        title=matrix.matrix_sentence(told, name, few),
        subtitle=_(
            "Số lần chuyển từ hàng sang cột, {days}; ↩ = bị trả lại, hoặc quay lại ngay. Không "
            "tính lượt đưa kết quả về Một cửa để trả."
        ).format(days=days(period)),
        table=matrix.flow_table(told, name, who),
        picture=matrix.arcs_picture(told, name, few),
        matrix=matrix.matrix_of(told, name) if told.flows else None,
        n=_("n = {n} lần chuyển, {back} lần trả lại, {silent} lần nhận do im lặng").format(
            n=_some(told.handovers, few), back=_some(told.returned, few),
            silent=_some(told.silent, few),
        ),
    )  # fmt: skip


def _some(number: int, few: int) -> str:
    """Return a count; one that is too small to be told says so."""
    return _("dưới {few}").format(few=few) if 0 < number < few else formats.number(number)


def loop_section(
    loops: Sequence[Loop], name: Name, time: WorkingTime, period: Period, few: int = 0,
    *, left_out: bool = False,
) -> Section:  # fmt: skip
    """Which two send dossiers round, and what it costs."""
    few_alone = _("Có hồ sơ chuyển qua lại, cặp nào cũng dưới {few} lần nên không nêu số")
    return Section(
        title=few_alone.format(few=few)
        if left_out and not loops
        else matrix.loop_sentence(loops, name, time),
        subtitle=_(
            "Hồ sơ rời một nơi rồi quay lại ngay, hoặc bị trả lại, {days}; thời gian mất là thời "
            "gian hồ sơ ở bên kia, theo giờ làm việc."
        ).format(days=days(period)),
        table=matrix.loop_table(loops, name, time, few),
        n=_counted(_("n = {n} cặp"), len(loops), few, left_out),
    )


def chain_section(chains: Sequence[Chain], name: Name, period: Period) -> Section:
    """Which dossiers went through most hands, and which way."""
    return Section(
        title=_("{code} qua {n} chặng, dài nhất trong kỳ").format(
            code=chains[0].code, n=chains[0].links
        )
        if chains
        else _("Không hồ sơ nào qua từ {n} chặng trở lên").format(n=LONG),
        subtitle=_(
            "Hồ sơ chuyển giữa các cơ quan trong {days} mà đã qua từ {n} chặng trở lên; một nơi "
            "giữ lại lần nữa là thêm một chặng. Không tính lượt đưa kết quả về Một cửa để trả."
        ).format(days=days(period), n=LONG),
        table=Table(
            name="chuoi-dai",
            caption=_("Hồ sơ qua nhiều chặng nhất"),
            head=[_("Hồ sơ"), _("Số chặng"), _("Đường đi")],
            rows=[[c.code, c.links, " → ".join(name(agency) for agency in c.way)] for c in chains],
            numbers=frozenset({1}),
        ),
        n=_("n = {n} hồ sơ dài nhất").format(n=formats.number(len(chains))),
    )


def ageing_section(
    ages: Sequence[Age], labels: dict[int, str], who: str, few: int = 0, *, left_out: bool = False
) -> Section:
    """How old the undecided dossiers are; no count below ``few`` is told."""
    return Section(
        title=ageing.ageing_sentence(ages, few, left_out=left_out),
        subtitle=_("Theo người đang giữ; càng cũ càng đậm, gạch chéo đỏ là quá hạn."),
        table=ageing.ageing_table(ages, labels, who, few),
        picture=ageing.ageing_picture(ages, labels, few, left_out=left_out),
        n=_counted(_("n = {n} hồ sơ chưa có quyết định"), sum(a.open for a in ages), few, left_out),
    )


def charge_section(
    rows: Sequence[tuple[str, Charged]], time: WorkingTime, period: Period, who: str, few: int = 0,
    *, left_out: bool = False, open_as_of: datetime | None = None,
) -> Section:  # fmt: skip
    """Who bears the lateness, to the minute; of open dossiers as it was at ``open_as_of``."""
    whole = sum(row.late for _who, row in rows)
    return Section(
        title=_charge_of_few(rows, few, time) if left_out else _charge_sentence(rows, whole, time),
        subtitle=_(
            "Hồ sơ có kết quả quá hạn trong {days} và hồ sơ đang quá hạn. Thời gian trễ chia cho "
            "người dùng quá phần được chia; để bên giao chờ trả lời, để hồ sơ chờ "
            "phân định thì tính cho bên để chờ."
        ).format(days=days(period)),
        table=Table(
            name="thoi-gian-tre",
            caption=_("Thời gian trễ chia cho ai"),
            head=[
                who, _("Hồ sơ quá hạn"), _("Phần trễ phải chịu (ngày làm việc)"),
                _("Phần trễ (phút)"), _("Để chờ trả lời, phân định quá hạn (phút)"),
                _("Im lặng quá hạn cho ý kiến (phút)"),
            ],
            rows=[
                [name, row.dossiers, time.days(row.late), row.late, row.answering, row.silent]
                for name, row in rows
            ],
            numbers=frozenset({1, 2, 3, 4, 5}),
            late=frozenset({2}),
        ),
        n=_("tổng {days} ngày làm việc trễ").format(days=time.days(whole))
        + (_without(few) if left_out else "")
        + (_("; hồ sơ đang quá hạn tính đến {when}").format(when=formats.moment(open_as_of))
           if open_as_of else ""),
    )  # fmt: skip


def _charge_of_few(rows: Sequence[tuple[str, Charged]], few: int, time: WorkingTime) -> str:
    """Say who bears most of what is told; nothing of the share of what is not."""
    if not rows or not rows[0][1].late:
        return _("Có hồ sơ quá hạn, nơi nào cũng dưới {few} nên không nêu số").format(few=few)
    name, first = rows[0]
    return _("{name} chịu {days} ngày làm việc trễ, nhiều nhất trong các nơi được nêu số").format(
        name=name, days=time.days(first.late)
    )


def _charge_sentence(rows: Sequence[tuple[str, Charged]], whole: int, time: WorkingTime) -> str:
    if not whole:
        return _("Không hồ sơ nào quá hạn")
    name, first = rows[0]
    share = formats.percent(first.late / whole, 0)
    return _("{name} chịu {share} thời gian trễ: {days} ngày làm việc").format(
        name=name, share=share, days=time.days(first.late)
    )


def hiding_section(
    places: Sequence[HidingPlace], name: Name, time: WorkingTime, period: Period, few: int = 0,
    *, left_out: bool = False,
) -> Section:  # fmt: skip
    """How often the clock stood for the citizen, and whether it was the one request."""
    asked = sum(told(place.asked, few) or 0 for place in places)
    left_out = left_out or any(0 < place.asked < few for place in places)
    beyond = told_sum(
        [number for p in places for number in (p.repeated, p.special, p.was_late)], few
    )
    return Section(
        title=_hiding_of_few(asked, few) if left_out else _hiding_sentence(asked, beyond),
        subtitle=_(
            "Yêu cầu bổ sung gửi trong {days}. Luật cho yêu cầu một lần, nêu đủ mọi giấy tờ, trong "
            "3 ngày làm việc; ngoài ra là ngoại lệ được đếm riêng. Yêu cầu đã rút lại vì người nộp "
            "không đồng ý không làm đồng hồ dừng, nên chỉ đếm ở hai cột nói về việc đó."
        ).format(days=days(period)),
        table=Table(
            name="cho-bo-sung",
            caption=_("Đồng hồ dừng chờ người nộp bổ sung"),
            head=[
                _("Cơ quan yêu cầu"), _("Lần yêu cầu"), _("Một lần, đủ, đúng hạn"), _("Lần nữa"),
                _("Theo luật chuyên ngành"), _("Khi hồ sơ đã quá hạn"), _("Còn đang chờ"),
                _("Người nộp không đồng ý"), _("Đã rút lại"),
                _("Chờ trung bình (ngày)"), _("Chờ lâu nhất (ngày)"),
            ],
            rows=[_hiding_row(place, name, time, few) for place in places],
            numbers=frozenset(range(1, 11)),
        ),
        n=_counted(_("n = {n} lần yêu cầu"), asked, few, left_out),
    )  # fmt: skip


def _hiding_row(place: HidingPlace, name: Name, time: WorkingTime, few: int) -> list[Cell]:
    asked = told(place.asked, few)
    mean = time.days(place.minutes // place.asked) if asked else None
    return [
        name(place.agency), asked, told_parts([place.single, place.asked - place.single], few)[0],
        *(told(n, few) for n in (place.repeated, place.special, place.was_late, place.open)),
        _contested(place, few), told(place.taken_back, few),
        mean, time.days(place.longest) if asked else None,
    ]  # fmt: skip


def _contested(place: HidingPlace, few: int) -> int | None:
    """Return how many were contested, unless subtracting would tell a small count by it."""
    parts = (place.taken_back, place.kept, place.asked - place.kept)
    return None if any(0 < part < few for part in parts) else told(place.contested, few)


def _hiding_of_few(asked: int, few: int) -> str:
    if asked:
        return _("{n} lần dừng chờ người nộp ở các nơi được nêu số").format(n=formats.number(asked))
    return _("Có lần đồng hồ dừng chờ người nộp, nơi nào cũng dưới {few} nên không nêu số").format(
        few=few
    )


def _counted(words: str, number: int, few: int, left_out: bool) -> str:
    """Return how many the figures are of, and that some are not among them."""
    return words.format(n=formats.number(number)) + (_without(few) if left_out else "")


def _without(few: int) -> str:
    return _("; chưa kể số dưới {few}, không nêu riêng").format(few=few)


def _hiding_sentence(asked: int, beyond: int | None) -> str:
    if not asked:
        return _("Không lần nào đồng hồ dừng chờ người nộp bổ sung")
    if beyond is None:
        return _("{n} lần dừng chờ người nộp").format(n=formats.number(asked))
    if not beyond:
        return _("{n} lần dừng chờ người nộp, đều là yêu cầu một lần đúng luật").format(
            n=formats.number(asked)
        )
    return _("{n} lần dừng chờ người nộp, {beyond} lần ngoài yêu cầu một lần").format(
        n=formats.number(asked), beyond=formats.number(beyond)
    )


def as_of(at: datetime, time: WorkingTime) -> str:
    """Return of when figures are, and which working time nobody could count yet."""
    said, note = _("số liệu lúc {when}").format(when=formats.moment(at)), uncounted_note(time)
    return _("{said}; {note}").format(said=said, note=note) if note else said


def uncounted_note(time: WorkingTime) -> str:
    """Return which working time nobody could count yet; '' within the published years."""
    if time.uncounted_since is None:
        return ""
    return _("giờ làm việc từ {day} chưa tính vì chưa công bố lịch làm việc năm đó").format(
        day=formats.date(local_date(time.uncounted_since))
    )
