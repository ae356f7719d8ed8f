"""The catalogue for who keeps it: its procedures, their versions, what each changed."""

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.queries import ProcedureVersion
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.processes import let_in, version_number
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.procedure_changes import in_words, summary
from thongsuot.kernel.text import single_line

A_PAGE: Final = 50
MOST_LETTERS: Final = 60


@require_safe
@for_officers
def procedures(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the procedures by code with the version that began last, or those that words find."""
    let_in(visitor)
    typed = single_line(request.GET.get("q", ""))[:MOST_LETTERS]
    if typed and catalogue.known_codes([typed]):
        return redirect("officer:procedure", typed)
    found = _found(typed) if typed else _from(single_line(request.GET.get("sau", "")))
    context = {
        "typed": typed,
        "rows": found[:A_PAGE],
        "next": "" if typed or len(found) <= A_PAGE else found[A_PAGE - 1].code,
        "crumbs": [(_("Thủ tục"), "")],
    }
    return page(request, visitor, "procedures.html", context)


def _found(words: str) -> list[ProcedureVersion]:
    return catalogue.newest_versions_of([hit.code for hit in catalogue.search(words, A_PAGE)])


def _from(after: str) -> list[ProcedureVersion]:
    return catalogue.newest_versions(after=after, most=A_PAGE + 1)


@require_safe
@for_officers
def procedure(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the versions of one procedure with what each changed, and two of them side by side."""
    on = let_in(visitor)
    versions = catalogue.versions_of(code) if code.isprintable() else []
    if not versions:
        raise Http404
    older, newer = _asked(request, versions)
    context = {
        "code": code,
        "name": versions[-1].name,
        "rows": _rows(versions),
        "holds": next((row for row in versions if _holds(row, on)), None),
        "older": older,
        "newer": newer,
        "changes": in_words(catalogue.differences(older, newer)),
        "crumbs": [(_("Thủ tục"), reverse("officer:procedures")), (code, "")],
    }
    return page(request, visitor, "procedure.html", context)


def _rows(versions: list[ProcedureVersion]) -> list[dict[str, Any]]:
    """Return the versions, newest first, each with what it changed of the one before."""
    before = [None, *versions[:-1]]
    withdrawn = catalogue.withdrawn_among(versions)
    return [
        {
            "version": version,
            "is_withdrawn": version.pk in withdrawn,
            "before": earlier,
            "told": summary(catalogue.differences(earlier, version)) if earlier else "",
        }
        for earlier, version in zip(before, versions, strict=True)
    ][::-1]


def _holds(version: ProcedureVersion, on: date) -> bool:
    ended = version.valid_to is not None and version.valid_to <= on
    return version.valid_from <= on and not ended


def _asked(
    request: HttpRequest, versions: list[ProcedureVersion]
) -> tuple[ProcedureVersion, ProcedureVersion]:
    """Return the two versions asked for, the older first; else the last two; else one twice."""
    asked = {version_number(request.GET.get(name, "")) for name in ("tu", "den")}
    chosen = [version for version in versions if version.number in asked]
    pair = chosen if len(chosen) == len(asked) and chosen else versions[-2:]
    return pair[0], pair[-1]
