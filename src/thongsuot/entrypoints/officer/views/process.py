"""One version of a process: drawn by bpmn-js, told as a table, given as a BPMN file."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongsuot.domains.catalogue import policy, processes
from thongsuot.domains.catalogue.bpmn import write_bpmn
from thongsuot.domains.catalogue.terms import (
    NotYoursToChange,
    Process,
    ProcessStep,
    ProcessUnknown,
    ProcessWrong,
)
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.process_words import AGENCIES, lane_in_words, wording
from thongsuot.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class Line:
    """One step as the table has it."""

    code: str
    name: str
    who: str
    share: str
    beside: str
    onward: str


@require_safe
@for_officers
def process(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show a process as a drawing to move about in, and the same as a table."""
    version = _version(request, visitor, code)
    stated = processes.read_process(version)
    day = clocks.minutes_of_a_day(deadlines.calendar_at(visitor.at), visitor.at)
    file = reverse("officer:process_bpmn", args=[code])
    context = {
        "version": version,
        "process": stated,
        "limit": clocks.share_in_words(stated.limit_minutes, day) if stated.limit_minutes else "",
        "lines": [_line(step, stated, day) for step in stated.steps],
        "file": f"{file}?ban={version.number}",
    }
    return page(request, visitor, "process.html", context)


@require_safe
@for_officers
def process_bpmn(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Give a process as a BPMN 2.0 file."""
    version = _version(request, visitor, code)
    try:
        content = write_bpmn(processes.read_process(version), wording())
    except ProcessWrong as wrong:
        raise Http404 from wrong
    name = f"quy-trinh-{version.pk}-ban-{version.number}.bpmn"
    return HttpResponse(
        content,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _version(request: HttpRequest, visitor: Visitor, code: str) -> processes.ProcessVersion:
    """Return the version asked for, else the newest published; drafts are for who makes them."""
    asked = request.GET.get("ban", "")
    if not code.isprintable():
        raise Http404
    try:
        found = processes.process_versions(code)
    except ProcessUnknown as unknown:
        raise Http404 from unknown
    if asked:
        found = [row for row in found if str(row.number) == asked]
    elif not _makes_them(visitor):
        found = [row for row in found if not row.is_draft]
    if not found or (found[0].is_draft and not _makes_them(visitor)):
        raise Http404
    return found[0]


def _makes_them(visitor: Visitor) -> bool:
    try:
        policy.check_may_change(visitor.by, local_date(visitor.at))
    except NotYoursToChange:
        return False
    return True


def _line(step: ProcessStep, stated: Process, day: int) -> Line:
    beside = (f"{one.name} ({AGENCIES[one.agency_kind]})" for one in step.opinions)
    return Line(
        code=step.code,
        name=step.name,
        who=lane_in_words(step.lane),
        share=clocks.share_in_words(step.share_minutes, day) if step.share_minutes else "–",
        beside="; ".join(beside) or "–",
        onward="; ".join(_onward(one.name, one.next, stated) for one in step.outcomes) or "–",
    )


def _onward(name: str, following: str, stated: Process) -> str:
    step = stated.find_step(following)
    to = f"{step.code} {step.name}" if step else _("kết thúc")
    return f"{name}: {to}" if name else to
