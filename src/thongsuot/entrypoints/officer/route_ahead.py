"""What lies ahead of a dossier by the process it follows: steps not reached yet, and their ways."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.process_ahead import (
    BY_WORK,
    following_codes,
    steps_ahead,
)
from thongsuot.domains.catalogue.rules.process_signing import outcome_of_papers
from thongsuot.domains.catalogue.terms import Process, ProcessStep, Trigger
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.shared.process_words import AGENCIES, lane_in_words
from thongsuot.entrypoints.shared.routes import Place, RouteLink, RouteStop, Tone, Way


@dataclass(frozen=True, slots=True)
class Ahead:
    """The steps ahead, in the order of the process, as stops and ways of a route."""

    stops: list[RouteStop]
    links: list[RouteLink]


def ahead_of(
    process: Process, step: str, *, here: int, first: int, day: int,
    triggers: Collection[Trigger] = BY_WORK,
) -> Ahead:  # fmt: skip
    """Return what lies ahead of a step by work, and by what else ``triggers`` names.

    ``here`` is the number of the stop where the dossier is, ``first`` that of the first stop
    ahead. A way back to a step before this one lies not ahead.
    Units:  ``day`` in minutes of working time.
    """
    now = process.find_step(step)
    if now is None:
        return Ahead([], [])
    steps = steps_ahead(process, step, triggers)
    by_work = steps_ahead(process, step)
    places = {one.code: first + number for number, one in enumerate(steps)}
    end = first + len(steps)
    stops = [_stop(one, day, "" if one in by_work else _comes_by(process, one)) for one in steps]
    stops.append(RouteStop(_("Kết thúc"), Place.AHEAD))
    links = [
        RouteLink(places.get(one.code, here), places[following] if following else end, Way.AHEAD)
        for one in (now, *steps)
        for following in following_codes(one, triggers)
        if not following or following in places
    ]
    return Ahead(stops, [link for link in dict.fromkeys(links) if link.end > link.start])


def papers_lead(view: DossierView, process: Process | None) -> str:
    """Return to which step the papers lead that are waited for; '' where to none other."""
    if process is None or view.way is None or view.open_supplement is None:
        return ""
    outcome = outcome_of_papers(process, view.way.step)
    step = process.find_step(outcome.next) if outcome else None
    return _named(step) if step and step.code != view.way.step else ""


def step_now(view: DossierView, process: Process | None) -> str:
    """Return the step where the process has the dossier; the same people may do several."""
    step = process.find_step(view.way.step) if process and view.way else None
    return _named(step) if step else ""


def _named(step: ProcessStep) -> str:
    return f"{step.code}. {step.name}"


def _stop(step: ProcessStep, day: int, comes_by: str) -> RouteStop:
    lines = [(comes_by, Tone.SOFT)] if comes_by else []
    return RouteStop(_named(step), Place.AHEAD, [*lines, *_lines(step, day)])


def _comes_by(process: Process, step: ProcessStep) -> str:
    """Return what leads to a step to which no work does; '' where a step before it says so."""
    leads = {o.trigger for one in process.steps for o in one.outcomes if o.next == step.code}
    if Trigger.DONE in leads:
        return ""
    words = {
        Trigger.SUPPLEMENT: _("chỉ khi người nộp bổ sung giấy tờ"),
        Trigger.TIME: _("chỉ khi hết thời gian của bước trước"),
    }
    return "; ".join(words[one] for one in words if one in leads)


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
