"""What went to a superior, who decided, and how long that took."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.queries import rulings as listed
from thongsuot.domains.accountability.terms import BroughtUp, Period
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.sections import Section, days
from thongsuot.entrypoints.shared.figures.tables import Cell, Table
from thongsuot.kernel import formats


def ruling_section(
    loops: Sequence[BroughtUp],
    names: Names,
    time: WorkingTime,
    period: Period,
    *,
    names_officers: bool,
) -> Section:
    """Which loops were before a superior, what he decided and how long it took, the newest first.

    Who decided is the superior, and his officer by name only where ``names_officers``.
    """
    head = [
        _("Hồ sơ"), _("Bên giao"), _("Bên được hỏi"), _("Cấp phân định"), _("Người phân định"),
        _("Đưa lên lúc"), _("Phân định lúc"), _("Giao cho"), _("Thời gian (ngày làm việc)"),
        _("Quá hạn (ngày làm việc)"),
    ]  # fmt: skip
    rows = [_ruling_row(loop, names, time) for loop in loops]
    if not names_officers:
        head, rows = _without_officer(head), [_without_officer(row) for row in rows]
    return Section(
        title=_ruling_sentence(loops, time),
        subtitle=_subtitle(loops, period),
        table=Table(
            name="phan-dinh",
            caption=_("Vòng lặp cấp trên phân định"),
            head=head,
            rows=rows,
            numbers=frozenset({len(head) - 2, len(head) - 1}),
            late=frozenset({len(head) - 1}),
        ),
        n=_("n = {n} vòng lặp").format(n=formats.number(_count(loops))),
    )  # fmt: skip


def _subtitle(loops: Sequence[BroughtUp], period: Period) -> str:
    told = _(
        "Vòng lặp ở chỗ cấp trên trong {days}. Thời gian tính từ lúc đưa lên đến lúc phân "
        "định, hoặc đến nay, theo giờ làm việc của cấp phân định; vòng lặp chuyển sang cấp khác "
        "thì mỗi cấp một dòng, tính phần của mình."
    ).format(days=days(period))
    if len(loops) < listed.MOST:
        return told
    newest = _("Chỉ tính và nêu {most} vòng mới nhất; chọn kỳ ngắn hơn để xem các vòng trước.")
    return f"{told} {newest.format(most=formats.number(listed.MOST))}"


_OFFICER: Final = 4
"""The column that names who decided."""


def _without_officer(row: list[Any]) -> list[Any]:
    return row[:_OFFICER] + row[_OFFICER + 1 :]


def _ruling_row(loop: BroughtUp, names: Names, time: WorkingTime) -> list[Cell]:
    return [
        loop.code, names.agency(loop.giver), names.agency(loop.asked), names.agency(loop.superior),
        names.officers.get(loop.decided_by, ""), formats.moment(loop.opened_at), _settled(loop),
        names.agency(loop.named) if loop.named else "", time.days(loop.minutes),
        time.days(loop.over) if loop.over else "",
    ]  # fmt: skip


def _settled(loop: BroughtUp) -> str:
    if loop.settled_at is None:
        return _("đang chờ")
    if loop.lapsed:
        return _("hồ sơ kết thúc trước")
    if loop.passed:
        return _("chuyển cấp khác {moment}").format(moment=formats.moment(loop.settled_at))
    return formats.moment(loop.settled_at)


def _count(loops: Sequence[BroughtUp]) -> int:
    """Return how many loops these are: one that went on to another superior stands twice."""
    return len({loop.id for loop in loops})


def _ruling_sentence(loops: Sequence[BroughtUp], time: WorkingTime) -> str:
    if not loops:
        return _("Không vòng lặp nào ở chỗ cấp trên")
    waiting = sum(1 for loop in loops if loop.settled_at is None)
    late = len({loop.id for loop in loops if loop.over})
    longest = time.words(max(loop.minutes for loop in loops))
    return _(
        "{n} vòng lặp ở chỗ cấp trên, {waiting} đang chờ, {late} quá hạn phân định; lâu nhất "
        "{longest}"
    ).format(n=formats.number(_count(loops)), waiting=waiting, late=late, longest=longest)
