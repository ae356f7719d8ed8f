"""Processes of the business administrator: list, versions, the table, its checks, publication."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thongsuot.domains.catalogue import policy, processes, services
from thongsuot.domains.catalogue.rules.process_changes import process_differences
from thongsuot.domains.catalogue.rules.process_checks import longest_minutes
from thongsuot.domains.catalogue.terms import Level, Process, ProcessUnknown, ProcessWrong
from thongsuot.domains.organisation.terms import PostKind
from thongsuot.entrypoints.officer import notices, process_faults, process_table
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.process_faults import WORKS, Said
from thongsuot.entrypoints.officer.process_table import Table
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.process_words import AGENCIES, POSTS, SEATS, lane_in_words
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

MOST_DIGITS: Final = 6
LEVELS: Final[Mapping[str, str | Promise]] = {
    "": later("mọi cấp"),
    Level.COMMUNE: later("cấp xã"),
    Level.PROVINCE: later("cấp tỉnh"),
    Level.MINISTRY: later("cấp bộ"),
}


@require_safe
@for_officers
def processes_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List every process: what holds, what comes, what is a draft."""
    on = _let_in(visitor)
    context = {"lines": processes.process_lines(on), "crumbs": [(_("Quy trình"), "")]}
    return page(request, visitor, "processes.html", context)


@require_safe
@for_officers
def process_page(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Show the versions of one process, what each changed, and what may be done."""
    return _versions(request, visitor, process, {})


def _versions(
    request: HttpRequest, visitor: Visitor, process: str, wrong: Mapping[str, str]
) -> HttpResponse:
    """Answer with the versions; ``wrong`` says at which of their days what cannot be read."""
    on = _let_in(visitor)
    versions = processes.process_versions(process)
    read = {row.number: processes.read_process(row) for row in versions}
    rows = [
        {
            "version": row,
            "changes": _changes(read.get(row.number - 1), read[row.number]),
            "is_next": row.valid_from and row.valid_from > on,
            "is_wrong": bool(wrong) and wrong["number"] == str(row.number),
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
        "wrong": wrong,
        "crumbs": [(_("Quy trình"), reverse("officer:processes")), (process, "")],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, visitor, "process_versions.html", context, status=status)


def _changes(before: Process | None, after: Process) -> list[str]:
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
    _let_in(visitor)
    version = processes.get_process_version(process, number)
    stated = processes.read_process(version)
    context = {
        "version": version,
        "process": stated,
        "longest": longest_minutes(stated),
        "steps": [
            {
                "step": step,
                "work": WORKS[step.work],
                "lane": lane_in_words(step.lane),
                "outcomes": [process_table.outcome_line(one) for one in step.outcomes],
            }
            for step in stated.steps
        ],
        "crumbs": [
            (_("Quy trình"), reverse("officer:processes")),
            (process, reverse("officer:process_versions", args=[process])),
            (_("Phiên bản {n}").format(n=number), ""),
        ],
    }
    return page(request, visitor, "process_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def edit(request: HttpRequest, visitor: Visitor, process: str = "") -> HttpResponse:
    """Edit the draft as a table; rows come, go and move by buttons, and checks stand at them."""
    on = _let_in(visitor)
    before = _newest(process) if process else None
    said: list[Said] = []
    status = HTTPStatus.OK
    if request.method == "POST":
        table = process_table.typed(request.POST, process)
        act = request.POST.get("do", "save")
        if act == "save":
            try:
                saved = process_table.process_typed(table, before)
                _check_new(process, saved.code)
                services.save_process(process=saved, by=visitor.by, at=visitor.at)
            except ProcessWrong as wrong:
                said, status = [process_faults.unreadable(wrong)], HTTPStatus.UNPROCESSABLE_ENTITY
            else:
                notices.put(request, "process-saved", saved.code)
                return redirect("officer:edit_process", saved.code)
        else:
            table.change(act)
    elif before is not None:
        table = process_table.table_of(before)
        said = process_faults.in_words(processes.faults_of(before, on, visitor.at))
    else:
        table = process_table.new_table(request.GET.get("thu-tuc", "")[:20])
    return page(
        request, visitor, "process_edit.html", _editing(table, process, said), status=status
    )


def _editing(table: Table, process: str, said: list[Said]) -> dict[str, Any]:
    steps = {row["code"] for row in table.rows}
    return {
        "code": process,
        "whole": table.whole,
        "rows": [
            {"n": n, "row": row, "said": [s for s in said if s.step in (row["code"], str(n + 1))]}
            for n, row in enumerate(table.rows)
        ],
        "count": len(table.rows),
        "said": said,
        "said_of_whole": [s for s in said if s.step not in steps],
        "works": [(work.value, words) for work, words in WORKS.items()],
        "seats": [
            *((seat.value, words) for seat, words in SEATS.items()),
            *((f"kind:{kind.value}", words) for kind, words in AGENCIES.items()),
        ],
        "posts": [(kind.value, POSTS[kind]) for kind in PostKind],
        "levels": LEVELS.items(),
        "kinds": [(kind.value, words) for kind, words in AGENCIES.items()],
        "crumbs": [
            (_("Quy trình"), reverse("officer:processes")),
            *([(process, reverse("officer:process_versions", args=[process]))] if process else []),
            (_("Soạn bảng"), ""),
        ],
    }


def _newest(code: str) -> Process:
    draft = processes.find_draft(code)
    return processes.read_process(draft or processes.get_process_version(code))


def _check_new(known: str, code: str) -> None:
    """Refuse a new process under a code that another one has.  Raises: ProcessWrong."""
    try:
        taken = not known and bool(processes.process_versions(code))
    except ProcessUnknown:
        return
    if taken:
        raise ProcessWrong("another process has this code", field="code", step="")


@require_POST
@for_officers
def publish(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Publish the draft from a day on, or put an earlier version in force again from it."""
    number, typed = request.POST.get("number", ""), request.POST.get("valid_from", "")
    try:
        first = formats.parse_date(typed)
    except formats.Unreadable:
        return _versions(request, visitor, process, {"number": number, "typed": typed})
    common: dict[str, Any] = {"code": process, "valid_from": first, "by": visitor.by,
                              "at": visitor.at}  # fmt: skip
    if number:
        services.restore_process(number=_version_number(number), **common)
    else:
        services.publish_process(**common)
    notices.put(request, "process-published", process)
    return redirect("officer:process_versions", process)


@require_POST
@for_officers
def discard(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Throw the draft away."""
    services.discard_process(code=process, by=visitor.by, at=visitor.at)
    notices.put(request, "process-discarded", process)
    return redirect("officer:processes")


def _version_number(text: str) -> int:
    """Return the number of a version; 0, which no version has, for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def _let_in(visitor: Visitor) -> date:
    """Return today; refuse whoever may not change processes.  Raises: NotYoursToChange."""
    on = local_date(visitor.at)
    policy.check_may_change(visitor.by, on)
    return on
