"""The personal statement: seen and exported by the officer, read by control, answered by him."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.accountability import policy, queries, services
from thongsuot.domains.accountability.terms import Explained, Statement
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.ledger.terms import Act
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer import notices, typed
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.explaining import ExplainForm, entry_in_words
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.statement_picture import drawn_of, statement_picture
from thongsuot.entrypoints.officer.statements import (
    csv_rows,
    data_of,
    events_sentence,
    events_table,
    names_for,
    paper_of,
    rows_table,
    statement_sentence,
)
from thongsuot.entrypoints.officer.views.acting import filled, ready
from thongsuot.entrypoints.officer.views.figures import asked_period, tabs
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.evidence import zipped
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.sections import as_of, uncounted_note
from thongsuot.entrypoints.shared.figures.tables import csv_answer, noted
from thongsuot.kernel.clock import local_date

FILES = ("csv", "json", "zip")
SHOWN = 50
"""Dossiers and events on the page; the files have all."""


@require_safe
@for_officers
def statement(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the officer his own statement."""
    return _shown(request, visitor, visitor.officer_id)


@require_safe
@for_officers
def of_officer(request: HttpRequest, visitor: Visitor, officer: int) -> HttpResponse:
    """Show somebody's statement to control; that it was read is recorded."""
    return _shown(request, visitor, officer)


def _shown(request: HttpRequest, visitor: Visitor, officer: int) -> HttpResponse:
    told, time = _told(request, visitor, officer)
    names = names_for(told)
    happened = events_table(told, names)
    context = {
        "told": told,
        "sentence": statement_sentence(told, time),
        "who": names.officers.get(officer, ""),
        "own": officer == visitor.officer_id,
        "rows": rows_table(told, time).cells[:SHOWN],
        "table": rows_table(told, time),
        "more": max(0, len(told.rows) - SHOWN),
        "picture": statement_picture(told, time),
        "drawn": drawn_of(told),
        "events": happened,
        "newest": list(zip(happened.cells, told.events, strict=True))[: -SHOWN - 1 : -1],
        "earlier": max(0, len(told.events) - SHOWN),
        "happened": events_sentence(told),
        "answers": _answers(told.explained, names),
        "period": told.period,
        "as_of": as_of(told.at, time),
        "tabs": tabs(visitor, "=" if officer == visitor.officer_id else ""),
        "query": f"?tu={told.period.first}&den={told.period.last}",
    }
    return page(request, visitor, "statement.html", context)


@require_safe
@for_officers
def statement_file(request: HttpRequest, visitor: Visitor, kind: str) -> HttpResponseBase:
    """Give the officer his statement as a file."""
    return _file(request, visitor, visitor.officer_id, kind)


@require_safe
@for_officers
def file_of_officer(
    request: HttpRequest, visitor: Visitor, officer: int, kind: str
) -> HttpResponseBase:
    """Give control somebody's statement as a file."""
    return _file(request, visitor, officer, kind)


def _file(request: HttpRequest, visitor: Visitor, officer: int, kind: str) -> HttpResponseBase:
    if kind not in FILES:
        raise Http404
    told, time = _told(request, visitor, officer, taken=f"statement.{kind}")
    names = names_for(told)
    name = f"ban-ke-{told.period.first}-{told.period.last}"
    if kind == "csv":
        rows = noted(rows_table(told, time), uncounted_note(time))
        return csv_answer(name, *csv_rows([rows, events_table(told, names)]))
    if kind == "zip":  # the paper names the hash of just that file: they go together
        paper = paper_of(told, names, time, data_name=f"{name}.json")
        pdf, data = documents.preview(paper, at=visitor.at), data_of(told, names)
        both = zipped({f"{name}.pdf": pdf, f"{name}.json": data})
        return _attached(both, "application/zip", f"{name}.zip")
    return _attached(data_of(told, names), "application/json", f"{name}.json")


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _told(
    request: HttpRequest, visitor: Visitor, officer: int, taken: str = ""
) -> tuple[Statement, WorkingTime]:
    """Return the statement, if it is for these eyes; another's is read and taken on record.

    Raises:  FiguresNotYours; OfficerUnknown; PeriodWrong.
    """
    on = local_date(visitor.at)
    policy.check_statement(officer, visitor.by, on)
    period = asked_period(request, on)
    if officer != visitor.officer_id:
        organisation.get_officer(officer)
        services.note_reading(
            of=f"officer:{officer}", period=period, by=visitor.by, at=visitor.at, taken=taken
        )
    calendar = deadlines.calendar_at(visitor.at).for_telling
    told = queries.statement(officer, period, at=visitor.at, calendar=calendar)
    return told, WorkingTime.of(calendar, visitor.at)


def _answers(explained: tuple[Explained, ...], names: Names) -> list[tuple[Explained, str]]:
    return [(answer, names.officers.get(answer.officer, "")) for answer in explained]


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def explain(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show what the record says of the officer in one dossier, and take his answer.

    Raises:  DossierUnknown; NotYoursToExplain; WordsMissing.
    """
    dossiers.state_of(code, by=visitor.by, at=visitor.at)
    entries = queries.entries_of(code, visitor.officer_id, at=visitor.at)
    form = ExplainForm(**filled(request), entries=entries, about=request.GET.get("luc", ""))
    if ready(request, form):
        services.explain(
            code=code, entry=form.cleaned_data["entry"], words=form.cleaned_data["words"],
            by=visitor.by, at=visitor.at, key=form.act_key,
        )  # fmt: skip
        typed.forget(request)
        notices.put(request, "explained", code)
        return redirect("officer:statement")
    if typed.is_closing(request):
        typed.keep(request, form)
        return redirect("officer:statement")
    context = {"form": form, **_known(visitor, code, entries), "act_name": _("Gửi giải trình")}
    wrong = request.method == "POST" and bool(form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, visitor, "explain.html", context, status=status)


def _known(visitor: Visitor, code: str, entries: list[Act]) -> dict[str, Any]:
    """Return what stands beside the form: his minutes in the dossier, and earlier answers."""
    calendar = deadlines.calendar_at(visitor.at).for_telling
    time = WorkingTime.of(calendar, visitor.at)
    found = queries.reckon_dossier(code, at=visitor.at, calendar=calendar)
    own = [a for a in found.accounts if a.holder.officer == visitor.officer_id] if found else []
    late = sum(account.late for account in own)
    by_seq = {act.seq: entry_in_words(act) for act in entries}
    return {
        "code": code,
        "entries": entries,
        "held": time.words(sum(account.held for account in own)),
        "share": time.words(sum(account.share for account in own)),
        "late": time.words(late) if late else "",
        "told": [
            (answer, by_seq[answer.entry])
            for answer in queries.explanations([subject_of(code)], officer=visitor.officer_id)
            if answer.entry in by_seq
        ],
    }
