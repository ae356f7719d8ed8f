"""The hand-over matrix, its back arcs and its loops: between whom dossiers go, and come back.

How it is drawn: a table in five steps, the number bottom right, "↩n" top left; returns
are drawn as back arcs, for a plain flow picture cannot show what goes round.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thongsuot.domains.accountability.terms import Flow, Handovers, Loop
from thongsuot.entrypoints.shared import shapes
from thongsuot.entrypoints.shared.figures.few import told_parts
from thongsuot.entrypoints.shared.figures.names import WorkingTime
from thongsuot.entrypoints.shared.figures.tables import Table
from thongsuot.kernel import formats

Name = Callable[[int], str]
Pair = tuple[int, int]
MOST: Final = 9
"""Rows and columns of the matrix; what is between others is summed up."""
OTHERS: Final = 0
STEPS: Final = 5
WIDTH: Final = 1200.0
BASE: Final = 190.0
HEIGHT: Final = 400.0
TALLEST: Final = 150.0
LETTERS: Final = 17
WIDEST: Final = 14.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the matrix; ``step`` from 0 (nothing) to 5, ``back`` came straight back."""

    number: int
    back: int
    step: int
    diagonal: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix: names of columns, and rows with theirs."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def matrix_sentence(told: Handovers, name: Name, few: int = 0) -> str:
    """Return where dossiers come back most; ``told`` knows of all, its flows may be fewer."""
    back = came_back(told.flows)
    if not back and 0 < told.handovers < few:
        return _("Dưới {few} lần chuyển, không nêu riêng").format(few=few)
    if not back and (told.returned or told.bounces):
        return _("{n} lần chuyển; có hồ sơ bị trả hay chuyển ngược, số ít không nêu riêng").format(
            n=formats.number(told.handovers)
        )
    if not back:
        return _("{n} lần chuyển; không hồ sơ nào bị trả hay chuyển ngược").format(
            n=formats.number(told.handovers)
        )
    (giver, taker), number = max(back.items(), key=lambda item: (item[1], item[0]))
    return _("Bị trả, chuyển ngược nhiều nhất: từ {giver} sang {taker}, {n} lần").format(
        giver=name(giver), taker=name(taker), n=formats.number(number)
    )


def came_back(flows: Iterable[Flow]) -> Counter[Pair]:
    """Return how often what one gave another was returned, or came straight back."""
    back: Counter[Pair] = Counter()
    for flow in flows:
        if flow.returned:
            back[flow.giver, flow.taker] += flow.returned
        if flow.bounces:
            back[flow.taker, flow.giver] += flow.bounces
    return back


def matrix_of(told: Handovers, name: Name) -> Matrix:
    """Return the busiest ones with their flows, the others summed up."""
    ends = _busiest(told.flows)
    known = set(ends)
    given: Counter[Pair] = Counter()
    back: Counter[Pair] = Counter()
    for flow in told.flows:
        given[_known(flow.giver, flow.taker, known)] += flow.handovers
    for (giver, taker), number in came_back(told.flows).items():
        back[_known(giver, taker, known)] += number
    if any(OTHERS in pair for pair in (*given, *back)):
        ends = [*ends, OTHERS]
    names = [_("Nơi khác") if end == OTHERS else name(end) for end in ends]
    top = max((n for pair, n in given.items() if OTHERS not in pair), default=0)
    rows = [
        (names[place], [_cell(given[x, y], back[x, y], top, x == y) for y in ends])
        for place, x in enumerate(ends)
    ]
    return Matrix(names, rows)


def _known(giver: int, taker: int, known: Collection[int]) -> Pair:
    return giver if giver in known else OTHERS, taker if taker in known else OTHERS


def _cell(number: int, back: int, top: int, diagonal: bool) -> Cell:
    step = min(STEPS, 1 + STEPS * number // (top + 1)) if number else 0
    return Cell(number, back, step, diagonal and not number)


def _busiest(flows: Iterable[Flow]) -> list[int]:
    weight: Counter[int] = Counter()
    for flow in flows:
        for end in (flow.giver, flow.taker):
            weight[end] += flow.handovers + flow.returned
    return [end for end, _n in sorted(weight.items(), key=lambda p: (-p[1], p[0]))[:MOST]]


def flow_table(told: Handovers, name: Name, who: tuple[str, str]) -> Table:
    """Return every flow as a row."""
    return Table(
        name="chuyen-ho-so",
        caption=_("Mọi lượt chuyển, nhiều nhất trước"),
        head=[
            *who, _("Lần chuyển"), _("Trong đó quay lại ngay nơi vừa chuyển đi"),
            _("Bị trả lại, không nhận"), _("Nhận do im lặng"),
        ],
        rows=[
            [name(f.giver), name(f.taker), f.handovers, f.bounces, f.returned, f.silent]
            for f in sorted(told.flows, key=lambda f: (-f.handovers, -f.returned))
        ],
        numbers=frozenset({2, 3, 4, 5}),
    )  # fmt: skip


# --- loops --------------------------------------------------------------------------------------


def loop_table(loops: Sequence[Loop], name: Name, time: WorkingTime, few: int = 0) -> Table:
    """Return the loops as rows, the dearest first; where small counts are not told, no dossier."""
    return Table(
        name="vong-lap",
        caption=_("Vòng lặp giữa hai nơi, mất nhiều thời gian nhất trước"),
        head=[
            _("Hai nơi"), _("Lần quay lại"), _("Lần trả lại"), _("Ngày làm việc mất"),
            *([] if few else [_("Hồ sơ, thí dụ")]),
        ],
        rows=[
            [
                f"{name(loop.one)} ⇄ {name(loop.other)}",
                *told_parts([loop.bounces, loop.returned], few),
                time.days(loop.minutes), *([] if few else [", ".join(loop.codes)]),
            ]
            for loop in loops
        ],
        numbers=frozenset({1, 2, 3}),
    )  # fmt: skip


def loop_sentence(loops: Sequence[Loop], name: Name, time: WorkingTime) -> str:
    """Return which two sent dossiers round most, and what it cost."""
    if not loops:
        return _("Không có vòng lặp")
    worst = loops[0]
    said = _("{one} và {other} chuyển qua lại {n} lần").format(
        one=name(worst.one), other=name(worst.other),
        n=formats.number(worst.bounces + worst.returned),
    )  # fmt: skip
    if not worst.minutes:
        return said
    return _("{said}, mất {lost} làm việc").format(said=said, lost=time.words(worst.minutes))


# --- arcs ---------------------------------------------------------------------------------------


def arcs_picture(told: Handovers, name: Name, few: int = 0) -> SafeString | None:
    """Return flows as arcs above a line of names, and what came back as arcs below it."""
    ends = _busiest(told.flows)
    known = set(ends)
    flows = [f for f in told.flows if {f.giver, f.taker} <= known and f.giver != f.taker]
    if len(ends) < 2 or not flows:
        return None
    gap = WIDTH / len(ends)
    at = {end: gap * (place + 0.5) for place, end in enumerate(ends)}
    most = max(max(flow.handovers, flow.returned, 1) for flow in flows)
    drawn: list[str] = []
    for flow in flows:
        if flow.handovers:
            width = WIDEST * flow.handovers / most
            drawn.append(_bow(at[flow.giver], at[flow.taker], -1, width, "var(--ts-cham-500)"))
    for (giver, taker), number in came_back(flows).items():
        drawn += _back_arc(at[taker], at[giver], number, most)
    for end, x in at.items():
        drawn += _node(name(end), x)
    drawn += [
        shapes.text(4, 16, _("trên: chuyển đi, nét dày = nhiều"), "start", "ts-picture__soft"),
        shapes.text(4, HEIGHT - 8, _("↩ dưới: bị trả lại, hoặc quay lại ngay nơi vừa chuyển đi"),
                    "start", "ts-picture__soft ts-picture__return"),
    ]  # fmt: skip
    finding = _("{sentence}. Bảng số liệu có cùng nội dung.").format(
        sentence=matrix_sentence(told, name, few)
    )
    return shapes.picture("ts-picture", WIDTH, HEIGHT, _("Đường chuyển hồ sơ"), finding, drawn)


def _back_arc(start: float, end: float, number: int, most: int) -> Iterable[str]:
    width = max(WIDEST * number / most, 1.5)
    yield _bow(start, end, 1, width, "var(--ts-return)", "5 3")
    name = "ts-picture__strong ts-picture__return ts-picture__figures ts-halo"
    lowest = BASE + 44 + _rise(start, end) * 0.75
    yield shapes.text((start + end) / 2, lowest, f"↩{formats.number(number)}", "middle", name)


def _bow(start: float, end: float, side: int, width: float, colour: str, dashes: str = "") -> str:
    n = shapes.n
    edge = BASE - 8 if side < 0 else BASE + 40
    turn = edge + side * _rise(start, end)
    way = f"M{n(start)} {n(edge)}C{n(start)} {n(turn)} {n(end)} {n(turn)} {n(end)} {n(edge)}"
    return shapes.path(way, colour, max(width, 1), dashes)


def _rise(start: float, end: float) -> float:
    return min(TALLEST, 50 + abs(end - start) / 5)


def _node(name: str, x: float) -> Iterable[str]:
    yield shapes.circle(x, BASE - 2, 4, "var(--ts-cham-900)", "var(--ts-card)", 1.5)
    for place, line in enumerate(_two_lines(name)):
        yield shapes.text(x, BASE + 15 + 14 * place, line, "middle", "ts-picture__soft")


def _two_lines(name: str) -> list[str]:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:2] if len(lines) <= 2 else [lines[0], lines[1][: LETTERS - 1] + "…"]
