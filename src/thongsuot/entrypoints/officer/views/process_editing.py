"""The table of a process in its form: typed, checked, kept, found changed by somebody else."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods

from thongsuot.domains.catalogue import processes, services
from thongsuot.domains.catalogue.terms import (
    Level,
    Process,
    ProcessDraftChanged,
    ProcessUnknown,
    ProcessWrong,
    Trigger,
)
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.organisation.terms import PostKind
from thongsuot.entrypoints.officer import clocks, keeping, notices, process_faults, process_table
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.process_faults import WORKS, Said
from thongsuot.entrypoints.officer.process_rows import OVER, Table
from thongsuot.entrypoints.officer.views.processes import changes, let_in, step_rows
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.process_words import AGENCIES, POSTS, SEATS
from thongsuot.kernel.clock import local_date

LEVELS: Final[Mapping[str, str | Promise]] = {
    "": later("mọi cấp"),
    Level.COMMUNE: later("cấp xã"),
    Level.PROVINCE: later("cấp tỉnh"),
    Level.MINISTRY: later("cấp bộ"),
}
TRIGGERS: Final[Mapping[str, str | Promise]] = {
    "": later("làm xong bước"),
    Trigger.SUPPLEMENT: later("người nộp đã bổ sung"),
    Trigger.TIME: later("hết số phút"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def edit(request: HttpRequest, visitor: Visitor, process: str = "") -> HttpResponse:
    """Edit the draft as a table; rows come, go and move by buttons, and checks stand at them."""
    on = let_in(visitor)
    is_sent = request.method == "POST"
    before = _opened(process, may_be_gone=is_sent and "seen" in request.POST) if process else None
    stated = processes.read_process(before) if before else None
    if is_sent:
        return _typed(request, visitor, process)
    said: list[Said] = []
    if before is not None and stated is not None:
        table = process_table.table_of(stated, seen=before.digest)
        said = process_faults.in_words(processes.faults_of(stated, on, visitor.at))
    else:
        table = process_table.new_table(request.GET.get("thu-tuc", "")[:20])
    return page(
        request, visitor, "process_edit.html", _editing(table, process, said, visitor, checked=True)
    )


def _opened(process: str, *, may_be_gone: bool) -> processes.ProcessVersion | None:
    """Return what there is to edit; None where somebody dropped it meanwhile."""
    try:
        return processes.edited_version(process)
    except ProcessUnknown:
        if may_be_gone:
            return None
        raise


def _typed(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Answer what was sent: rows changed by a button, or the whole saved."""
    table = process_table.typed(process_table.sent(request), process)
    act = posted.line(request, "do") or "save"
    again = keeping.is_shown_again(request)
    if again or act != "save":
        if not again:
            table.change(act)
        return page(request, visitor, "process_edit.html", _editing(table, process, [], visitor))
    saved = None
    try:
        saved = process_table.process_typed(table)
        _check_new(process, saved.code)
        services.save_process(process=saved, seen=table.seen, by=visitor.by, at=visitor.at)
    except ProcessWrong as wrong:
        said, status = [process_faults.unreadable(wrong)], HTTPStatus.UNPROCESSABLE_ENTITY
        context = _editing(table, process, said, visitor, checked=True)
    except ProcessDraftChanged:
        status, context = HTTPStatus.CONFLICT, _overtaken(table, process, saved, visitor)
    else:
        notices.put(request, "process-saved", saved.code)
        return redirect("officer:edit_process", saved.code)
    return page(request, visitor, "process_edit.html", context, status=status)


def _overtaken(
    table: Table, process: str, mine: Process | None, visitor: Visitor
) -> dict[str, Any]:
    """Return both: what was typed, still in the form, and what somebody else saved meanwhile."""
    there = _opened(process, may_be_gone=True)
    table.seen = there.digest if there else ""
    if there is None:
        return {**_editing(table, process, [], visitor), "is_gone": True}
    theirs = processes.read_process(there)
    calendar = deadlines.calendar_at(visitor.at)
    return {
        **_editing(table, process, [], visitor),
        "theirs": there,
        "their_steps": step_rows(theirs, clocks.minutes_of_a_day(calendar, visitor.at)),
        "changes": changes(theirs, mine) if mine else [],
    }


def _editing(
    table: Table, process: str, said: list[Said], visitor: Visitor, *, checked: bool = False
) -> dict[str, Any]:
    """Return what the form shows; what was only changed by a button is not ``checked`` yet."""
    steps = {row.code for row in table.rows}
    return {
        "code": process,
        "whole": table.whole,
        "seen": table.seen,
        "done": table.done_as_text,
        "undoes": table.undoes,
        "rows": [
            {"n": n, "row": row, "said": [s for s in said if s.step in (row.code, str(n + 1))]}
            for n, row in enumerate(table.rows)
        ],
        "count": len(table.rows),
        "said": said,
        "said_of_whole": [s for s in said if s.step not in steps],
        **_choices(table, visitor),
        **_drawing(process),
        "checked": checked and bool(process),
        "crumbs": [
            (_("Quy trình"), reverse("officer:processes")),
            *([(process, reverse("officer:process_versions", args=[process]))] if process else []),
            (_("Soạn bảng"), ""),
        ],
    }


def _drawing(process: str) -> dict[str, Any]:
    """Return which saved version is drawn beside the table and its file; nothing of a new one."""
    saved = _opened(process, may_be_gone=True) if process else None
    if saved is None:
        return {}
    file = reverse("officer:process_bpmn", args=[process])
    return {"drawn": saved.number, "file": f"{file}?ban={saved.number}"}


def _choices(table: Table, visitor: Visitor) -> dict[str, Any]:
    """Return what each field of the table may be set to."""
    bases = custodies.opinion_bases(local_date(visitor.at))
    known = process_table.steps_to_choose(table)
    return {
        "works": [(work.value, words) for work, words in WORKS.items()],
        "seats": [
            *((seat.value, words) for seat, words in SEATS.items()),
            *((f"kind:{kind.value}", words) for kind, words in AGENCIES.items()),
        ],
        "posts": [(kind.value, POSTS[kind]) for kind in PostKind],
        "levels": LEVELS.items(),
        "kinds": [(kind.value, words) for kind, words in AGENCIES.items()],
        "bases": process_table.with_typed(
            [(one.code, one.name) for one in bases], table, "opinions", "basis"
        ),
        "nexts": [*known, (OVER, _("kết thúc"))],
        "signers": known,
        "triggers": TRIGGERS.items(),
    }


def _check_new(known: str, code: str) -> None:
    """Refuse a new process under a code that another one has.  Raises: ProcessWrong."""
    try:
        taken = not known and bool(processes.process_versions(code))
    except ProcessUnknown:
        return
    if taken:
        raise ProcessWrong("another process has this code", field="code", step="")
