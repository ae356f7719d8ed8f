"""What lies ahead of a dossier by the process it follows: steps not reached yet, and their ways."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.process_ahead import following_codes, steps_ahead
from thongsuot.domains.catalogue.terms import Process, ProcessStep
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.shared.process_words import AGENCIES, lane_in_words
from thongsuot.entrypoints.shared.routes import Place, RouteLink, RouteStop, Tone, Way


@dataclass(frozen=True, slots=True)
class Ahead:
    """The steps ahead, in the order of the process, as stops and ways of a route."""

    stops: list[RouteStop]
    links: list[RouteLink]


def ahead_of(process: Process, step: str, *, here: int, first: int, day: int) -> Ahead:
    """Return what lies ahead of a step.

    ``here`` is the number of the stop where the dossier is, ``first`` that of the first stop
    ahead. A way back to a step before this one lies not ahead.
    Units:  ``day`` in minutes of working time.
    """
    now = process.find_step(step)
    if now is None:
        return Ahead([], [])
    steps = steps_ahead(process, step)
    places = {one.code: first + number for number, one in enumerate(steps)}
    end = first + len(steps)
    stops = [_stop(one, day) for one in steps]
    stops.append(RouteStop(_("Kết thúc"), Place.AHEAD))
    links = [
        RouteLink(places.get(one.code, here), places[following] if following else end, Way.AHEAD)
        for one in (now, *steps)
        for following in following_codes(one)
        if not following or following in places
    ]
    return Ahead(stops, [link for link in dict.fromkeys(links) if link.end > link.start])


def _stop(step: ProcessStep, day: int) -> RouteStop:
    return RouteStop(f"{step.code}. {step.name}", Place.AHEAD, list(_lines(step, day)))


def _lines(step: ProcessStep, day: int) -> Iterator[tuple[str, Tone]]:
    share = clocks.share_in_words(step.share_minutes, day)
    told = lane_in_words(step.lane)
    if step.share_minutes:
        told = _("{who} · được chia {share}").format(who=told, share=share)
    yield told, Tone.SOFT
    for asked in step.opinions:
        words = _("lấy ý kiến: {name} ({agency})").format(
            name=asked.name, agency=AGENCIES[asked.agency_kind]
        )
        yield words, Tone.SOFT
