"""Pictures made on the server: QR code, mini-thread, day ruler, stretch of the custody thread.

Colours are tokens, so that both themes and print come from one drawing; patterns are those of
``shared/patterns.html``. Numbers are written with a point and at most one decimal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MINI_LIMIT = 76.0
"""Pixels of a mini-thread that stand for the whole time limit."""
MINI_END = 100.0
QUIET_ZONE = 4
"""Light modules around a QR code; fewer and cameras miss it."""
ROOM_FOR_TWO = 20.0
"""Percents of the ruler below which two dates side by side would run into one another."""


SHARE_TONES = ("var(--ts-cham-700)", "var(--ts-cham-500)", "var(--ts-cham-300)")
NARROW_SHARE = 0.08
"""Under this share a part of the bar is too narrow for words on a phone."""
ROOM_FOR_WORDS = 40.0
"""Percents of the bar below which words that end there would begin before it."""


class Holding(StrEnum):
    """How one stretch of a mini-thread was spent."""

    EARLIER = "earlier"
    OWN = "own"
    PAUSED = "paused"
    AWAITING = "awaiting"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of working time on a mini-thread."""

    holding: Holding
    minutes: int


@dataclass(frozen=True, slots=True)
class Ruler:
    """The life of a dossier on one line.

    Units: positions in working days since receipt; ``length`` is the end of the axis.
    Labels are short: "02/11", "hẹn 18/11". ``description`` says the finding in a sentence.
    Once it ``is_over`` nothing lies ahead.
    """

    description: str
    length: float
    now: float
    due: float
    start_label: str
    due_label: str
    pauses: Sequence[tuple[float, float]] = ()
    new_due: float | None = None
    new_due_label: str = ""
    pause_label: str = ""
    late_label: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the bar of real durations; ``share`` from 0 to 1."""

    share: float
    inside: str
    below: str = ""
    late: bool = False


def qr(text: str, label: str) -> SafeString:
    """Return ``text`` as a QR code (error level M), dark on light in both themes."""
    code = segno.make(text, error="m", micro=False)
    size = code.symbol_size(scale=1, border=QUIET_ZONE)[0]
    cells = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=QUIET_ZONE))
        for x, dark in enumerate(row)
        if dark
    )
    return _safe(
        f'<svg class="ts-qr" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}" '
        f'shape-rendering="crispEdges"><path fill="var(--ts-on-cham)" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="var(--ts-on-soon)" d="{cells}"/></svg>'
    )


def mini_thread(
    stretches: Iterable[Stretch], limit_minutes: int, description: str, *, held: bool = True
) -> SafeString:
    """Return the custody of one dossier as 104 × 14 pixels.

    The tick stands at the promise; what lies beyond it is late. A pause pushes the promise, so
    the scale spreads over limit and pauses together. ``held`` puts the knot at the end.

    Units: minutes of working time; ``limit_minutes`` 1 or more.
    """
    parts = list(stretches)
    paused = sum(part.minutes for part in parts if part.holding is Holding.PAUSED)
    scale = MINI_LIMIT / (limit_minutes + paused)
    drawn: list[str] = []
    x = 0.0
    for part in parts:
        end = min(x + part.minutes * scale, MINI_END)
        drawn += _mini_stretch(part.holding, x, end)
        x = end
    drawn.append(_line(MINI_LIMIT, MINI_LIMIT, 1, 13, "var(--ts-ink)", 1))
    if held:
        drawn.append(_knot(x, 7, 3.5, 1.5))
    return _picture("ts-mini", "0 0 104 14", description, drawn)


def day_ruler(ruler: Ruler) -> SafeString:
    """Return the clock of one dossier as a ruler of working days, as in the tracking page.

    Positions are shares of the width, so that words keep their size on a phone.
    """

    def at(position: float) -> float:
        return 100 * min(position, ruler.length) / ruler.length

    last = ruler.new_due if ruler.new_due is not None else ruler.due
    drawn = [_part(0, at(min(ruler.due, ruler.now)), 22, 18, "var(--ts-cham-700)")]
    drawn += [
        _part(at(start), at(end), 22, 18, "url(#ts-pause)", "var(--ts-pause-line)")
        for start, end in ruler.pauses
    ]
    if last > ruler.now and not ruler.is_over:
        ahead = _part(at(ruler.now), at(last), 22, 18, "none", "var(--ts-cham-700)")
        drawn.append(ahead.replace("/>", ' stroke-dasharray="4 3"/>'))
    if ruler.now > ruler.due:
        late = _part(at(ruler.due), at(ruler.now), 19, 24, "url(#ts-late)", "var(--ts-late)")
        drawn.append(late)
    drawn += [
        _upright(at(day), 44, 47, "var(--ts-line-strong)", 1)
        for day in range(int(ruler.length) + 1)
    ]
    drawn += _ruler_labels(ruler, at(ruler.due), at(ruler.now), at(last))
    drawn.append(_knot(f"{_n(at(ruler.now))}%", 31, 7, 2.5))
    return _picture("ts-ruler", "", ruler.description, drawn)


def thread_line(*, late: float, paused: float, dotted: bool, refused: bool) -> SafeString:
    """Return the stretch below one stop of the custody thread; its height follows the text.

    Units: ``late`` and ``paused`` are shares of the stretch, late at its newer (upper) end.
    """
    colour = "var(--ts-return)" if refused and not dotted else "var(--ts-cham-700)"
    dashes = ' stroke-dasharray="3 3"' if dotted else ""
    drawn = [f'<line x1="11" x2="11" y1="0" y2="100%" stroke="{colour}" stroke-width="3"{dashes}/>']
    if late > 0:
        drawn.append(_block(0.0, late, "url(#ts-late)", "var(--ts-late)"))
    if paused > 0:
        top = late + (1 - late - paused) / 2
        drawn.append(_block(top, paused, "url(#ts-pause)", "var(--ts-pause-line)"))
    return _safe(
        '<svg class="ts-thread__line" aria-hidden="true" focusable="false">'
        + "".join(drawn)
        + "</svg>"
    )


def progress(done: int, total: int) -> SafeString:
    """Return the thread of a question page: parts done, the knot on the present one, parts ahead.

    ``done`` counts finished parts, so the knot stands on part ``done + 1`` of ``total``.
    """
    step = 128 / max(total - 1, 1)
    here = 6 + done * step
    drawn = [
        _line(6, here, 9, 9, "var(--ts-title)", 3),
        _line(here, 134, 9, 9, "var(--ts-cham-300)", 3),
    ]
    for index in range(total):
        colour = "var(--ts-title)" if index < done else "var(--ts-cham-300)"
        drawn.append(f'<circle cx="{_n(6 + index * step)}" cy="9" r="4" fill="{colour}"/>')
    drawn.append(_knot(here, 9, 6, 2.5, ring="var(--ts-title)"))
    return _safe(
        '<svg viewBox="0 0 140 18" aria-hidden="true" focusable="false">'
        + "".join(drawn)
        + "</svg>"
    )


def shares_bar(parts: Sequence[Share], description: str) -> SafeString:
    """Return how long dossiers really took as one bar; a late part is hatched and named below.

    Narrow parts carry no words inside: their label under the bar, a row for each, says it.
    """
    drawn: list[str] = []
    start, row = 0.0, 0
    for index, part in enumerate(parts):
        end = min(start + part.share * 100, 100)
        fill, stroke = ("url(#ts-late)", "var(--ts-late)") if part.late else (_tone(index), "")
        drawn.append(_part(start, end - 0.3, 0, 26, fill, stroke))
        if part.inside and part.share >= NARROW_SHARE:
            drawn.append(
                f'<text class="ts-shares__inside {_inside(index)}" x="{_n(start)}%" dx="8" y="18">'
                f"{escape(part.inside)}</text>"
            )
        if part.below:
            name = "ts-shares__late" if part.late else ""
            x, anchor = (end - 0.3, "end") if end > ROOM_FOR_WORDS else (start, "start")
            drawn.append(_text(x, 44 + 18 * row, part.below, anchor, name))
            row += 1
        start = end
    return _picture(f"ts-shares ts-shares--{row}", "", description, drawn)


def _tone(index: int) -> str:
    return SHARE_TONES[min(index, len(SHARE_TONES) - 1)]


def _inside(index: int) -> str:
    """Words on the first part stand out; on the lightest tone they are dark."""
    if index == 0:
        return "ts-shares__inside--first"
    return "ts-shares__inside--light" if index >= len(SHARE_TONES) - 1 else ""


def _mini_stretch(holding: Holding, start: float, end: float) -> list[str]:
    if holding is Holding.PAUSED:
        return [_bar(start, end, 4, 6, "url(#ts-pause)", "var(--ts-pause-line)")]
    if holding is Holding.AWAITING:
        return [_bar(start, end, 4, 6, "url(#ts-wait)")]
    colour = "var(--ts-cham-700)" if holding is Holding.OWN else "var(--ts-cham-300)"
    drawn = [_bar(start, min(end, MINI_LIMIT), 4, 6, colour)] if start < MINI_LIMIT else []
    if end > MINI_LIMIT:
        late_from = max(start, MINI_LIMIT)
        drawn.append(_bar(late_from, end, 2.5, 9, "url(#ts-late)", "var(--ts-late)"))
    return drawn


def _ruler_labels(ruler: Ruler, due: float, now: float, last: float) -> list[str]:
    """Return the words around the ruler; positions in percent of its width."""
    late = ruler.now > ruler.due
    drawn = [_text(0, 61, ruler.start_label, "start", "")]
    if ruler.new_due is None:
        drawn.append(_text(min(due + 2, 100), 11, ruler.due_label, "end", "ts-ruler__strong"))
    else:
        if last - due >= ROOM_FOR_TWO:
            told = "ts-ruler__late" if late else "ts-ruler__strong"
            drawn.append(_text(due - 1.6, 11, ruler.due_label, "end", told))
        drawn.append(
            _text(
                min(last + 6, 101), 11, ruler.new_due_label, "end", "ts-ruler__strong ts-ruler__new"
            )
        )
    if ruler.new_due is not None and ruler.now > ruler.new_due:
        drawn.append(_upright(last, 15, 47, "var(--ts-ink)", 1))
    if late or ruler.new_due is not None:
        drawn.append(_upright(due, 2, 47, "var(--ts-late)" if late else "var(--ts-ink)", 2.5))
    if ruler.pauses and ruler.pause_label:
        start, end = ruler.pauses[0]
        middle = 100 * (start + end) / 2 / ruler.length
        drawn.append(_text(max(middle, 26), 61, ruler.pause_label, "middle", ""))
    if late and ruler.late_label:
        drawn.append(_text((due + now) / 2, 61, ruler.late_label, "middle", "ts-ruler__late"))
    return drawn


def _part(start: float, end: float, y: float, height: float, fill: str, stroke: str = "") -> str:
    """Return a bar whose ends are percents of the width."""
    line = f' stroke="{stroke}"' if stroke else ""
    return (
        f'<rect x="{_n(start)}%" y="{_n(y)}" width="{_n(max(end - start, 0.3))}%" '
        f'height="{_n(height)}" fill="{fill}"{line}/>'
    )


def _upright(x: float, y1: float, y2: float, stroke: str, width: float) -> str:
    return (
        f'<line x1="{_n(x)}%" x2="{_n(x)}%" y1="{_n(y1)}" y2="{_n(y2)}" stroke="{stroke}" '
        f'stroke-width="{_n(width)}"/>'
    )


def _bar(start: float, end: float, y: float, height: float, fill: str, stroke: str = "") -> str:
    line = f' stroke="{stroke}"' if stroke else ""
    width = max(end - start, 0)
    return (
        f'<rect x="{_n(start)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="{fill}"{line}/>'
    )


def _block(top: float, share: float, fill: str, stroke: str) -> str:
    return (
        f'<rect x="5.500" y="{_n(top * 100)}%" width="11" height="{_n(share * 100)}%" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def _line(x1: float, x2: float, y1: float, y2: float, stroke: str, width: float) -> str:
    return (
        f'<line x1="{_n(x1)}" x2="{_n(x2)}" y1="{_n(y1)}" y2="{_n(y2)}" stroke="{stroke}" '
        f'stroke-width="{_n(width)}"/>'
    )


def _knot(x: float | str, y: float, radius: float, ring_width: float, ring: str = "") -> str:
    return (
        f'<circle cx="{x if isinstance(x, str) else _n(x)}" cy="{_n(y)}" r="{_n(radius)}" '
        f'fill="var(--ts-nghe)" '
        f'stroke="{ring or "var(--ts-cham-900)"}" stroke-width="{_n(ring_width)}"/>'
    )


def _text(x: float, y: float, words: str, anchor: str, name: str) -> str:
    classes = f"ts-halo {name}".strip()
    return (
        f'<text class="{classes}" x="{_n(x)}%" y="{_n(y)}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def _picture(name: str, box: str, description: str, drawn: list[str]) -> SafeString:
    view = f' viewBox="{box}"' if box else ""
    return _safe(
        f'<svg class="{name}"{view} role="img" '
        f'aria-label="{escape(description)}">' + "".join(drawn) + "</svg>"
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _safe(markup: str) -> SafeString:
    # Every part is a number, a token or escaped above.
    return mark_safe(markup)  # noqa: S308 - see the line above
