"""Processes of the business administrator: list, versions, the table, its checks, publication."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thongsuot.domains.catalogue import policy, processes, services
from thongsuot.domains.catalogue.rules.process_changes import process_differences
from thongsuot.domains.catalogue.rules.process_checks import longest_minutes
from thongsuot.domains.catalogue.terms import Process
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.entrypoints.officer import clocks, keeping, notices, process_faults, process_table
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.process_faults import WORKS
from thongsuot.entrypoints.officer.process_preview import preview_of
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.process_words import lane_in_words
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

MOST_DIGITS: Final = 6
SETTLES: Final = "co-quan"


@require_safe
@for_officers
def processes_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List every process: what holds, what comes, what is a draft."""
    on = let_in(visitor)
    context = {"lines": processes.process_lines(on), "crumbs": [(_("Quy trình"), "")]}
    return page(request, visitor, "processes.html", context)


@require_safe
@for_officers
def process_page(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Show the versions of one process, what each changed, and what may be done."""
    return _versions(request, visitor, process, {})


def _versions(
    request: HttpRequest, visitor: Visitor, process: str, said: Mapping[str, str],
    *, is_wrong: bool = False,
) -> HttpResponse:  # fmt: skip
    """Answer with the versions; what was ``said`` stands in its form, read or not."""
    on = let_in(visitor)
    versions = processes.process_versions(process)
    read = {row.number: processes.read_process(row) for row in versions}
    rows = [
        {
            "version": row,
            "changes": changes(read.get(row.number - 1), read[row.number]),
            "is_next": row.valid_from and row.valid_from > on,
            "said": said if said and said["number"] == str(row.number) else None,
        }
        for row in versions
    ]
    draft = next((row for row in versions if row.is_draft), None)
    faults = processes.faults_of(read[draft.number], on, visitor.at) if draft else []
    context = {
        "code": process,
        "name": versions[0].name,
        "rows": rows,
        "draft": draft,
        "faults": process_faults.in_words(faults),
        "holds": processes.holding(versions, on),
        "today": on,
        "said": said if said and not said["number"] else None,
        "is_wrong": is_wrong,
        "crumbs": [(_("Quy trình"), reverse("officer:processes")), (process, "")],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return page(request, visitor, "process_versions.html", context, status=status)


def changes(before: Process | None, after: Process) -> list[str]:
    """Return in words how one version differs from the one before; nothing without one."""
    if before is None:
        return []
    return [_change(one.field, one.before, one.after) for one in process_differences(before, after)]


def _change(field: str, before: object, after: object) -> str:
    step, _dot, name = field.rpartition(".")
    words = str(process_faults.FIELDS.get(name, name))
    if before is None:
        return _("thêm bước {step}: {name}").format(step=field, name=after)
    if after is None and not step and name not in process_faults.FIELDS:
        return _("bỏ bước {step}: {name}").format(step=field, name=before)
    where = f"{step}, " if step else ""
    if isinstance(before, int | str) and isinstance(after, int | str):
        return f"{where}{words}: {before} → {after}"
    return _("{where}{words} đã đổi").format(where=where, words=words)


@require_safe
@for_officers
def version_page(request: HttpRequest, visitor: Visitor, process: str, number: int) -> HttpResponse:
    """Show one version as the table that a decision prints."""
    on = let_in(visitor)
    version = processes.get_process_version(process, number)
    stated = processes.read_process(version)
    settlers, wanted = processes.settlers_of(stated, on), request.GET.get(SETTLES)
    day = clocks.minutes_of_a_day(deadlines.calendar_at(visitor.at), visitor.at)
    context = {
        "version": version,
        "process": stated,
        "limit": clocks.share_in_words(stated.limit_minutes or 0, day),
        "longest": clocks.share_in_words(longest_minutes(stated), day),
        "steps": step_rows(stated, day),
        "preview": preview_of(
            stated, visitor.at, settlers=settlers, wanted=wanted or visitor.by.agency
        ),
        "settles": SETTLES,
        "crumbs": [
            (_("Quy trình"), reverse("officer:processes")),
            (process, reverse("officer:process_versions", args=[process])),
            (_("Phiên bản {n}").format(n=number), ""),
        ],
    }
    return page(request, visitor, "process_version.html", context)


def step_rows(process: Process, day: int) -> list[dict[str, Any]]:
    """Return the steps as the table that a decision prints.

    Units:  ``day`` in minutes of working time.
    """
    return [
        {
            "step": step,
            "work": WORKS[step.work],
            "share": clocks.share_in_words(step.share_minutes, day) if step.share_minutes else "–",
            "lane": lane_in_words(step.lane),
            "outcomes": [process_table.outcome_line(one) for one in step.outcomes],
        }
        for step in process.steps
    ]


@require_POST
@for_officers
@shows_again
def publish(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Publish the draft from a day on, or put an earlier version in force again from it."""
    said = _said(request)
    if keeping.is_shown_again(request):
        return _versions(request, visitor, process, said)
    number = said["number"]
    try:
        first = formats.parse_date(said["typed"])
    except formats.Unreadable:
        return _versions(request, visitor, process, said, is_wrong=True)
    common: dict[str, Any] = {"code": process, "valid_from": first, "by": visitor.by,
                              "at": visitor.at}  # fmt: skip
    if number:
        services.restore_process(number=version_number(number), **common)
    else:
        services.publish_process(seen=said["seen"], **common)
    notices.put(request, "process-published", process)
    return redirect("officer:process_versions", process)


@require_POST
@for_officers
@shows_again
def discard(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Throw the draft away."""
    said = _said(request)
    if keeping.is_shown_again(request):
        return _versions(request, visitor, process, said)
    services.discard_process(code=process, seen=said["seen"], by=visitor.by, at=visitor.at)
    notices.put(request, "process-discarded", process)
    return redirect("officer:processes")


def _said(request: HttpRequest) -> dict[str, str]:
    """Return what a form of the versions' page sent: a version or the draft, and from which day."""
    return {
        "number": posted.line(request, "number"), "seen": posted.line(request, "seen"),
        "typed": posted.line(request, "valid_from"),
    }  # fmt: skip


def version_number(text: str) -> int:
    """Return the number of a version; 0, which no version has, for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def let_in(visitor: Visitor) -> date:
    """Return today; refuse whoever may not change processes.  Raises: NotYoursToChange."""
    on = local_date(visitor.at)
    policy.check_may_change(visitor.by, on)
    return on
