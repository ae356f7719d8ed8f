"""Where the time of decided dossiers went, and how agencies answer when they are asked."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.terms import (
    Consulting,
    Holder,
    Holding,
    Holdings,
    Period,
)
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.sections import Section, days
from thongsuot.entrypoints.shared.figures.tables import Cell, Table
from thongsuot.kernel import formats

Rows = Sequence[tuple[str, Holding]]
BY_OFFICER: Final = "giu-ho-so-tung-nguoi"
"""The table of officers beside that of posts."""


def holding_section(
    rows: Rows, told: Holdings, time: WorkingTime, period: Period, who: str,
    *, table: str = "giu-ho-so",
) -> Section:  # fmt: skip
    """Who held what was decided, how long, and how long over what was his to take."""
    lower = who[:1].lower() + who[1:]
    turns = _("n = {n} lượt giữ").format(n=formats.number(sum(row.turns for _who, row in rows)))
    return Section(
        title=_held_sentence(rows, told, time, lower),
        subtitle=_(
            "Hồ sơ có kết quả trong {days}: thời gian từ lúc tiếp nhận đến kết quả, chia cho người "
            "giữ như ở trang Dòng giữ của từng hồ sơ. Chờ bên nhận, chờ ý kiến là lúc người giữ "
            "phải đợi nơi khác; để nơi khác chờ thì tính cho nơi được hỏi, ở dòng ghi "
            "“(khi được hỏi)”. Đơn vị: ngày làm việc."
        ).format(days=days(period)),
        table=Table(
            name=table,
            caption=_("Thời gian giữ hồ sơ, theo {who}").format(who=lower),
            head=[
                who, _("Lượt giữ"), _("Giữ khi đồng hồ chạy"), _("Phần được dùng"), _("Vượt phần"),
                _("Chờ bên nhận trả lời"), _("Chờ ý kiến"), _("Đồng hồ dừng"),
                _("Để nơi khác chờ trả lời"), _("Trong đó quá hạn"),
                _("Im lặng, không cho ý kiến"),
            ],
            rows=[_held_row(name, row, time) for name, row in rows],
            numbers=frozenset(range(1, 11)),
        ),
        n=turns + _left_out(told),
    )  # fmt: skip


def _held_row(name: str, row: Holding, time: WorkingTime) -> list[Cell]:
    measured = (
        row.held, row.share, row.over, row.awaiting, row.consulting, row.paused, row.answering,
        row.answering_over, row.silent,
    )  # fmt: skip
    return [name, row.turns, *(time.days(minutes) for minutes in measured)]


def _held_sentence(rows: Rows, told: Holdings, time: WorkingTime, who: str) -> str:
    if not rows and told.until:
        return _("Đang tổng hợp thời gian giữ hồ sơ của kỳ này")
    if not rows or not rows[0][1].over:
        return _("Không {who} nào vượt phần thời gian được chia").format(who=who)
    name, first = rows[0]
    return _("{name} giữ quá phần được chia nhiều nhất: {days} ngày làm việc").format(
        name=name, days=time.days(first.over)
    )


def _left_out(told: Holdings) -> str:
    if told.until is None:
        return ""
    return _("; hồ sơ có kết quả từ {when} chưa tính").format(when=formats.moment(told.until))


def by_agency(rows: Iterable[Holding]) -> list[Holding]:
    """Return what the holders of each agency did together."""
    return _together(rows, lambda holder: Holder(holder.agency, 0))


def by_post(rows: Iterable[Holding]) -> list[Holding]:
    """Return what those on each post did together, and what the post let wait when asked."""
    return _together(rows, lambda holder: Holder(holder.agency, holder.post))


def by_officer(rows: Iterable[Holding]) -> list[Holding]:
    """Return what each officer did on each post."""
    return [row for row in rows if row.holder.officer]


def _together(rows: Iterable[Holding], key: Callable[[Holder], Holder]) -> list[Holding]:
    found: dict[Holder, Holding] = {}
    for row in rows:
        holder = key(row.holder)
        found.setdefault(holder, Holding(holder)).take_in(row)
    return sorted(found.values(), key=lambda row: (-row.over, -row.held, row.holder))


def post_name(holder: Holder, names: Names) -> str:
    """Return what a post of an agency is called, or its head where he was to decide on a loop."""
    post = names.post(holder.post) if holder.post else _("Người đứng đầu")
    return _("{post}, {agency}").format(post=post, agency=names.agency(holder.agency))


def consulting_section(
    rows: Sequence[Consulting], names: Names, time: WorkingTime, period: Period
) -> Section:
    """How often each agency was asked for an opinion, and whether it gave it in time."""
    asked = sum(row.asked for row in rows)
    return Section(
        title=_consulting_sentence(rows, asked),
        subtitle=_(
            "Ý kiến và phần việc liên thông được hỏi trong {days}. Im lặng: hết hạn mà không trả "
            "lời, kể cả khi luật coi im lặng là đồng ý. Thời gian tính từ lúc hỏi đến lúc trả lời, "
            "theo giờ làm việc của cơ quan được hỏi."
        ).format(days=days(period)),
        table=Table(
            name="lay-y-kien",
            caption=_("Cơ quan được hỏi ý kiến trả lời thế nào"),
            head=[
                _("Cơ quan được hỏi"), _("Lần hỏi"), _("Trả lời đúng hạn"), _("Trả lời quá hạn"),
                _("Im lặng"), _("Đang chờ, còn hạn"), _("Rút lại, hồ sơ đã xong"),
                _("Trả lời trung bình (ngày)"), _("Trả lời lâu nhất (ngày)"),
            ],
            rows=[
                [
                    names.agency(row.agency), row.asked, row.in_time, row.late, row.silent,
                    row.waiting, row.withdrawn,
                    *(time.days(minutes) if row.given else None
                      for minutes in (row.mean, row.longest)),
                ]
                for row in rows
            ],
            numbers=frozenset(range(1, 9)),
            late=frozenset({3, 4}),
        ),
        n=_("n = {n} lần hỏi").format(n=formats.number(asked)),
    )  # fmt: skip


def _consulting_sentence(rows: Sequence[Consulting], asked: int) -> str:
    if not asked:
        return _("Không cơ quan nào được hỏi ý kiến")
    silent, late = sum(row.silent for row in rows), sum(row.late for row in rows)
    if not silent and not late:
        return _("{n} lần hỏi ý kiến, không lần nào trả lời quá hạn").format(
            n=formats.number(asked)
        )
    return _("{n} lần hỏi ý kiến: {silent} lần im lặng, {late} lần trả lời quá hạn").format(
        n=formats.number(asked), silent=formats.number(silent), late=formats.number(late)
    )
