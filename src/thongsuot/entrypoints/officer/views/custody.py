"""The custody tab: who held it, how long, who returned it; on paper, the control sheet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from thongsuot.domains.accountability import policy, queries
from thongsuot.domains.accountability.terms import FiguresNotYours
from thongsuot.domains.organisation import facts as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.officer.control_sheet import sheet_of
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.lane_table import lane_table
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.rows import powers_of
from thongsuot.entrypoints.officer.split import split_sentence, split_table
from thongsuot.entrypoints.officer.swimlane import swim_lane
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.figures.names import WorkingTime
from thongsuot.entrypoints.shared.figures.sections import as_of, uncounted_note
from thongsuot.entrypoints.shared.figures.tables import csv_answer, noted
from thongsuot.kernel.clock import local_date


@require_safe
@for_officers
def custody(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the story of custody, and every recorded act with its hash."""
    frame = Frame(code, visitor)
    context = {
        "frame": frame,
        "view": frame.view,
        "story": frame.story,
        "lane": swim_lane(
            frame.view,
            frame.charges,
            at=visitor.at,
            calendar=frame.calendar,
            sentence=frame.story.sentence,
        ),
        "put_off": frame.view.extension is not None and frame.view.extension.signed_at,
        "sheet": sheet_of(
            frame.view,
            frame.charges,
            frame.story.day_minutes,
            frame.moments,
        ),
        **_split(frame, visitor),
        "moments": frame.moments,
        "may_take_evidence": Role.CONTROL in powers_of(visitor).roles,
        "clocks_apart": sum(1 for moment in frame.moments if moment.recorded_at),
        "as_of": as_of(visitor.at, WorkingTime.of(frame.calendar, visitor.at)),
        "tabs": frame.tabs("officer:custody"),
        "crumbs": frame.crumbs(),
    }
    return page(request, visitor, "custody.html", context)


@require_safe
@for_officers
def custody_csv(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponseBase:  # noqa: ARG001 - the way in passes it
    """Give how the time of the dossier is split, as CSV."""
    frame = Frame(code, visitor)
    if frame.split is None:
        raise Http404
    time = WorkingTime.of(frame.calendar, visitor.at)
    table = noted(split_table(frame.split.reckoning, frame.view), uncounted_note(time))
    return csv_answer(f"dong-giu-{code}", table.head, table.rows)


@require_safe
@for_officers
def lane_csv(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponseBase:  # noqa: ARG001 - as above
    """Give the stretches that the picture of custody draws, as CSV."""
    frame = Frame(code, visitor)
    if not frame.view.spans:
        raise Http404
    time = WorkingTime.of(frame.calendar, visitor.at)
    told = lane_table(frame.view, frame.charges, at=visitor.at, calendar=frame.calendar)
    table = noted(told, uncounted_note(time))
    return csv_answer(f"hinh-dong-giu-{code}", table.head, table.rows)


def _split(frame: Frame, visitor: Visitor) -> dict[str, Any]:
    """Return who bears which part of the time, and what officers answered to the record."""
    if frame.split is None:
        return {}
    found, time = frame.split.reckoning, WorkingTime.of(frame.calendar, visitor.at)
    return {
        "split": split_table(found, frame.view),
        "split_sentence": split_sentence(found, frame.view, time),
        "answers": _answers(frame, visitor),
    }


def _answers(frame: Frame, visitor: Visitor) -> list[tuple[Any, str]]:
    """Return answers to entries of this dossier: to control all of them, to others their own."""
    told = queries.explanations([frame.view.subject])
    names = organisation.officer_names({answer.officer for answer in told}) if told else {}
    return [
        (answer, names.get(answer.officer, ""))
        for answer in told
        if _may_read(answer.officer, visitor)
    ]


def _may_read(officer: int, visitor: Visitor) -> bool:
    try:
        policy.check_statement(officer, visitor.by, local_date(visitor.at))
    except FiguresNotYours:
        return False
    return True
