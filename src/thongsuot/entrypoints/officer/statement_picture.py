"""What an officer held, as bars: beyond his share hatched, waiting dotted, pauses lined."""

from collections.abc import Iterable
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thongsuot.domains.accountability.terms import Statement, StatementRow
from thongsuot.entrypoints.officer.statements import statement_sentence
from thongsuot.entrypoints.shared import shapes
from thongsuot.entrypoints.shared.figures.names import WorkingTime

WIDTH: Final = 1200.0
ROW: Final = 30.0
TOP: Final = 44.0
LEFT, RIGHT = 300.0, 960.0
BAR: Final = 16.0
MOST: Final = 15
"""Dossiers in the picture, the ones he bears lateness of first; the table has all."""


def statement_picture(told: Statement, time: WorkingTime) -> SafeString | None:
    """Return the bars; None where he held nothing while its clock ran."""
    shown = [row for row in told.rows if _length(row)][:MOST]
    if not shown:
        return None
    scale = (RIGHT - LEFT) / max(_length(row) for row in shown)
    drawn = [*_legend()]
    for place, row in enumerate(shown):
        drawn += _row(row, TOP + ROW * place, scale, time)
    finding = _("{sentence}. Bảng số liệu có cùng nội dung.").format(
        sentence=statement_sentence(told, time)
    )
    height = TOP + ROW * len(shown) + 6
    return shapes.picture("ts-picture", WIDTH, height, _("Thời gian đã giữ"), finding, drawn)


def drawn_of(told: Statement) -> int:
    """Return how many dossiers the picture shows."""
    return min(sum(1 for row in told.rows if _length(row)), MOST)


def _length(row: StatementRow) -> int:
    return row.held + row.awaiting + row.paused


def _legend() -> Iterable[str]:
    yield shapes.text(4, 20, _("Thời gian làm việc"), "start", "ts-picture__soft")
    signs = [
        (_("trong phần được chia"), ("var(--ts-cham-700)", "")),
        (_("vượt phần được chia"), ("url(#ts-late)", "var(--ts-late)")),
        (_("chờ bên khác nhận, phân định"), ("url(#ts-wait)", "var(--ts-wait)")),
        (_("đồng hồ dừng"), ("url(#ts-pause)", "var(--ts-pause-line)")),
    ]
    x = LEFT
    for words, fill in signs:
        yield shapes.rect(x, 9, 16, 12, *fill)
        yield shapes.text(x + 22, 20, words, "start", "ts-picture__soft")
        x += 46 + 7 * len(words)


def _row(row: StatementRow, top: float, scale: float, time: WorkingTime) -> Iterable[str]:
    yield shapes.line(0, top - 7, WIDTH, top - 7, "var(--ts-line)", 1)
    name = "ts-picture__figures ts-picture__strong" if row.late else "ts-picture__figures"
    yield shapes.text(4, top + 13, row.code, "start", name)
    x = LEFT
    for minutes, fill in (
        (row.held - row.over, ("var(--ts-cham-700)", "")),
        (row.over, ("url(#ts-late)", "var(--ts-late)")),
        (row.awaiting, ("url(#ts-wait)", "var(--ts-wait)")),
        (row.paused, ("url(#ts-pause)", "var(--ts-pause-line)")),
    ):
        if minutes:
            yield shapes.rect(x, top, max(minutes * scale, 1.5), BAR, *fill)
            x += minutes * scale
    words = _("giữ {held}").format(held=time.words(row.held))
    colour = "ts-picture__soft"
    if row.late:
        words = _("{held} · ■ chịu {late} trễ").format(held=words, late=time.words(row.late))
        colour = "ts-picture__strong ts-picture__late"
    yield shapes.text(x + 10, top + 13, words, "start", colour)
