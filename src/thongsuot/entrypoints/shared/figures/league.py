"""The league: rate with its interval, range of ranks, and a verdict only where numbers allow one.

How it is drawn: 90 % Wilson interval, rank range as a stretch of a track, hollow and
dashed under fifty.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import floor
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.accountability.terms import League, Rank, Verdict
from thongsuot.entrypoints.shared import shapes
from thongsuot.entrypoints.shared.figures.names import Names
from thongsuot.entrypoints.shared.figures.tables import Cell, Table
from thongsuot.kernel import formats

WIDTH: Final = 1200.0
ROW: Final = 27.0
TOP: Final = 46.0
LEFT, RIGHT = 376.0, 880.0
TRACK, TRACK_END = 905.0, 1000.0
STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2)
MOST_LINES: Final = 9
LETTERS: Final = 26

VERDICTS: Final[Mapping[Verdict, str | Promise]] = {
    Verdict.GOOD: later("◆ rõ ràng tốt"),
    Verdict.COMMON: later("● khoảng chung"),
    Verdict.ATTENTION: later("■ cần chú ý"),
    Verdict.TOO_FEW: later("○ ít hồ sơ"),
}
_COLOURS: Final = {
    Verdict.GOOD: ("var(--ts-ok-tint)", "var(--ts-ok)"),
    Verdict.COMMON: ("var(--ts-cham-100)", "var(--ts-cham-700)"),
    Verdict.ATTENTION: ("url(#ts-late)", "var(--ts-late)"),
    Verdict.TOO_FEW: ("none", "var(--ts-line-strong)"),
}


def league_sentence(league: League) -> str:
    """Return what the league says, before anybody reads a rank into it."""
    told = [rank for rank in league.ranks if rank.verdict is not Verdict.TOO_FEW]
    if not told:
        return _("Chưa cơ quan nào đủ hồ sơ để nhận định; số ít không nói lên hơn kém")
    attention = sum(1 for rank in told if rank.verdict is Verdict.ATTENTION)
    common = sum(1 for rank in told if rank.verdict is Verdict.COMMON)
    same = _("{n} trong {all} cơ quan đủ hồ sơ không khác mức chung rõ rệt").format(
        n=common, all=len(told)
    )
    if not attention:
        return _("Không cơ quan nào rõ ràng cần chú ý; {same}").format(same=same)
    return _("{n} cơ quan rõ ràng cần chú ý; {same}").format(n=attention, same=same)


def standing_sentence(league: League, own: Rank | None, name: str) -> str:
    """Return where one unit stands among all: its rate, how sure that is, and between which ranks.

    A small number gets no rank: it would say more than it knows.
    """
    if own is None:
        return _("{name} chưa có hồ sơ nào có kết quả trong kỳ").format(name=name)
    if own.verdict is Verdict.TOO_FEW:
        return _("{name} có {n} hồ sơ có kết quả, còn ít để nói hơn kém").format(
            name=name, n=formats.number(own.decided)
        )
    return _("{name} đúng hạn {share}, hạng {ranks} trong {n} cơ quan; mức chung {whole}").format(
        name=name, share=formats.percent(own.share), ranks=_ranks(own), n=len(league.ranks),
        whole=formats.percent(league.on_time / league.decided),
    )  # fmt: skip


def league_table(league: League, names: Names, few: int = 0) -> Table:
    """Return the league as rows; a part smaller than ``few`` is not told as a number."""
    return Table(
        name="dung-hen",
        caption=_("Tỷ lệ đúng hạn, khoảng tin cậy 90% và khoảng hạng"),
        head=[
            _("Cơ quan giải quyết"), _("Có kết quả"), _("Đúng hạn"), _("Trong đó trước hạn"),
            _("Quá hạn"), _("Tỷ lệ đúng hạn"), _("Khoảng tin cậy 90%"), _("Khoảng hạng"),
            _("Nhận định"),
        ],
        rows=[
            [
                names.agency(rank.agency), rank.decided, rank.on_time,
                *_parts(rank, few),
                formats.percent(rank.share), _interval(rank), _ranks(rank),
                str(VERDICTS[rank.verdict]),
            ]
            for rank in league.ranks
        ],
        numbers=frozenset({1, 2, 3, 4, 5, 6, 7}),
        late=frozenset({4}),
    )  # fmt: skip


def _parts(rank: Rank, few: int) -> list[Cell]:
    """Return how many were early and late; neither gives away a small number of the others."""
    on_day = rank.on_time - rank.early
    hides = any(0 < part < few for part in (rank.early, on_day))
    return ["" if hides else rank.early, "" if 0 < rank.late < few else rank.late]


def parts_of(ranks: Sequence[Rank]) -> str:
    """Return how many were early, on their day and late: "12 trước hạn, 3 trong ngày hẹn, …"."""
    early, on_time = sum(rank.early for rank in ranks), sum(rank.on_time for rank in ranks)
    return _("{early} trước hạn, {on_day} trong ngày hẹn, {late} quá hạn").format(
        early=formats.number(early), on_day=formats.number(on_time - early),
        late=formats.number(sum(rank.late for rank in ranks)),
    )  # fmt: skip


def league_picture(
    league: League, names: Names, *, among: int = 0, finding: str = ""
) -> SafeString | None:
    """Return the picture; None where nothing was decided.

    ``among``: how many units there are, where the league is kept to some; ``finding`` says then
    what the picture shows.
    """
    if not league.ranks:
        return None
    low = _floor(league)
    bottom = TOP + ROW * len(league.ranks)
    drawn = [*_axis(low, bottom)]
    units = among or max(rank.worst for rank in league.ranks)
    for place, rank in enumerate(league.ranks):
        drawn += _row(rank, names, TOP + ROW * place, low, units)
    drawn += _whole(league, low, bottom)
    title = _("Tỷ lệ trả kết quả đúng hạn của {n} cơ quan, khoảng tin cậy 90%").format(
        n=len(league.ranks)
    )
    said = _("{sentence}. Bảng số liệu có cùng nội dung.").format(
        sentence=finding or league_sentence(league)
    )
    return shapes.picture("ts-picture", WIDTH, bottom + 34, title, said, drawn)


def _floor(league: League) -> float:
    """Return where the axis begins, at a round number: every rate stands on it, and the interval
    of every unit with a verdict; those of small numbers may run off it."""
    lowest = min(
        rank.share if rank.verdict is Verdict.TOO_FEW else rank.low for rank in league.ranks
    )
    return max(0.0, floor(lowest * 20 - 0.5) / 20)


def _x(share: float, low: float) -> float:
    return LEFT + (RIGHT - LEFT) * (max(share, low) - low) / (1 - low)


def _axis(low: float, bottom: float) -> Iterable[str]:
    heads = (
        (4, _("Cơ quan"), "start"), (262, _("Hồ sơ"), "end"), (340, _("Đúng hạn"), "end"),
        (TRACK, _("Khoảng hạng"), "start"), (WIDTH, _("Nhận định"), "end"),
    )  # fmt: skip
    for x, words, anchor in heads:
        yield shapes.text(x, 16, words, anchor, "ts-picture__soft")
    step = next((s for s in STEPS if (1 - low) / s <= MOST_LINES), STEPS[-1])
    for place in range(round((1 - low) / step) + 1):
        share = 1 - place * step
        x = _x(share, low)
        yield shapes.line(x, 28, x, bottom + 4, "var(--ts-line)", 1)
        yield shapes.text(
            x,
            16,
            formats.percent(round(share, 4)),
            "middle",
            "ts-picture__soft ts-picture__figures",
        )


def _row(rank: Rank, names: Names, top: float, low: float, units: int) -> Iterable[str]:
    middle, base = top + ROW / 2 - 3, top + ROW / 2 + 2
    fill, stroke = _COLOURS[rank.verdict]
    strong = rank.verdict in {Verdict.GOOD, Verdict.ATTENTION}
    name = "ts-picture__strong" if strong else ""
    if rank.verdict is Verdict.ATTENTION:
        yield shapes.rect(0, top - 4, WIDTH, ROW, "var(--ts-late-tint)")
    yield shapes.line(0, top + ROW - 4, WIDTH, top + ROW - 4, "var(--ts-line)", 1)
    yield shapes.text(4, base, _cut(names.agency(rank.agency)), "start", name)
    yield shapes.text(262, base, formats.number(rank.decided), "end", "ts-picture__figures")
    yield shapes.text(340, base, formats.percent(rank.share), "end", "ts-picture__figures")
    bar = shapes.rect(_x(rank.low, low), middle - 5, _x(rank.high, low) - _x(rank.low, low), 10,
                      fill, stroke)  # fmt: skip
    few = rank.verdict is Verdict.TOO_FEW
    yield bar.replace("/>", ' stroke-dasharray="3 3"/>') if few else bar
    yield _mark(rank, _x(rank.share, low), middle)
    yield from _track(rank, units, middle, base, strong)
    colour = {Verdict.GOOD: " ts-picture__good", Verdict.ATTENTION: " ts-picture__late"}
    said = (name or "ts-picture__soft") + colour.get(rank.verdict, "")
    yield shapes.text(WIDTH - 2, base, str(VERDICTS[rank.verdict]), "end", said)


def _mark(rank: Rank, x: float, y: float) -> str:
    colour = _COLOURS[rank.verdict][1]
    halo = "var(--ts-card)"
    if rank.verdict is Verdict.GOOD:
        turn = f' transform="rotate(45 {shapes.n(x)} {shapes.n(y)})"/>'
        return shapes.rect(x - 5, y - 5, 10, 10, colour, halo).replace("/>", turn)
    if rank.verdict is Verdict.ATTENTION:
        return shapes.rect(x - 5, y - 5, 10, 10, colour, halo)
    if rank.verdict is Verdict.TOO_FEW:
        return shapes.circle(x, y, 5, halo, colour, 2)
    return shapes.circle(x, y, 5.5, colour, halo, 1.5)


def _track(rank: Rank, units: int, middle: float, base: float, strong: bool) -> Iterable[str]:
    """Draw between which ranks the unit lies, on a track of all ranks."""
    one = (TRACK_END - TRACK) / units
    yield shapes.line(TRACK, middle, TRACK_END, middle, "var(--ts-line)", 2)
    colour = _COLOURS[rank.verdict][1]
    start, end = TRACK + one * (rank.best - 1), TRACK + one * rank.worst
    yield shapes.rect(start, middle - 2.5, max(end - start, 3), 5, colour)
    name = "ts-picture__figures" + (" ts-picture__strong" if strong else "")
    yield shapes.text(1014, base, _ranks(rank), "start", name)


def _whole(league: League, low: float, bottom: float) -> Iterable[str]:
    share = league.on_time / league.decided
    x = _x(share, low)
    yield shapes.line(x, 28, x, bottom + 4, "var(--ts-ink)", 1.5)
    words = _("chung {share}").format(share=formats.percent(share))
    yield shapes.text(min(x, RIGHT - 40), bottom + 22, words, "middle", "ts-picture__strong")


def _ranks(rank: Rank) -> str:
    return str(rank.best) if rank.best == rank.worst else f"{rank.best}–{rank.worst}"


def _interval(rank: Rank) -> str:
    return f"{formats.percent(rank.low)} – {formats.percent(rank.high)}"


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1].rstrip() + "…"
