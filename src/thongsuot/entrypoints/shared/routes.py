"""The way of one dossier as a picture: its steps from above to below, the ways between them left.

A row for each step: what has been passed is filled, where it is has the knot, what lies ahead is
hollow. The way on is drawn on the rail; a way that skips rows, or leads back, is an arc beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from typing import Final

from django.utils.safestring import SafeString

from thongsuot.entrypoints.shared import shapes

LETTER: Final = 7.0
LINE: Final = 19.0
BAR: Final = 14.0
HEAD: Final = 13.0
"""From the top of a row to the middle of its node."""
GAP: Final = 20.0
LEAST_BAR: Final = 2.0
RADIUS: Final = 8.0
LANE: Final = 12.0
"""Between two arcs that would lie on each other."""


class Place(StrEnum):
    """Where a dossier stands to a step."""

    PASSED = "passed"
    HERE = "here"
    ASKED = "asked"
    DECLINED = "declined"
    AHEAD = "ahead"


class Way(StrEnum):
    """What a way between two steps was."""

    ON = "on"
    BACK = "back"
    ASKED = "asked"
    AHEAD = "ahead"


class Tone(StrEnum):
    """How a line of words is set."""

    SOFT = "soft"
    LATE = "late"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Time:
    """What a step took.  Units: minutes of working time; ``share`` None where none was given."""

    share: int | None
    used: int
    paused: int
    over: int

    @property
    def whole(self) -> int:
        """How long the bar is."""
        return max(self.share or 0, self.used) + self.paused


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One step of the way; the words are ready to be read."""

    title: str
    place: Place
    lines: Sequence[tuple[str, Tone]] = ()
    time: Time | None = None
    time_words: str = ""


@dataclass(frozen=True, slots=True)
class RouteLink:
    """A way from one stop to another, by their numbers."""

    start: int
    end: int
    way: Way


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of one drawing: the rail's place, and where words begin."""

    width: float
    rail: float

    @property
    def words(self) -> float:
        """Where words begin."""
        return self.rail + 24

    @property
    def room(self) -> float:
        """How wide words and bars may be."""
        return self.width - self.words - 4


@dataclass(frozen=True, slots=True)
class Row:
    """One stop with its words cut into lines, and its place from the top."""

    stop: RouteStop
    title: Sequence[str]
    lines: Sequence[tuple[str, Tone]]
    under: Sequence[str]
    """The words under the bar."""
    top: float = 0.0

    @property
    def middle(self) -> float:
        """The middle of the node."""
        return self.top + HEAD

    @property
    def height(self) -> float:
        """The room of the row, the gap below it included."""
        bar = BAR if self.stop.time else 0.0
        return (len(self.title) + len(self.lines) + len(self.under)) * LINE + bar + GAP


def route_picture(
    stops: Sequence[RouteStop],
    links: Sequence[RouteLink],
    *,
    width: float,
    title: str,
    finding: str,
    name: str = "ts-route",
) -> SafeString:
    """Return the way as a picture ``width`` pixels wide; its height follows its words."""
    lanes = _lanes(links)
    frame = Frame(width, 22 + LANE * max(lanes.values(), default=0))
    rows = _rows(stops, frame)
    bottom = rows[-1].top + rows[-1].height if rows else GAP
    longest = max((row.stop.time.whole for row in rows if row.stop.time), default=1)
    drawn = [part for link in links for part in _link(link, rows, frame, lanes)]
    for row in rows:
        drawn += [_node(row, frame), *_words(row, frame), *_bar(row, frame, longest)]
    return shapes.picture(name, width, bottom, title, finding, drawn)


def _rows(stops: Sequence[RouteStop], frame: Frame) -> list[Row]:
    bare = [
        Row(
            stop,
            cut(stop.title, frame.room, LETTER * 1.12),
            [(text, tone) for words, tone in stop.lines for text in cut(words, frame.room)],
            cut(stop.time_words, frame.room),
        )
        for stop in stops
    ]
    tops = accumulate((row.height for row in bare), initial=4.0)
    return [replace(row, top=top) for row, top in zip(bare, tops, strict=False)]


def cut(words: str, room: float, letter: float = LETTER) -> list[str]:
    """Return words as lines that fit into ``room`` pixels; a word that is longer stands alone."""
    most = max(int(room / letter), 8)
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


# --- ways -------------------------------------------------------------------------------------


def _lanes(links: Iterable[RouteLink]) -> dict[RouteLink, int]:
    """Give each way that is no straight step its own lane beside the rail, the shortest inmost."""
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[RouteLink, int] = {}
    arcs = [link for link in dict.fromkeys(links) if not _is_straight(link)]
    for link in sorted(arcs, key=lambda link: abs(link.end - link.start)):
        low, high = sorted((link.start, link.end))
        for number, others in enumerate(taken, 1):  # noqa: B007 - the number goes on
            if all(high <= a or b <= low for a, b in others):
                others.append((low, high))
                break
        else:
            taken.append([(low, high)])
            number = len(taken)
        lanes[link] = number
    return lanes


def _is_straight(link: RouteLink) -> bool:
    return link.end == link.start + 1


_STROKES: Final = {
    Way.ON: ("var(--ts-cham-700)", 3.0, ""),
    Way.BACK: ("var(--ts-return)", 2.2, "5 3"),
    Way.ASKED: ("var(--ts-wait)", 2.0, "2 3"),
    Way.AHEAD: ("var(--ts-line-strong)", 1.5, "4 4"),
}


def _link(
    link: RouteLink, rows: Sequence[Row], frame: Frame, lanes: dict[RouteLink, int]
) -> Iterable[str]:
    stroke, width, dashes = _STROKES[link.way]
    start, end = rows[link.start].middle, rows[link.end].middle
    if _is_straight(link):
        yield shapes.path(
            f"M{shapes.n(frame.rail)} {shapes.n(start + RADIUS)}V{shapes.n(end - RADIUS)}",
            stroke, width, dashes,
        )  # fmt: skip
        return
    side = frame.rail - RADIUS - LANE * lanes[link]
    down = 1 if end > start else -1
    edge = frame.rail - RADIUS - 1
    a, b = start + 3 * down, end - 3 * down
    corner = min(6.0, abs(b - a) / 2)
    yield shapes.path(
        f"M{shapes.n(edge)} {shapes.n(a)}H{shapes.n(side + corner)}"
        f"Q{shapes.n(side)} {shapes.n(a)} {shapes.n(side)} {shapes.n(a + corner * down)}"
        f"V{shapes.n(b - corner * down)}"
        f"Q{shapes.n(side)} {shapes.n(b)} {shapes.n(side + corner)} {shapes.n(b)}"
        f"H{shapes.n(edge - 6)}",
        stroke, width, dashes,
    )  # fmt: skip
    yield (
        f'<path d="M{shapes.n(edge - 7)} {shapes.n(b - 5)}V{shapes.n(b + 5)}'
        f'L{shapes.n(edge + 1)} {shapes.n(b)}Z" fill="{stroke}"/>'
    )


# --- rows -------------------------------------------------------------------------------------


_NODES: Final = {
    Place.PASSED: ("var(--ts-cham-700)", "var(--ts-cham-700)", 2.0, ""),
    Place.HERE: ("var(--ts-nghe)", "var(--ts-cham-900)", 3.0, ""),
    Place.ASKED: ("var(--ts-card)", "var(--ts-wait)", 2.0, "2 3"),
    Place.DECLINED: ("var(--ts-card)", "var(--ts-return)", 2.0, ""),
    Place.AHEAD: ("var(--ts-card)", "var(--ts-line-strong)", 1.5, "4 3"),
}


def _node(row: Row, frame: Frame) -> str:
    fill, stroke, width, dashes = _NODES[row.stop.place]
    drawn = shapes.circle(frame.rail, row.middle, RADIUS, fill, stroke, width)
    return drawn.replace("/>", f' stroke-dasharray="{dashes}"/>') if dashes else drawn


def _words(row: Row, frame: Frame) -> Iterable[str]:
    y = row.middle + 5
    name = "ts-route__ahead" if row.stop.place is Place.AHEAD else "ts-route__title"
    for text in row.title:
        yield shapes.text(frame.words, y, text, "start", name)
        y += LINE
    for text, tone in row.lines:
        yield shapes.text(frame.words, y, text, "start", f"ts-route__{tone}")
        y += LINE


def _bar(row: Row, frame: Frame, longest: int) -> Iterable[str]:
    """Draw what was used within the frame of the share, the rest of it hatched; pauses apart."""
    time = row.stop.time
    if time is None:
        return
    y = row.middle + 5 + (len(row.title) + len(row.lines)) * LINE - 12
    scale = frame.room / max(longest, 1)
    x, own = frame.words, time.used - time.over
    if time.share:
        yield shapes.rect(x, y, time.share * scale, BAR, "var(--ts-card)", "var(--ts-cham-700)")
    if time.used or not time.share:
        yield shapes.rect(x, y, max(own * scale, LEAST_BAR), BAR, "var(--ts-cham-700)")
    if time.over:
        over = time.over * scale
        yield shapes.rect(x + own * scale, y, over, BAR, "url(#ts-late)", "var(--ts-late)")
    if time.paused:
        start = x + max(time.share or 0, time.used) * scale
        width = time.paused * scale
        yield shapes.rect(start, y, width, BAR, "url(#ts-pause)", "var(--ts-pause-line)")
    name = "ts-route__late" if time.over else "ts-route__soft"
    for number, words in enumerate(row.under):
        yield shapes.text(x, y + BAR + 15 + number * LINE, words, "start", name)
