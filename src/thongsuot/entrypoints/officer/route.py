"""The way of a dossier from step to step: where it is, what it passed, how long, what came back.

Read from the record alone: spans of custody are the steps that were done, offers the ways between.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from thongsuot.domains.catalogue.rules.process_ahead import BY_WORK
from thongsuot.domains.catalogue.terms import Process, Trigger
from thongsuot.domains.custody.terms import TAKEN_OVER, Answer, OfferTerms, OpinionTerms
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView, StepNames
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.route_ahead import ahead_of, papers_lead, step_now
from thongsuot.entrypoints.officer.words import RETURN_REASONS, STEPS, opinion
from thongsuot.entrypoints.shared.charges import Charge
from thongsuot.entrypoints.shared.routes import Place, RouteLink, RouteStop, Time, Tone, Way
from thongsuot.entrypoints.shared.sentences import state_name
from thongsuot.kernel.clock import to_local

Key = tuple[str, int]
"""A step on a post: the same work on another post is another stop. With a process the step is what
its version calls it, else for what the dossier was handed over."""
NAMELESS: Final = StepNames()
_PAPERS_TOO: Final = BY_WORK | {Trigger.SUPPLEMENT}
"""What leads on while the citizen is waited for."""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One line of the table under the picture."""

    step: str
    who: str
    when: str
    times: int
    share: str
    used: str
    over: str
    paused: str
    onward: str


@dataclass(frozen=True, slots=True)
class Route:
    """The picture's values, its finding, and the table that says the same."""

    finding: str
    stops: list[RouteStop]
    links: list[RouteLink]
    rows: list[RouteRow]


@dataclass(slots=True)
class _Stop:
    """What was done, or asked for, in one step on one post."""

    step: str
    charges: list[Charge] = field(default_factory=list)
    asked: list[OfferTerms] = field(default_factory=list)
    onward: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The step in words."""
        return str(STEPS.get(self.step, self.step))

    @property
    def spoken(self) -> str:
        """The step within a sentence."""
        return self.title.lower() if self.step in STEPS else self.title

    @property
    def who(self) -> str:
        """Who held it there, or which post was asked."""
        if not self.charges:
            asked = self.asked[0]
            return _("{post}, {agency}").format(
                post=asked.to_post_title, agency=asked.to_agency_name
            )
        plates = [charge.span.holder for charge in self.charges]
        names = ", ".join(dict.fromkeys(plate.officer_name for plate in plates))
        return _("{names}, {agency}").format(names=names, agency=plates[0].agency_name)

    @property
    def visits(self) -> int:
        """How often the dossier came here; a reassignment on the spot is no coming."""
        return sum(1 for charge in self.charges if not charge.span.move_id) or len(self.charges)

    @property
    def is_here(self) -> bool:
        """Whether the dossier is here now."""
        return any(charge.span.ended_at is None for charge in self.charges)

    @property
    def time(self) -> Time | None:
        """What the step took."""
        if not self.charges:
            return None
        shares = [c.share for c in self.charges if c.share and not c.span.move_id]
        return Time(
            share=sum(shares) if shares else None,
            used=sum(charge.used for charge in self.charges),
            paused=sum(charge.paused for charge in self.charges),
            over=sum(charge.over for charge in self.charges),
        )


def route_of(
    view: DossierView, charges: Sequence[Charge], *, at: datetime, calendar: WorkingCalendar,
    process: Process | None = None, named: StepNames = NAMELESS,
) -> Route:  # fmt: skip
    """Return the way of a dossier up to ``at``, and what lies ahead by the process it follows.

    ``named`` says what the steps passed were called.
    Raises:  CalendarGap.
    """
    day = clocks.minutes_of_a_day(calendar, at)
    keys = _keys(charges, named)
    stops = _stops_of(view, charges, keys, named)
    places = {key: number for number, key in enumerate(stops, 1)}
    held = [places[key] for key in keys]
    links = [*_held(held), *_asked(view.offers, charges, held, places, named)]
    for link in links:
        _say_onward(link, list(stops.values()))
    told = [_told(stop, view, day, at) for stop in stops.values()]
    drawn = [_submitted(view), *told, *_ended(view)]
    if process and view.way and view.holder:
        ahead = ahead_of(
            process, view.way.step, here=held[-1], first=len(drawn), day=day,
            triggers=_PAPERS_TOO if view.open_supplement else BY_WORK,
        )  # fmt: skip
        drawn += ahead.stops
        links += ahead.links
    if charges:
        links.insert(0, RouteLink(0, 1, Way.ON))
    if view.ended_at and charges:
        links.append(RouteLink(held[-1], len(drawn) - 1, Way.ON))
    return Route(
        finding=_finding(view, list(stops.values()), day, process),
        stops=drawn,
        links=list(dict.fromkeys(links)),
        rows=[_row(stop, day) for stop in stops.values()],
    )


def _keys(charges: Sequence[Charge], named: StepNames) -> list[Key]:
    """Return the step and post of each span; a reassignment goes on with the step before it."""
    keys, step = list[Key](), named.first
    for charge in charges:
        begun = named.spans.get(charge.span.started_at, "")
        if begun or (keys and not charge.span.move_id):
            step = begun
        keys.append((step or charge.span.step, charge.span.holder.post_id))
    return keys


def _asked_for(offer: OfferTerms, named: StepNames) -> Key:
    return named.offers.get(offer.id) or offer.step, offer.to_post_id


def _stops_of(
    view: DossierView, charges: Sequence[Charge], keys: Sequence[Key], named: StepNames
) -> dict[Key, _Stop]:
    """Return the stops in the order in which the dossier first came there, or was offered to."""
    dated: list[tuple[datetime, Key, Charge | OfferTerms]] = [
        (charge.span.started_at, key, charge) for charge, key in zip(charges, keys, strict=True)
    ]
    dated += [
        (offer.offered_at, _asked_for(offer, named), offer)
        for offer in view.offers
        if offer.answer not in TAKEN_OVER | {Answer.REFERRED}
    ]
    stops: dict[Key, _Stop] = {}
    for _when, key, what in sorted(dated, key=lambda one: one[0]):
        stop = stops.setdefault(key, _Stop(step=key[0]))
        if isinstance(what, Charge):
            stop.charges.append(what)
        else:
            stop.asked.append(what)
    return stops


# --- ways -------------------------------------------------------------------------------------


def _held(places: Sequence[int]) -> Iterator[RouteLink]:
    """Yield the ways that the dossier went from holder to holder."""
    for start, end in pairwise(places):
        if start != end:
            yield RouteLink(start, end, Way.ON if end > start else Way.BACK)


def _asked(
    offers: Iterable[OfferTerms], charges: Sequence[Charge], held: Sequence[int],
    places: Mapping[Key, int], named: StepNames,
) -> Iterator[RouteLink]:  # fmt: skip
    """Yield the ways that were asked for and not gone, and those that came back."""
    for offer in offers:
        giver = _giver_of(offer, charges)
        end = places.get(_asked_for(offer, named))
        if giver is None or end is None or offer.answer in TAKEN_OVER:
            continue
        start = held[giver]
        if start != end:
            yield RouteLink(start, end, Way.ASKED)
        if offer.answer is Answer.RETURNED and start != end:
            yield RouteLink(end, start, Way.BACK)


def _giver_of(offer: OfferTerms, charges: Sequence[Charge]) -> int | None:
    """Return the number of the span in which an offer was made."""
    held = [n for n, c in enumerate(charges) if c.span.started_at <= offer.offered_at <= c.until]
    return held[-1] if held else None


_ONWARD: Final[Mapping[Way, str | Promise]] = {
    Way.ON: later("đi tiếp: {step}"),
    Way.BACK: later("↩ về lại: {step}"),
    Way.ASKED: later("đã hỏi: {step}"),
}


def _say_onward(link: RouteLink, stops: Sequence[_Stop]) -> None:
    to = stops[link.end - 1]
    words = str(_ONWARD[link.way]).format(step=f"{to.title} ({to.who})")
    onward = stops[link.start - 1].onward
    if words not in onward:
        onward.append(words)


# --- words ------------------------------------------------------------------------------------


def _submitted(view: DossierView) -> RouteStop:
    place = Place.PASSED if view.spans else Place.HERE
    words = _("{agency}, {when}").format(
        agency=view.receiving_agency, when=_moment(view.submitted_at)
    )
    return RouteStop(_("Nộp hồ sơ"), place, [(words, Tone.SOFT)])


def _ended(view: DossierView) -> Iterator[RouteStop]:
    if view.ended_at:
        words = [(_moment(view.ended_at), Tone.SOFT)]
        yield RouteStop(str(state_name(view.state)), Place.PASSED, words)


def _told(stop: _Stop, view: DossierView, day: int, at: datetime) -> RouteStop:
    title = stop.title
    if stop.visits > 1:
        title = _("{step}, {n} lần").format(step=title, n=stop.visits)
    lines = [(stop.who, Tone.SOFT), *((when, Tone.SOFT) for when in _times(stop))]
    lines += [line for offer in stop.asked for line in _answered(offer, at)]
    lines += [(words, Tone.SOFT) for words in _opinions(stop, view.opinions, at)]
    time = stop.time
    return RouteStop(title, _place(stop), lines, time, _time_words(time, day) if time else "")


def _place(stop: _Stop) -> Place:
    if stop.charges:
        return Place.HERE if stop.is_here else Place.PASSED
    return Place.ASKED if stop.asked[-1].answer is Answer.WAITING else Place.DECLINED


def _times(stop: _Stop) -> Iterator[str]:
    for charge in stop.charges:
        end = charge.span.ended_at
        yield f"{_moment(charge.span.started_at)} – {_moment(end) if end else _('nay')}"


_ANSWERS: Final[Mapping[Answer, tuple[str | Promise, Tone]]] = {
    Answer.RETURNED: (later("↩ trả lại {when}: {reason}"), Tone.RETURNED),
    Answer.RECALLED: (later("bên giao thu hồi {when}"), Tone.SOFT),
    Answer.UNSERVED: (later("quá hạn trả lời {when}, vị trí không có người"), Tone.SOFT),
    Answer.LAPSED: (later("hồ sơ kết thúc {when}, chưa ai trả lời"), Tone.SOFT),
}


def _answered(offer: OfferTerms, at: datetime) -> Iterator[tuple[str, Tone]]:
    if offer.answer is Answer.WAITING:
        words = _("chờ trả lời từ {when}; {until}").format(
            when=_moment(offer.offered_at), until=clocks.answer_in_words(offer, at)
        )
        yield words, Tone.SOFT
    elif offer.answer in _ANSWERS:
        told, tone = _ANSWERS[offer.answer]
        reason = str(RETURN_REASONS[offer.grounds.reason]).lower() if offer.grounds else ""
        yield str(told).format(when=_moment(offer.answered_at), reason=reason), tone
        if offer.right_agency_name:
            yield _("nơi đúng: {agency}").format(agency=offer.right_agency_name), Tone.SOFT


def _opinions(stop: _Stop, opinions: Iterable[OpinionTerms], at: datetime) -> Iterator[str]:
    """Yield what was asked of others while the dossier was here; it never left for that."""
    for asked in opinions:
        if any(c.span.started_at <= asked.asked_at < c.until for c in stop.charges):
            until = (
                _moment(asked.settled_at)
                if asked.settled_at
                else clocks.opinion_in_words(asked, at)
            )
            yield _("hỏi ý kiến {agency}: {answer}, {start} – {end}").format(
                agency=asked.to_agency_name, answer=opinion(asked.answer, asked.silence),
                start=_moment(asked.asked_at), end=until,
            )  # fmt: skip


def _time_words(time: Time, day: int) -> str:
    parts = [_("dùng {used}").format(used=_amount(time.used, day))]
    if time.share:
        share = _amount(time.share, day)
        parts = [
            _("dùng {used}, được chia {share}").format(used=_amount(time.used, day), share=share)
        ]
    if time.over:
        parts.append(_("vượt {n}").format(n=_amount(time.over, day)))
    if time.paused:
        parts.append(_("đồng hồ dừng {n}").format(n=_amount(time.paused, day)))
    return " · ".join(parts)


def _amount(minutes: int, day: int) -> str:
    """Return working time as days, and what is under a tenth of a day as minutes."""
    if 0 < minutes < day / 10:
        return _("{n} phút").format(n=minutes)
    return _("{n} ngày").format(n=clocks.days_in_words(minutes, day))


def _row(stop: _Stop, day: int) -> RouteRow:
    time = stop.time or Time(None, 0, 0, 0)
    return RouteRow(
        step=stop.title,
        who=stop.who,
        when="; ".join(_times(stop)) or "–",
        times=stop.visits,
        share=_amount(time.share, day) if time.share else "–",
        used=_amount(time.used, day) if stop.time else "–",
        over=_amount(time.over, day) if time.over else "–",
        paused=_amount(time.paused, day) if time.paused else "–",
        onward="; ".join(stop.onward) or "–",
    )


def _finding(view: DossierView, stops: Sequence[_Stop], day: int, process: Process | None) -> str:
    """Return the picture in a sentence: where it is, what it passed, what came back."""
    passed = [stop for stop in stops if stop.charges]
    if not passed:
        return _("Chưa ai giữ: hồ sơ chưa được tiếp nhận.")
    here = next((stop for stop in passed if stop.is_here), None)
    parts = [_("đã kết thúc: {state}").format(state=str(state_name(view.state)).lower())]
    if here:
        step = step_now(view, process) or here.spoken
        parts = [_("đang ở bước {step}, {who}").format(step=step, who=here.who)]
    done = len(passed) - (1 if here else 0)
    parts.append(ngettext("đã qua {n} bước", "đã qua {n} bước", done).format(n=done))
    used = sum(stop.time.used for stop in passed if stop.time)
    parts.append(_("dùng {n} làm việc").format(n=_amount(used, day)))
    returned = sum(1 for offer in view.offers if offer.answer is Answer.RETURNED)
    if returned:
        parts.append(
            ngettext("bị trả lại {n} lần", "bị trả lại {n} lần", returned).format(n=returned)
        )
    if lead := papers_lead(view, process):
        parts.append(_("khi bổ sung đủ thì chuyển bước {step}").format(step=lead))
    return _("Hồ sơ {told}.").format(told="; ".join(parts))


def _moment(at: datetime | None) -> str:
    return f"{to_local(at):%d/%m %H:%M}" if at else ""
