"""The custody of one dossier as a picture: a ribbon of holders without gap, a lane for each post.

Drawn on the server; its table twin stands under it, its sentence above it. The axis is working
time: equal columns for working days, a narrow gap for days off; weeks or months in a long life.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.accountability.terms import Stretch, Use
from thongsuot.domains.custody.terms import TAKEN_OVER, Answer, OfferTerms, Span
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.axis import COLUMNS, WIDTH, Scale, axis_of, scale_of
from thongsuot.entrypoints.officer.beside_lanes import beside_lanes, besides_of
from thongsuot.entrypoints.officer.lanes import BAR, LETTER, Labels, Pitch, cut, lane_head, pitch_of
from thongsuot.entrypoints.officer.promises import promises
from thongsuot.entrypoints.officer.words import STEPS, return_reason
from thongsuot.entrypoints.shared import shapes
from thongsuot.entrypoints.shared.charges import Charge
from thongsuot.entrypoints.shared.figures.names import WorkingTime
from thongsuot.kernel import formats
from thongsuot.kernel.clock import to_local

RIBBON_TOP, RIBBON, LANES_TOP = 80.0, 34.0, 140.0


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture, and what a column of it is, in words."""

    svg: SafeString
    column: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One post: who sat there, what was shared out and used, and its place from the top."""

    post_id: int
    agency: str
    officers: str
    note: str
    top: float
    pitch: Pitch

    @property
    def bar(self) -> float:
        """The top of the lane's bars."""
        return self.top + self.pitch.bar


def swim_lane(
    view: DossierView,
    charges: Sequence[Charge],
    *,
    at: datetime,
    calendar: WorkingCalendar,
    sentence: str,
) -> Picture | None:
    """Return the picture; None where nobody held it yet, or on no day that is counted.

    Raises:  CalendarGap.
    """
    if not view.spans:
        return None
    until = view.ended_at or at
    scale = scale_of(view, until, calendar)
    if scale is None:
        return None
    lanes = _lanes(view, charges, clocks.minutes_of_a_day(calendar, at))
    besides = besides_of(view)
    pitch = pitch_of(len(lanes) + len(besides))
    besides_top = LANES_TOP + pitch.lane * len(lanes)
    bottom = besides_top + pitch.lane * len(besides)
    labels = Labels()
    drawn = [
        *axis_of(scale, until, bottom),
        *promises(view, scale, until, bottom),
        *_ribbon(view.spans, scale, until),
        *_lane_heads(lanes.values(), scale),
        *beside_lanes(besides, scale, until, besides_top, pitch, labels),
        *_lateness(view, charges, scale, bottom),
    ]
    drawn += [*_held(charges, lanes, scale, labels)]
    drawn += [*_offered(view.offers, lanes, scale, until, labels)]
    drawn += _now(view, scale, until, bottom)
    svg = _picture(view, drawn, bottom + 30, sentence)
    return Picture(svg, str(COLUMNS[scale.column]))


def _held(
    charges: Sequence[Charge], lanes: Mapping[int, Lane], scale: Scale, labels: Labels
) -> Iterable[str]:
    for charge in charges:
        lane = lanes[charge.span.holder.post_id]
        labels.keep_off(scale.x(charge.span.started_at), scale.x(charge.until), lane.bar)
        yield from _bars(charge, lane, scale)


def _offered(
    offers: Sequence[OfferTerms], lanes: Mapping[int, Lane], scale: Scale, until: datetime,
    labels: Labels,
) -> Iterable[str]:  # fmt: skip
    for offer in offers:
        labels.keep_off(*_waited(offer, scale, until), lanes[offer.to_post_id].bar)
    for offer in offers:
        yield from _offer(offer, lanes, scale, until, labels)


# --- ribbon and lanes -----------------------------------------------------------------------


def _ribbon(spans: Sequence[Span], scale: Scale, until: datetime) -> Iterable[str]:
    yield shapes.text(0, 95, _("Người giữ"), "start", "of-lane__strong")
    yield shapes.text(0, 111, _("luôn đúng một"), "start", "of-lane__soft")
    for place, span in enumerate(spans):
        start, end = scale.x(span.started_at), scale.x(span.ended_at or until)
        last = span.ended_at is None
        tone = "900" if last else ("500" if place % 2 == 0 else "700")
        yield shapes.rect(
            start, RIBBON_TOP, max(end - start - 1, 1.5), RIBBON, f"var(--ts-cham-{tone})"
        )
        words = f"{span.holder.agency_name} · {span.holder.officer_name}"
        name = "of-lane__on-plate" if last else "of-lane__on-bar"
        for text in (words, span.holder.officer_name):
            if len(text) * LETTER + 16 <= end - start:
                yield shapes.text(start + 8, 102, text, "start", f"of-lane__strong {name}")
                break


def _lanes(view: DossierView, charges: Sequence[Charge], day: int) -> dict[int, Lane]:
    """Return a lane for each post that held it or was asked, in the order of appearing."""
    seen = [(span.started_at, span.holder.post_id) for span in view.spans]
    seen += [(offer.offered_at, offer.to_post_id) for offer in view.offers]
    order = dict.fromkeys(post_id for _at, post_id in sorted(seen))
    pitch = pitch_of(len(order) + len(besides_of(view)))
    return {
        post_id: _lane(post_id, view, charges, day, (LANES_TOP + pitch.lane * place, pitch))
        for place, post_id in enumerate(order)
    }


_NEVER_HELD: Final[Mapping[Answer, str | Promise]] = {
    Answer.RETURNED: later("không nhận · trả lại"),
    Answer.RECALLED: later("chưa nhận · đã thu hồi"),
    Answer.UNSERVED: later("im lặng · không có người"),
    Answer.REFERRED: later("không chuyển · trình cấp trên"),
}
"""What became of a question to a post that never held the dossier."""


def _lane(
    post_id: int,
    view: DossierView,
    charges: Sequence[Charge],
    day: int,
    place: tuple[float, Pitch],
) -> Lane:
    own = [charge for charge in charges if charge.span.holder.post_id == post_id]
    if not own:
        asked = next(offer for offer in view.offers if offer.to_post_id == post_id)
        note = str(_NEVER_HELD.get(asked.answer, _("chưa trả lời, chưa giữ")))
        return Lane(post_id, asked.to_agency_name, asked.to_post_title, note, *place)
    names = dict.fromkeys(charge.span.holder.officer_name for charge in own)
    shares = [charge.share for charge in own if charge.share]
    time = WorkingTime(day)
    used = time.words(sum(charge.used for charge in own))
    note = _("dùng {used}").format(used=used)
    if shares:
        note = _("được {share} · dùng {used}").format(share=time.words(sum(shares)), used=used)
    return Lane(post_id, own[0].span.holder.agency_name, ", ".join(names), note, *place)


def _lane_heads(lanes: Iterable[Lane], scale: Scale) -> Iterable[str]:
    for lane in lanes:
        yield shapes.line(0, lane.top, scale.end, lane.top, "var(--ts-line)", 1)
        yield from lane_head(
            lane.pitch, lane.top,
            (cut(lane.agency), "of-lane__strong"),
            (cut(lane.officers), "of-lane__soft"),
            (lane.note, "of-lane__soft of-lane__figures"),
        )  # fmt: skip


def _bars(charge: Charge, lane: Lane, scale: Scale) -> Iterable[str]:
    """Draw one span in its lane: held, beyond the own share, paused, given but still held."""
    widest = (0.0, 0.0)
    for stretch in charge.spent.stretches:
        a, b = scale.x(stretch.began_at), scale.x(stretch.ended_at)
        look = _look(stretch)
        yield shapes.rect(a, lane.bar, max(b - a, scale.least), BAR, *_FILLS[look])
        if look is Use.HELD and b - a > widest[1] - widest[0]:
            widest = (a, b)
    step = str(STEPS.get(charge.span.step, charge.span.step)).lower()
    if len(step) * LETTER + 14 <= widest[1] - widest[0]:
        yield shapes.text(widest[0] + 8, lane.bar + 18, step, "start", "of-lane__on-bar")


def _look(stretch: Stretch) -> Use:
    """Return what a stretch is drawn as: outside the count in force as within it, never late."""
    if stretch.use in _UNCOUNTED:
        return Use.AWAITING if stretch.waited_for else Use.HELD
    return stretch.use


_UNCOUNTED: Final = {Use.EARLIER, Use.AFTER}
_FILLS: Final = {
    Use.HELD: ("var(--ts-cham-700)", ""),
    Use.OVER: ("url(#ts-late)", "var(--ts-late)"),
    Use.PAUSED: ("url(#ts-pause)", "var(--ts-pause-line)"),
    Use.AWAITING: ("var(--ts-card)", "var(--ts-cham-700)"),
    Use.SILENT: ("var(--ts-card)", "var(--ts-cham-700)"),
}


# --- offers: waiting, accepted, returned ----------------------------------------------------


def _offer(
    offer: OfferTerms, lanes: Mapping[int, Lane], scale: Scale, until: datetime, labels: Labels
) -> Iterable[str]:
    receiver, giver = lanes[offer.to_post_id], lanes[offer.giver.post_id]
    start, end = _waited(offer, scale, until)
    yield shapes.dotted(start, receiver.bar, max(end - start, 6), BAR)
    down = receiver.top > giver.top
    if offer.answer in TAKEN_OVER:
        yield from _arrow(end, _edge(giver, down), _edge(receiver, not down), down)
    if offer.answer is Answer.RETURNED:
        yield from _return(offer, end, receiver, giver, scale, labels)
    if offer.answer is Answer.WAITING:
        label = _("chờ trả lời từ {when}").format(when=f"{to_local(offer.offered_at):%H:%M %d/%m}")
        yield labels.beside(label, start, end, receiver.bar + 18, "of-lane__soft ts-halo")


def _waited(offer: OfferTerms, scale: Scale, until: datetime) -> tuple[float, float]:
    return scale.x(offer.offered_at), scale.x(offer.answered_at or until)


def _edge(lane: Lane, lower: bool) -> float:
    return lane.bar + BAR if lower else lane.bar


def _arrow(x: float, start: float, end: float, down: bool) -> Iterable[str]:
    """Draw the straight drop of an acceptance, from the giver's bar to the receiver's."""
    tip = end - 8 if down else end + 8
    yield shapes.line(x, start, x, tip, "var(--ts-cham-700)", 2)
    yield shapes.triangle(x, end, 8 if down else -8, "var(--ts-cham-700)")


def _return(
    offer: OfferTerms, end: float, receiver: Lane, giver: Lane, scale: Scale, labels: Labels
) -> Iterable[str]:
    """Draw the purple way back to the giver, with its reason."""
    up = receiver.top > giver.top
    target = _edge(giver, up)
    x = min(end + 9, scale.end)
    middle = receiver.bar + BAR / 2
    tip = target + 9 if up else target - 9
    path = f"M{shapes.n(end)} {shapes.n(middle)}H{shapes.n(x)}V{shapes.n(tip)}"
    yield (
        f'<path d="{path}" fill="none" stroke="var(--ts-return)" stroke-width="2.200" '
        'stroke-dasharray="5 3"/>'
    )
    yield shapes.triangle(x, target, -9 if up else 9, "var(--ts-return)")
    if offer.grounds is None:
        return
    words = _("↩ Trả lại: {reason}").format(reason=return_reason(offer.grounds))
    right = _("nơi đúng: {agency}").format(agency=offer.right_agency_name)
    start = scale.x(offer.offered_at)
    yield labels.beside(words, start, x, middle - 1, "of-lane__strong of-lane__return ts-halo")
    yield labels.beside(right, start, x, middle + 15, "of-lane__soft ts-halo")


def _lateness(
    view: DossierView, charges: Sequence[Charge], scale: Scale, bottom: float
) -> Iterable[str]:
    """Draw the red bracket from the promise to where lateness ends, with its days."""
    late = sum(charge.spent.late for charge in charges)
    if not late or view.due is None:
        return
    ends = max(
        stretch.ended_at
        for charge in charges
        if charge.spent.late
        for stretch in charge.spent.stretches
        if stretch.use not in _UNCOUNTED | {Use.PAUSED}
    )
    a, b = scale.x(view.due.due_at), scale.x(ends)
    yield (
        f'<path d="M{shapes.n(a)} {shapes.n(bottom - 19)}v5H{shapes.n(b)}v-5" fill="none" '
        'stroke="var(--ts-late)" stroke-width="1.500"/>'
    )
    day = clocks.minutes_of_a_day(scale.calendar, ends)
    words = _("quá hạn {n} ngày").format(n=clocks.days_in_words(late, day))
    name = "of-lane__strong of-lane__late ts-halo"
    yield shapes.text(max((a + b) / 2, a + 40), bottom - 4, words, "middle", name)


def _now(view: DossierView, scale: Scale, until: datetime, bottom: float) -> Iterable[str]:
    """Draw the line of now with the knot on the ribbon."""
    x = scale.x(until)
    if view.ended_at is None:
        yield shapes.line(x, RIBBON_TOP, x, bottom + 8, "var(--ts-ink)", 1)
        yield (
            f'<circle cx="{shapes.n(x)}" cy="{shapes.n(RIBBON_TOP + RIBBON / 2)}" r="8.500" '
            'fill="var(--ts-nghe)" stroke="var(--ts-cham-900)" stroke-width="3"/>'
        )
        words = _("bây giờ {time}").format(time=formats.time(until))
        anchor = "end" if x > WIDTH - 60 else "middle"
        yield shapes.text(
            x + 8 if anchor == "end" else x, bottom + 22, words, anchor, "of-lane__strong"
        )


def _picture(view: DossierView, drawn: Sequence[str], height: float, sentence: str) -> SafeString:
    title = escape(_("Đường giữ hồ sơ {code}").format(code=view.code))
    described = escape(_("{sentence} Bảng dưới hình có cùng số liệu.").format(sentence=sentence))
    markup = (
        f'<svg class="of-lane" viewBox="0 0 {shapes.n(WIDTH)} {shapes.n(height)}" role="img" '
        f'aria-labelledby="of-lane-title of-lane-desc"><title id="of-lane-title">{title}</title>'
        f'<desc id="of-lane-desc">{described}</desc>{"".join(drawn)}</svg>'
    )
    # Every part is a number, a token or escaped.
    return mark_safe(markup)  # noqa: S308 - see the line above
